// What the server finds when it checks again who signed in on a tablet that it did not hear.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pullChanges } from '../../src/contract/endpoints/device.ts';
import { revokeDevice } from '../../src/contract/endpoints/devices.ts';
import { getUser, suggestPin, type User, updateUser } from '../../src/contract/endpoints/users.ts';
import { noteSignIn, readNotes, sealProof, sendNotes } from './harness/note-offline.ts';
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

const seal = (proof: { eventId: string; userId: string; deviceId?: string }) =>
  sealProof({ server, tablet }, pin, proof);
const signInOffline = (changes: Parameters<typeof noteSignIn>[3] = {}, typed = pin) =>
  noteSignIn({ server, tablet }, changes.userId ?? user.id, typed, changes);
const fail = (userId = user.id) => tablet.signEvent({ kind: 'sign-in-failed', userId, at: now() });
const push = (events: SentEvent[]) => sendNotes({ server, tablet }, events);
const stored = () => readNotes(rows, tablet);

describe('the check at the sync', () => {
  it('finds nothing wrong with the right PIN of somebody who may', async () => {
    const sessionId = crypto.randomUUID();
    const start = await signInOffline({ sessionId });
    server.clock.advance(minuteMs);
    const end = await tablet.signEvent({
      kind: 'session-ended',
      userId: user.id,
      sessionId,
      reason: 'locked',
      at: now(),
    });
    await push([start, end]);
    expect((await stored()).map(({ reasons }) => reasons)).toEqual([[], []]);
    expect(await owner.client.succeed(getUser, { params: { userId: user.id } })).toMatchObject({
      pinDisabled: false,
    });
  });

  it('marks a wrong proof with all of its session, and counts it as a failed guess', async () => {
    const sessionId = crypto.randomUUID();
    const start = await signInOffline({ sessionId }, '730284');
    const end = await tablet.signEvent({
      kind: 'session-ended',
      userId: user.id,
      sessionId,
      reason: 'idle',
      at: now(),
    });
    await push([start, end]);
    expect((await stored()).map(({ reasons }) => reasons)).toEqual([['wrong-proof'], ['wrong-proof']]);
    const [row] = await rows.query('select pin_failures from users where id = $1', [user.id]);
    expect(row?.pin_failures).toBe(1);
  });

  it('marks a proof that was made for another event, user or tablet, or sealed to another key', async () => {
    const other = { eventId: crypto.randomUUID(), userId: user.id };
    const id = crypto.randomUUID();
    for (const proof of [
      await seal(other),
      await seal({ eventId: id, userId: owner.session.user.id }),
      await seal({ eventId: id, userId: user.id, deviceId: crypto.randomUUID() }),
      'not.a.proof',
    ]) {
      await push([await signInOffline({ id: crypto.randomUUID(), proof })]);
      expect((await stored()).at(-1)?.reasons).toEqual(['unreadable-proof']);
    }
  });

  it('tells a PIN that was replaced from one that was guessed', async () => {
    const changed = await addUser(owner.client, 'staff', { pin: '915027' });
    const rosterAt = now();
    const event = await signInOffline({ userId: changed.id, rosterAt }, '915027');
    server.clock.advance(1000);
    const { revision } = await owner.client.succeed(getUser, { params: { userId: changed.id } });
    await owner.client.succeed(updateUser, {
      params: { userId: changed.id },
      body: { revision, pin: '482913' },
    });
    await push([event]);
    expect((await stored()).at(-1)?.reasons).toEqual(['changed-pin']);
    await push([await signInOffline({ userId: changed.id, rosterAt: now() + 1 }, '915027')]);
    expect((await stored()).at(-1)?.reasons).toEqual(['wrong-proof']);
  });

  it('marks what somebody did whose rights were taken away meanwhile, and what came after the lease', async () => {
    const left = await addUser(owner.client, 'staff', { pin: '602915' });
    const event = await signInOffline({ userId: left.id }, '602915');
    await owner.client.succeed(updateUser, {
      params: { userId: left.id },
      body: { revision: left.revision, state: 'suspended' },
    });
    await push([event]);
    expect((await stored()).at(-1)?.reasons).toEqual(['not-allowed']);
    await push([await signInOffline({ leaseUntil: now() - 1 })]);
    expect((await stored()).at(-1)?.reasons).toEqual(['after-lease']);
    await push([await signInOffline({ userId: crypto.randomUUID() })]);
    expect((await stored()).at(-1)?.reasons).toEqual(['not-allowed']);
  });

  it('marks somebody who is on two tablets at once', async () => {
    const other = await TestDevice.make(server.url);
    await other.authorize(owner.client, freshUsername());
    expect((await other.signInWithPin(pin)).status).toBe(200);
    server.clock.advance(minuteMs);
    await push([await signInOffline()]);
    expect((await stored()).at(-1)?.reasons).toEqual(['two-places']);
  });

  it('takes the events of a revoked tablet, and marks those that were made afterwards', async () => {
    const before = await signInOffline();
    server.clock.advance(minuteMs);
    const after = await signInOffline();
    await owner.client.succeed(revokeDevice, { params: { deviceId: tablet.id }, body: {} });
    server.clock.advance(minuteMs);
    const late = await fail();
    expect((await tablet.call(pullChanges, {})).status).toBe(401);
    expect(await push([before, after, late])).toEqual({ upTo: 3 });
    expect((await stored()).map(({ reasons }) => reasons)).toEqual([
      ['not-checked'],
      ['not-checked'],
      ['after-revocation'],
    ]);
  });

  it('pauses the tablet after wrong PINs of more than three users', async () => {
    const people = await Promise.all(
      ['204817', '318264', '571930', '826415'].map((one) => addUser(owner.client, 'staff', { pin: one })),
    );
    const paused = async () => (await tablet.pull()).policy.pausedUntil;
    const failures = [];
    for (const { id } of people) failures.push(await fail(id));
    await push(failures.slice(0, 3));
    expect(await paused()).toBeNull();
    await push(failures);
    expect(await paused()).not.toBeNull();
  });

  it('counts wrong PINs offline until the PIN is disabled, as those online', async () => {
    const guessed = await addUser(owner.client, 'staff', { pin: '357082' });
    const failures = [];
    // Another tablet has seen five: one alone is believed no more.
    await rows.query('update users set pin_failures = 5 where id = $1', [guessed.id]);
    for (let at = 0; at < 5; at += 1) failures.push(await fail(guessed.id));
    await push(failures.slice(0, 4));
    const read = () => owner.client.succeed(getUser, { params: { userId: guessed.id } });
    expect(await read()).toMatchObject({ pinDisabled: false });
    const { cursor } = await tablet.pull();
    await push(failures);
    expect(await read()).toMatchObject({ pinDisabled: true });
    // A PIN that is used up is none for signing in offline: every tablet hears of it.
    expect((await tablet.pull(cursor)).puts.users).toMatchObject([{ id: guessed.id, verifier: null }]);
  });
});
