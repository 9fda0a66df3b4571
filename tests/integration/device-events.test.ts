// The events that a tablet noted: taken once and in order, and marked where their chain, number or clock is in doubt.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { suggestPin, type User } from '../../src/contract/endpoints/users.ts';
import { noteSignIn, readNotes, sendNotes } from './harness/note-offline.ts';
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

const signInOffline = (changes: Parameters<typeof noteSignIn>[3] = {}, typed = pin) =>
  noteSignIn({ server, tablet }, changes.userId ?? user.id, typed, changes);
const fail = (userId = user.id) => tablet.signEvent({ kind: 'sign-in-failed', userId, at: now() });
const push = (events: SentEvent[], at = now()) => sendNotes({ server, tablet }, events, at);
const stored = () => readNotes(rows, tablet);

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
