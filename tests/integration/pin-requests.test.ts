// Requests for a new PIN: who can ask for whom, who sees and answers them, and with what.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  answerPinRequest,
  dismissPinRequest,
  listPinRequests,
  requestPin,
} from '../../src/contract/endpoints/pin-requests.ts';
import { createRole } from '../../src/contract/endpoints/roles.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { createUser, getUser, type User, updateUser } from '../../src/contract/endpoints/users.ts';
import { type ApiClient, codeOf } from './harness/api-client.ts';
import { drawPin } from './harness/good-pin-requests.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addOrganization,
  addUnit,
  addUser,
  freshUsername,
  givePassword,
  limitToUnits,
  type Member,
  openSession,
  setUpOrganization,
  testPassword,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let rows: StoredRows;
let owner: Member;
let tablet: TestDevice;
beforeAll(async () => {
  const database = await makeDatabase();
  server = await makeServer({ databaseUrl: database.url });
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, 'Counter 1');
  return () => rows.close();
});

const ask = (userId: string) => tablet.callRaw(requestPin, { body: { userId } });
const listFor = async (client: ApiClient) => (await client.succeed(listPinRequests, {})).requests;
/** Somebody who asked at the tablet. */
async function makeAsker(
  role: 'staff' | 'owner' = 'staff',
): Promise<{ user: User; pin: string; requestId: string }> {
  await rows.query('delete from attempt_limits');
  const pin = drawPin();
  const user = await addUser(owner.client, role, { pin });
  expect((await ask(user.id)).status).toBe(204);
  const request = (await listFor(owner.client)).find((one) => one.user.id === user.id);
  return { user, pin, requestId: request?.id ?? '' };
}
/** A manager who is signed in at a tablet of their own. */
async function seatManager(): Promise<{ manager: User; counter: TestDevice }> {
  const pin = drawPin();
  const manager = await addUser(owner.client, 'manager', { pin });
  const counter = await TestDevice.make(server.url);
  await counter.authorize(owner.client, freshUsername());
  await counter.signInWithPin(pin);
  return { manager, counter };
}
const answer = (client: ApiClient, requestId: string, password?: string) =>
  client.callRaw(answerPinRequest, { params: { requestId }, body: password ? { password } : {} });

describe('a request', () => {
  it('is open once for a user, however often it is made, and is told with who, where and since when', async () => {
    const { user } = await makeAsker();
    const answers = await Promise.all([1, 2, 3].map(() => ask(user.id)));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    const mine = (await listFor(owner.client)).filter((one) => one.user.id === user.id);
    expect(mine).toMatchObject([
      { user: { name: user.name }, device: { name: 'Counter 1' }, answerable: true },
    ]);
    const [made] = await rows.query(
      `select count(*)::int as count from audit_events where action = 'pin-request.made' and subject_id = $1`,
      [user.id],
    );
    expect(made).toEqual({ count: 1 });
  });

  it('is over once the user is suspended or loses the PIN, and waits unseen while their partner is suspended', async () => {
    const turn = async ({ id }: User, change: object) => {
      const { revision } = await owner.client.succeed(getUser, { params: { userId: id } });
      await owner.client.succeed(updateUser, { params: { userId: id }, body: { revision, ...change } });
    };
    const isListed = async ({ id }: User) =>
      (await listFor(owner.client)).some(({ user }) => user.id === id) ||
      (await owner.client.succeed(getUser, { params: { userId: id } })).pinRequestedAt !== null;
    const [suspended, without, theirs] = [await makeAsker(), await makeAsker(), await makeAsker()];
    expect(await isListed(suspended.user)).toBe(true);
    await turn(suspended.user, { state: 'suspended' });
    expect(await isListed(suspended.user)).toBe(false);
    await turn(suspended.user, { state: 'active' });
    expect(await isListed(suspended.user)).toBe(false);
    await turn(without.user, { pin: null, withoutWayIn: true });
    expect(await isListed(without.user)).toBe(false);
    await rows.query('update users set partner_suspended = true where id = $1', [theirs.user.id]);
    expect(await isListed(theirs.user)).toBe(false);
    expect(codeOf(await answer(owner.client, theirs.requestId))).toBe('not_found');
    await rows.query('update users set partner_suspended = false where id = $1', [theirs.user.id]);
    expect(await isListed(theirs.user)).toBe(true);
  });

  it('is made for nobody who could not sign in on that tablet', async () => {
    const { id: organizationId } = owner.session.organization;
    const elsewhere = await addUser(owner.client, 'staff', { pin: drawPin() });
    await limitToUnits(server, organizationId, elsewhere.id, [await addUnit(server, organizationId, 'Far')]);
    const withoutPin = await addMember(server, owner.client, 'staff');
    const suspended = await addUser(owner.client, 'staff', { pin: drawPin() });
    const body = { revision: suspended.revision, state: 'suspended' as const };
    await owner.client.succeed(updateUser, { params: { userId: suspended.id }, body });
    const stranger = await addOrganization(server, 'Elsewhere');
    for (const id of [
      elsewhere.id,
      withoutPin.user.id,
      suspended.id,
      stranger.session.user.id,
      crypto.randomUUID(),
    ]) {
      expect(codeOf(await ask(id))).toBe('not_found');
    }
  });

  it('is made at most ten times an hour at a tablet', async () => {
    const { user } = await makeAsker();
    await rows.query('delete from attempt_limits');
    for (let count = 0; count < 10; count += 1) expect((await ask(user.id)).status).toBe(204);
    expect(codeOf(await ask(user.id))).toBe('too_many_attempts');
  });

  it('is seen, and answered, by those alone who see the user', async () => {
    const { id: organizationId } = owner.session.organization;
    const unitId = await addUnit(server, organizationId, 'Oven');
    const limited = await addMember(server, owner.client, 'manager');
    await limitToUnits(server, organizationId, limited.user.id, [unitId]);
    const { requestId } = await makeAsker();
    expect(await listFor(limited.client)).toEqual([]);
    for (const refused of [
      await answer(limited.client, requestId),
      await limited.client.callRaw(dismissPinRequest, { params: { requestId } }),
    ]) {
      expect(codeOf(refused)).toBe('not_found');
    }
    const staff = await addMember(server, owner.client, 'staff');
    expect((await staff.client.refuse(listPinRequests, {})).code).toBe('permission_missing');
  });

  it('of somebody who may do more is seen and can’t be answered', async () => {
    const { requestId } = await makeAsker('owner');
    const manager = await addMember(server, owner.client, 'manager');
    const seen = (await listFor(manager.client)).find(({ id }) => id === requestId);
    expect(seen?.answerable).toBe(false);
    expect(codeOf(await answer(manager.client, requestId))).toBe('above_you');
  });

  it('that is dismissed is gone, and the PIN stays', async () => {
    const { requestId, pin } = await makeAsker();
    await owner.client.succeed(dismissPinRequest, { params: { requestId } });
    expect(codeOf(await answer(owner.client, requestId))).toBe('not_found');
    expect((await tablet.signInWithPin(pin)).status).toBe(200);
    expect((await tablet.succeed(getSession, {})).mustChange).toBeNull();
  });
});

