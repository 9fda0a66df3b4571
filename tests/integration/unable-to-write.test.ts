// A server whose database can be reached and can't write: it says so, judges nobody, and is whole again by itself.
import { beforeAll, expect, it } from 'vitest';
import { passwordTries, signIn } from '../../src/contract/endpoints/password.ts';
import { suggestPin } from '../../src/contract/endpoints/users.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
import { TestDevice } from './harness/test-device.ts';
import { addUser, type Member, setUpOrganization, testPassword } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let rows: StoredRows;
let owner: Member;
let tablet: TestDevice;
let pin: string;
beforeAll(async () => {
  const database = await makeDatabase();
  server = await makeServer({ databaseUrl: database.url });
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
  ({ pin } = await owner.client.succeed(suggestPin, {}));
  await addUser(owner.client, 'staff', { pin });
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, 'Counter 1');
  return () => rows.close();
});

const isReady = async () => (await new ApiClient(server.url).send('/api/ready')).status === 200;
const readTries = async () =>
  (await rows.query('select pin_failures, pin_paused_until from devices where id = $1', [tablet.id]))[0];
const noTries = { pin_failures: 0, pin_paused_until: null };

/** Lets the rows of a table be refused as PostgreSQL refuses them when its disk is full. */
async function fillDisk(table: string): Promise<() => Promise<void>> {
  await rows.query(`create or replace function no_room() returns trigger language plpgsql as $$
    begin raise exception 'could not extend file' using errcode = '53100'; end $$`);
  await rows.query(
    `create trigger no_room before insert on ${table} for each row execute function no_room()`,
  );
  return async () => {
    await rows.query(`drop trigger no_room on ${table}`);
  };
}

/** Makes the database read-only, as one is that a failover left behind, for all connections. */
async function makeReadOnly(readOnly: 'on' | 'off'): Promise<void> {
  const [{ name } = {}] = await rows.query('select current_database() as name');
  await rows.query(`alter database "${name}" set default_transaction_read_only = ${readOnly}`);
  await rows.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
}

it('counts no right PIN as wrong while the session can’t be written, however often it is tapped', async () => {
  const freeDisk = await fillDisk('pin_sessions');
  for (let tap = 0; tap < 12; tap += 1) {
    const answer = await tablet.signInWithPin(pin);
    expect([answer.status, codeOf(answer)]).toEqual([503, 'unavailable']);
  }
  expect(await readTries()).toEqual(noTries);
  // A look at one small row may go well all the same, so what failed counts.
  expect(await isReady()).toBe(false);
  await freeDisk();
  expect((await tablet.signInWithPin(pin)).status).toBe(200);
  await expect.poll(isReady, { timeout: 20_000, interval: 200 }).toBe(true);
});

it('gives a password back that it could not judge', async () => {
  const body = { email: 'olive@northgate.example', password: testPassword };
  const freeDisk = await fillDisk('account_sessions');
  const { points } = passwordTries;
  for (let time = 0; time < points + 2; time += 1) {
    expect(codeOf(await new ApiClient(server.url).call(signIn, { body }))).toBe('unavailable');
  }
  await freeDisk();
  expect((await new ApiClient(server.url).call(signIn, { body })).status).toBe(200);
});

it('is not ready while the database is read-only, judges nobody, and is back by itself', async () => {
  await expect.poll(isReady, { timeout: 20_000, interval: 200 }).toBe(true);
  await makeReadOnly('on');
  await expect.poll(isReady, { timeout: 20_000, interval: 200 }).toBe(false);
  expect((await new ApiClient(server.url).send('/api/health')).status).toBe(200);
  for (let tap = 0; tap < 7; tap += 1) {
    const answer = await tablet.signInWithPin(pin);
    expect([answer.status, codeOf(answer)]).toEqual([503, 'unavailable']);
  }
  await makeReadOnly('off');
  await expect.poll(isReady, { timeout: 20_000, interval: 200 }).toBe(true);
  expect(await readTries()).toEqual(noTries);
  expect((await tablet.signInWithPin(pin)).status).toBe(200);
});
