// The events that a tablet noted: taken once and in order, and marked where their chain, number or clock is in doubt.
import { CompactEncrypt, importJWK } from 'jose';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DeviceEvent, offlineProofType } from '../../src/contract/device-events.ts';
import { pushEvents } from '../../src/contract/endpoints/device.ts';
import { suggestPin, type User } from '../../src/contract/endpoints/users.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
import { type SentEvent, TestDevice } from './harness/test-device.ts';
import { addUser, freshUsername, type Member, setUpOrganization } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const minuteMs = 60_000;

let server: TestServer;
let owner: Member;
let rows: StoredRows;
let pin: string;
let user: User;
let tablet: TestDevice;
beforeAll(async () => {
  const database = await makeDatabase();
  server = await makeServer({ databaseUrl: database.url });
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
  return () => rows.close();
});
beforeEach(async () => {
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, freshUsername());
  ({ pin } = await owner.client.succeed(suggestPin, {}));
  user = await addUser(owner.client, 'staff', { pin });
});

const now = () => server.clock.now.getTime();

/** The proof that a tablet seals for an event. */
async function sealProof(
  proof: { eventId: string; userId: string; deviceId?: string },
  typed = pin,
): Promise<string> {
  const { policy } = await tablet.pull();
  if (!policy.offline) throw new Error('this organization has no offline sign-in');
  const s = await server.context.hashing.hashPin(typed, Buffer.from(policy.offline.pinSalt, 'base64url'));
  const payload = { deviceId: tablet.id, s: s.toString('base64url'), ...proof };
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', typ: offlineProofType })
    .encrypt(await importJWK(policy.offline.sealingKey, 'ECDH-ES'));
}

type SignedIn = Extract<DeviceEvent, { kind: 'signed-in' }>;

async function signInOffline(changes: Partial<SignedIn> = {}, typed = pin): Promise<SentEvent> {
  const id = crypto.randomUUID();
  const userId = changes.userId ?? user.id;
  return tablet.signEvent({
    kind: 'signed-in',
    id,
    userId,
    sessionId: crypto.randomUUID(),
    rosterAt: now(),
    leaseUntil: now() + 3_600_000,
    at: now(),
    proof: await sealProof({ eventId: id, userId }, typed),
    ...changes,
  });
}

const fail = (userId = user.id) => tablet.signEvent({ kind: 'sign-in-failed', userId, at: now() });
const push = (events: SentEvent[], at = now()) => tablet.succeed(pushEvents, { body: { now: at, events } });

async function stored(): Promise<{ sequence: number; kind: string; reasons: string[] }[]> {
  const found = await rows.query(
    'select sequence::int, kind, reasons from device_events where device_id = $1 order by position',
    [tablet.id],
  );
  return found.map(({ sequence, kind, reasons }) => ({
    sequence: Number(sequence),
    kind: String(kind),
    reasons: Array.isArray(reasons) ? reasons.map(String) : [],
  }));
}

describe('a batch', () => {
  it('is taken once, whether it comes twice, at once with itself, or after its answer was lost', async () => {
    const events = [await signInOffline(), await fail(), await fail()];
    expect(await push(events)).toEqual({ upTo: 3 });
    expect(await push(events)).toEqual({ upTo: 3 });
    const copies = await Promise.all(Array.from({ length: 8 }, () => push(events)));
    expect(copies).toEqual(copies.map(() => ({ upTo: 3 })));
    expect((await stored()).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });

  it('is taken from where it overlaps with one that came before, and in order whatever the order in it', async () => {
    const [one, two, three, four] = [await fail(), await fail(), await fail(), await fail()];
    expect(await push([two, one])).toEqual({ upTo: 2 });
    expect(await push([four, two, three])).toEqual({ upTo: 4 });
    expect(await stored()).toEqual(
      [1, 2, 3, 4].map((sequence) => ({ sequence, kind: 'sign-in-failed', reasons: [] })),
    );
  });

  it('keeps and marks a gap, a broken chain, another signature and another tablet’s event', async () => {
    const first = await fail();
    await fail();
    const third = await fail();
    expect(await push([first, third])).toEqual({ upTo: 3 });
    const unchained = await tablet.signEvent({
      kind: 'sign-in-failed',
      userId: user.id,
      previous: 'x',
      at: now(),
    });
    const stranger = await TestDevice.make(server.url);
    const forged = await tablet.signEvent(
      { kind: 'sign-in-failed', userId: user.id, at: now() },
      stranger.keys,
    );
    const foreign = await tablet.signEvent({
      kind: 'sign-in-failed',
      userId: user.id,
      deviceId: owner.session.user.id,
    });
    expect(await push([unchained, forged, foreign])).toEqual({ upTo: 6 });
    expect((await stored()).map(({ kind, reasons }) => [kind, ...reasons])).toEqual([
      ['sign-in-failed'],
      ['sign-in-failed', 'gap'],
      ['sign-in-failed', 'broken-chain'],
      ['unreadable', 'bad-signature'],
      ['unreadable', 'bad-signature'],
    ]);
  });

  it('keeps a second event under a number that is taken, and marks it', async () => {
    const first = await fail();
    await push([first]);
    const other = await tablet.signEvent({
      kind: 'sign-in-failed',
      userId: user.id,
      sequence: 1,
      previous: '',
      at: now(),
    });
    expect(await push([other])).toEqual({ upTo: 1 });
    expect((await stored()).map(({ reasons }) => reasons)).toEqual([[], ['broken-chain']]);
  });

  it('marks events of a tablet whose clock is more than five minutes off, and gives its best estimate', async () => {
    for (const [off, reasons] of [
      [5 * minuteMs, []],
      [5 * minuteMs + 1, ['clock']],
      [-5 * minuteMs - 1, ['clock']],
    ] as const) {
      const event = await tablet.signEvent({
        kind: 'sign-in-failed',
        userId: user.id,
        at: now() + off - 1000,
        offset: -off,
      });
      await push([event], now() + off);
      expect((await stored()).at(-1)?.reasons).toEqual(reasons);
      const [row] = await rows.query(
        'select estimated_at from device_events where device_id = $1 order by position desc limit 1',
        [tablet.id],
      );
      expect(new Date(String(row?.estimated_at)).getTime()).toBe(now() - 1000);
    }
  });
});
