// One organization that waits for its own locks: the others go on, and it is told in good time that it must wait.
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { signIn } from '../../src/contract/endpoints/password.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { openDatabase } from '../../src/server/database/database.ts';
import { lockRevision } from '../../src/server/domain/access/change.ts';
import { ApiClient } from './harness/api-client.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import { addOrganization, addUser, type Member, setUpOrganization } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const pin = '482917';

let server: TestServer;
let databaseUrl: string;
let quiet: Member;
let busy: Member;
let tablet: TestDevice;
beforeAll(async () => {
  databaseUrl = (await makeDatabase()).url;
  server = await makeServer({ databaseUrl, pace: { requests: 'request' } });
  quiet = await setUpOrganization(server);
  busy = await addOrganization(server, 'Southgate Bakery');
  await addUser(quiet.client, 'staff', { pin });
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(quiet.client, 'Counter 1');
});

/** Does work while somebody else, another process say, holds the lock of an organization. */
async function whileLocked<T>({ session }: Member, work: () => Promise<T>): Promise<T> {
  const other = openDatabase(databaseUrl, () => undefined, null, 'tool');
  try {
    return await other.inOrganization(session.organization.id, async (tx) => {
      await lockRevision(tx, session.organization.id);
      return work();
    });
  } finally {
    await other.close();
  }
}

const rename = ({ client }: Member, autoLockSeconds: number) =>
  client.call(updateOrganization, { body: { autoLockSeconds } });

describe('while the lock of one organization is held', () => {
  it('lets taps, sign-ins and look-ups of another one through at once, and tells the one that it is busy', async () => {
    const times: number[] = [];
    const answers = await whileLocked(busy, async () => {
      const waiting = Array.from({ length: 60 }, (_, at) => rename(busy, 60 + at));
      for (let round = 0; round < 5; round += 1) {
        const started = performance.now();
        expect((await tablet.signInWithPin(pin)).status).toBe(200);
        await quiet.client.succeed(getSession, {});
        const stranger = new ApiClient(server.url);
        const body = { email: `nobody-${round}@northgate.example`, password: 'this is not the password' };
        expect((await stranger.call(signIn, { body })).status).toBe(401);
        expect((await rename(quiet, 90)).status).toBe(200);
        times.push(performance.now() - started);
      }
      return Promise.all(waiting);
    });
    expect(Math.max(...times)).toBeLessThan(9_000);
    for (const { status, body, headers } of answers) {
      expect(status).toBe(503);
      expect(body).toMatchObject({ code: 'busy' });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await rename(busy, 120)).status).toBe(200);
  }, 90_000);
});

describe('a transaction of a request', () => {
  const settings = (url: string, patience: 'request' | 'tool') => {
    const database = openDatabase(url, () => undefined, null, patience);
    const names = ['lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout'];
    return database
      .acrossOrganizations(async (tx) => {
        const { rows } = await tx.execute<{ name: string; setting: string }>(
          sql`select name, setting::int as setting from pg_settings where name = any (${sql.param(names)}) order by name`,
        );
        return rows.map(({ setting }) => setting);
      })
      .finally(() => database.close());
  };

  it('waits for nothing for ever', async () => {
    expect(await settings(databaseUrl, 'request')).toEqual([10_000, 3_000, 10_000]);
  });

  it('of a backup, a restore or a migration takes what it needs', async () => {
    expect(await settings(databaseUrl, 'tool')).toEqual([0, 0, 0]);
  });
});

it('gives a connection back whatever becomes of those who wait for one', async () => {
  const database = openDatabase(databaseUrl, () => undefined);
  const { id } = quiet.session.organization;
  const gate = Promise.withResolvers<void>();
  const held = Array.from({ length: 7 }, () => database.inOrganization(id, () => gate.promise));
  const late = await Promise.allSettled([
    database.inOrganization(id, async () => 'late'),
    database.inOrganization(busy.session.organization.id, async () => 'other'),
  ]);
  expect(late.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  gate.resolve();
  await Promise.all(held);
  expect(await database.inOrganization(id, async () => 'again')).toBe('again');
  await database.close();
});

it('closes in good time, whatever is still in the middle of something', async () => {
  const database = openDatabase(databaseUrl, () => undefined);
  const work = database.acrossOrganizations((tx) => tx.execute(sql`select pg_sleep(9)`));
  const failed = expect(work).rejects.toThrow();
  await database.acrossOrganizations((tx) => tx.execute(sql`select 1`));
  const started = performance.now();
  await database.close();
  expect(performance.now() - started).toBeLessThan(4_000);
  await failed;
});

it('stops in ten seconds while changes wait for a lock that somebody holds', async () => {
  const stopping = await makeServer({ databaseUrl, pace: { requests: 'request' } });
  const client = new ApiClient(stopping.url);
  for (const [name, value] of busy.client.cookies) client.cookies.set(name, value);
  const ms = await whileLocked(busy, async () => {
    const waiting = Array.from({ length: 20 }, (_, at) =>
      client.call(updateOrganization, { body: { autoLockSeconds: 60 + at } }).catch(() => null),
    );
    // They are at the lock once others of them are told to wait.
    await Promise.race(waiting);
    const again = Array.from({ length: 20 }, () =>
      client.call(updateOrganization, { body: { autoLockSeconds: 60 } }).catch(() => null),
    );
    const started = performance.now();
    await stopping.stop();
    await Promise.all([...waiting, ...again]);
    return performance.now() - started;
  });
  expect(ms).toBeLessThan(10_000);
}, 90_000);
