// The last try of a PIN, online: what tablets hold of it is taken away with it, and given back where it was right.
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { suggestPin, type User } from '../../src/contract/endpoints/users.ts';
import { HashingBusy } from '../../src/server/crypto/hashing.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addUser,
  freshUsername,
  type Member,
  openSession,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let rows: StoredRows;
let owner: Member;
let tablet: TestDevice;
let other: TestDevice;
let pin: string;
let user: User;
beforeAll(async () => {
  const database = await makeDatabase();
  server = await makeServer({ databaseUrl: database.url });
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
  await owner.client.succeed(updateOrganization, { body: { signInStyle: 'name-then-pin' } });
  return () => rows.close();
});

async function makeTablet(): Promise<TestDevice> {
  const made = await TestDevice.make(server.url);
  await made.authorize(owner.client, freshUsername());
  return made;
}

beforeEach(async () => {
  owner = { ...owner, client: await openSession(server, owner.session) };
  ({ pin } = await owner.client.succeed(suggestPin, {}));
  user = await addUser(owner.client, 'staff', { pin });
  [tablet, other] = [await makeTablet(), await makeTablet()];
  // Nine wrong ones came before, from other tablets.
  await rows.query('update users set pin_failures = 9 where id = $1', [user.id]);
});

const wrongPin = () => (pin === '730284' ? '730285' : '730284');
const readFailures = async () =>
  (await rows.query('select pin_failures from users where id = $1', [user.id]))[0]?.pin_failures;

it('takes the 10 bits off every tablet with the next pull, of which they are told', async () => {
  const stream = await other.openStream();
  const { cursor, puts } = await other.pull();
  expect(puts.users.find(({ id }) => id === user.id)?.verifier).not.toBeNull();
  const seen = stream.events.filter((name) => name === 'changed').length;
  expect((await tablet.signInWithPin(wrongPin(), user.id)).status).toBe(401);
  await stream.waitFor('changed', seen + 1);
  await stream.close();
  expect((await other.pull(cursor)).puts.users).toMatchObject([{ id: user.id, verifier: null }]);
  expect(await readFailures()).toBe(10);
});

it('gives them back where it was right', async () => {
  const before = await other.pull();
  const verifier = before.puts.users.find(({ id }) => id === user.id)?.verifier;
  expect((await tablet.signInWithPin(pin, user.id)).status).toBe(200);
  expect((await other.pull(before.cursor)).puts.users).toMatchObject([{ id: user.id, verifier }]);
  expect(await readFailures()).toBe(0);
});

it('gives them back where the server could not look at it', async () => {
  const before = await other.pull();
  const verifier = before.puts.users.find(({ id }) => id === user.id)?.verifier;
  const hash = vi.spyOn(server.context.hashing, 'hashPin').mockRejectedValue(new HashingBusy());
  await tablet.signInWithPin(pin, user.id);
  hash.mockRestore();
  expect((await other.pull(before.cursor)).puts.users).toMatchObject([{ id: user.id, verifier }]);
  expect(await readFailures()).toBe(9);
});

it('is one of many at once, and the right one among them leaves the roster as the server sees it', async () => {
  await rows.query('update users set pin_failures = 7 where id = $1', [user.id]);
  const tablets = await Promise.all(Array.from({ length: 6 }, makeTablet));
  await Promise.all(tablets.map((one, at) => one.signInWithPin(at === 1 ? pin : wrongPin(), user.id)));
  const { cursor } = await other.pull();
  const held = (await other.pull()).puts.users.find(({ id }) => id === user.id)?.verifier;
  expect(held === null).toBe((await readFailures()) === 10);
  expect((await other.pull(cursor)).puts.users).toEqual([]);
});
