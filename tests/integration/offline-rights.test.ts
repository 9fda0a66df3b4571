// Rights, checked again at the sync: what a tablet let happen is looked at where it may not, or no longer, and whose tries count.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { revokeDevice } from '../../src/contract/endpoints/devices.ts';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { giveTemporaryPin, suggestPin, type User } from '../../src/contract/endpoints/users.ts';
import { noteSignIn, sendNotes } from './harness/note-offline.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
import { type SentEvent, TestDevice } from './harness/test-device.ts';
import {
  addUnit,
  addUser,
  freshUsername,
  limitToUnits,
  type Member,
  openSession,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const wrongPin = '730284';

let server: TestServer;
let rows: StoredRows;
let owner: Member;
let tablet: TestDevice;
let pin: string;
let user: User;
beforeAll(async () => {
  const database = await makeDatabase();
  server = await makeServer({ databaseUrl: database.url });
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
  return () => rows.close();
});
beforeEach(async () => {
  owner = { ...owner, client: await openSession(server, owner.session) };
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, freshUsername());
  ({ pin } = await owner.client.succeed(suggestPin, {}));
  user = await addUser(owner.client, 'staff', { pin });
});

const now = () => server.clock.now.getTime();
const push = (events: SentEvent[]) => sendNotes({ server, tablet }, events);
const signIn = (userId = user.id, typed = pin, proof = {}) =>
  noteSignIn({ server, tablet }, userId, typed, proof);
const fail = (userId = user.id) => tablet.signEvent({ kind: 'sign-in-failed', userId, at: now() });
async function readReasons(): Promise<unknown[]> {
  const stored = await rows.query(
    'select reasons from device_events where device_id = $1 order by position',
    [tablet.id],
  );
  return stored.map(({ reasons }) => reasons);
}
const readFailures = async (userId = user.id) =>
  (await rows.query('select pin_failures from users where id = $1', [userId]))[0]?.pin_failures;
const setRole = (builtIn: string) =>
  rows.query(
    `update users set role_id = (select id from roles where organization_id = users.organization_id and built_in = $2) where id = $1`,
    [user.id, builtIn],
  );
const setOfflineSignIn = (offlineSignIn: boolean) =>
  owner.client.succeed(updateOrganization, { body: { offlineSignIn } });

describe('a sign-in without the server waits for somebody who looks', () => {
  it('where the user has become an admin', async () => {
    const event = await signIn();
    await setRole('admin');
    await push([event]);
    expect(await readReasons()).toEqual([['not-allowed']]);
  });

  it('where the organization wants none any more', async () => {
    const event = await signIn();
    await setOfflineSignIn(false);
    await push([event]);
    await setOfflineSignIn(true);
    expect(await readReasons()).toEqual([['not-allowed']]);
  });

  it('where wrong tries had used the PIN up', async () => {
    const failures = [];
    // Another tablet has seen five: one alone is believed no more.
    await rows.query('update users set pin_failures = 5 where id = $1', [user.id]);
    for (let at = 0; at < 5; at += 1) failures.push(await fail());
    await push([...failures, await signIn()]);
    expect((await readReasons()).at(-1)).toEqual(['not-allowed', 'not-checked']);
  });

  it('where the PIN is one to change, but not since the revocation of that very tablet asks for it', async () => {
    const event = await signIn();
    server.clock.advance(1000);
    await owner.client.succeed(giveTemporaryPin, { params: { userId: user.id } });
    await push([event]);
    expect(await readReasons()).toEqual([['not-allowed', 'changed-pin']]);
    const { pin: other } = await owner.client.succeed(suggestPin, {});
    const fine = await signIn((await addUser(owner.client, 'staff', { pin: other })).id, other);
    server.clock.advance(1000);
    await owner.client.succeed(revokeDevice, { params: { deviceId: tablet.id }, body: {} });
    await push([fine]);
    expect((await readReasons()).at(-1)).toEqual(['not-checked']);
  });
});

describe('a failed guess uses up no try', () => {
  it('of users who can’t sign in on that tablet: of other units, admins, and those who are not there', async () => {
    const elsewhere = await addUser(owner.client, 'staff', { pin: '482915' });
    const unit = await addUnit(server, owner.session.organization.id, freshUsername());
    await limitToUnits(server, owner.session.organization.id, elsewhere.id, [unit]);
    await setRole('admin');
    await push([
      await fail(elsewhere.id),
      await fail(),
      await fail(crypto.randomUUID()),
      await signIn(elsewhere.id, wrongPin),
      await signIn(user.id, wrongPin, { proof: 'not.a.proof' }),
    ]);
    expect(await readReasons()).toEqual([
      ['not-allowed'],
      ['not-allowed'],
      ['not-allowed'],
      ['not-allowed', 'wrong-proof'],
      ['not-allowed', 'unreadable-proof'],
    ]);
    expect([await readFailures(elsewhere.id), await readFailures()]).toEqual([0, 0]);
  });

  it('where a revoked tablet sends it, whatever time it names', async () => {
    const events = [
      await fail(),
      await signIn(user.id, wrongPin),
      await signIn(user.id, pin, { proof: 'x' }),
    ];
    server.clock.advance(1000);
    await owner.client.succeed(revokeDevice, { params: { deviceId: tablet.id }, body: {} });
    server.clock.advance(1000);
    await push([...events, await fail()]);
    expect(await readReasons()).toEqual([[], ['not-checked'], ['not-checked'], ['after-revocation']]);
    expect(await readFailures()).toBe(0);
  });
});