describe('an answer', () => {
  it('gives a temporary PIN once; the one before and its sessions end', async () => {
    const { user, pin, requestId } = await makeAsker();
    await tablet.signInWithPin(pin);
    const given = await owner.client.succeed(answerPinRequest, { params: { requestId }, body: {} });
    expect(given.user).toEqual({ id: user.id, name: user.name });
    expect((await tablet.refuse(getSession, {})).code).toBe('not_signed_in');
    expect((await tablet.signInWithPin(pin)).status).toBe(401);
    expect((await tablet.signInWithPin(given.pin)).status).toBe(200);
    expect((await tablet.succeed(getSession, {})).mustChange).toBe('pin');
    expect((await owner.client.succeed(getUser, { params: { userId: user.id } })).pinRequestedAt).toBeNull();
    expect(server.logLines.join('\n')).not.toContain(given.pin);
    const told = await rows.query(
      `select 1 from audit_events where audit_events::text like '%' || $1 || '%'`,
      [given.pin],
    );
    expect(told).toEqual([]);
  });

  it('is given by one of two who answer at once', async () => {
    const { requestId } = await makeAsker();
    const second = await openSession(server, owner.session);
    const answers = await Promise.all([answer(owner.client, requestId), answer(second, requestId)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404]);
  });

  it('takes a password entered in the last five minutes from an account', async () => {
    const { requestId } = await makeAsker();
    const late = await openSession(server, owner.session);
    server.clock.advance(5 * 60_000);
    expect(codeOf(await answer(late, requestId, testPassword))).toBe('step_up_required');
    const now = await openSession(server, owner.session);
    expect((await answer(now, requestId)).status).toBe(200);
    for (const [name, value] of now.cookies) owner.client.cookies.set(name, value);
  });

  it('takes the password at a tablet each time, where a PIN alone is not enough', async () => {
    const { requestId } = await makeAsker();
    const { manager, counter } = await seatManager();
    expect(codeOf(await answer(counter, requestId, testPassword))).toBe('assurance_too_low');
    await givePassword(server, manager.id);
    expect(codeOf(await answer(counter, requestId))).toBe('validation_failed');
    expect(codeOf(await answer(counter, requestId, 'not the right one'))).toBe('wrong_password');
    expect((await answer(counter, requestId, testPassword)).status).toBe(200);
    const { requestId: another } = await makeAsker();
    expect(codeOf(await answer(counter, another))).toBe('validation_failed');
  });

  it('is refused after ten wrong passwords at a tablet, the right one too', async () => {
    const { requestId } = await makeAsker();
    const { manager, counter } = await seatManager();
    await givePassword(server, manager.id);
    const codes = [];
    for (let tries = 0; tries < 10; tries += 1) {
      codes.push(codeOf(await answer(counter, requestId, `wrong password ${tries}`)));
    }
    expect(new Set(codes)).toEqual(new Set(['wrong_password']));
    expect(codeOf(await answer(counter, requestId, testPassword))).toBe('too_many_attempts');
  });

  it('takes only the permission for it, without the right to manage users', async () => {
    const { requestId } = await makeAsker();
    const permissions = ['tablet:use', 'pins:answer'] as const;
    const { role } = await owner.client
      .succeed(createRole, {
        body: { name: 'Shift lead', permissions: [...permissions] },
      })
      .then((role) => ({ role }));
    const pin = drawPin();
    const body = { username: freshUsername(), roleId: role.id, pin };
    const lead = await owner.client.succeed(createUser, { body });
    await givePassword(server, lead.id);
    const counter = await TestDevice.make(server.url);
    await counter.authorize(owner.client, freshUsername());
    await counter.signInWithPin(pin);
    expect((await answer(counter, requestId, testPassword)).status).toBe(200);
  });
});
