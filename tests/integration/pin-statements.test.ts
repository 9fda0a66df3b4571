// A PIN sign-in in the database: how few round trips it takes, and each branch of the functions that it is made of.
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { suggestPin, type User } from '../../src/contract/endpoints/users.ts';
import {
  failuresADay,
  failuresBeforePause,
  pauseSeconds,
  pinFailuresMost,
  triesOnOneDevice,
} from '../../src/contract/pin-tries.ts';
import { dayMs } from '../../src/server/day.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addOrganization,
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
let organizationId: string;
let tablet: TestDevice;
let deviceId: string;
let pin: string;
let user: User;
beforeAll(async () => {
  const database = await makeDatabase();
  server = await makeServer({ databaseUrl: database.url });
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
});
afterAll(() => rows?.close());
beforeEach(async () => {
  owner = { ...owner, client: await openSession(server, owner.session) };
  ({ pin } = await owner.client.succeed(suggestPin, {}));
  user = await addUser(owner.client, 'staff', { pin });
  tablet = await TestDevice.make(server.url);
  ({ id: deviceId } = await tablet.authorize(owner.client, freshUsername()));
});

const one = async (text: string, values: unknown[] = []) => (await rows.query(text, values))[0] ?? {};
const readDevice = () =>
  one(
    `select pin_failures, pin_day_failures, pin_paused_until, pin_day_started_at, guess_level, guess_level_at
     from devices where id = $1`,
    [deviceId],
  );
const readUser = () =>
  one('select pin_failures, last_sign_in_at, revision::int from users where id = $1', [user.id]);
const readTries = () =>
  one('select failures, failed_at, came_in_at from device_tries where device_id = $1 and user_id = $2', [
    deviceId,
    user.id,
  ]);
const readRevision = async () =>
  (await one('select revision::int from organizations where id = $1', [organizationId])).revision;
const readEvents = async () =>
  (
    await rows.query(
      `select action, actor_id, actor_name, detail from audit_events where device_id = $1 and action like 'pin.%' order by position`,
      [deviceId],
    )
  ).map(({ action, actor_id, actor_name, detail }) => [action, actor_id, actor_name, detail]);
const readAll = async () => [
  await readDevice(),
  await readUser(),
  await readTries(),
  await readEvents(),
  await rows.query('select user_id from pin_sessions where device_id = $1', [deviceId]),
];
const setDevice = (what: string, values: unknown[] = []) =>
  rows.query(`update devices set ${what} where id = '${deviceId}'`, values);
const setUser = (what: string) => rows.query(`update users set ${what} where id = $1`, [user.id]);

describe('in few round trips', () => {
  async function countStatements(work: () => Promise<void>): Promise<string[]> {
    const sent: string[] = [];
    const query = vi.spyOn(pg.Client.prototype, 'query');
    await work();
    for (const [statement] of query.mock.calls as unknown[][]) {
      const text =
        typeof statement === 'object' && statement !== null && 'text' in statement
          ? String(statement.text)
          : String(statement);
      // What goes on beside it.
      if (!/pgboss|audit_tail|pg_notify/.test(text)) sent.push(text);
    }
    query.mockRestore();
    return sent;
  }

  const looks = (statements: readonly string[]) =>
    statements.map((text) => /floorkey_\w+_pin_\w+|used_proofs|"users"/.exec(text)?.[0] ?? text);

  it.each(['pin', 'name-then-pin'] as const)('takes four for a right PIN (%s)', async (signInStyle) => {
    await owner.client.succeed(updateOrganization, { body: { signInStyle } });
    expect((await tablet.signInWithPin(pin, user.id)).status).toBe(200);
    const statements = await countStatements(async () => {
      expect((await tablet.signInWithPin(pin, user.id)).status).toBe(200);
    });
    expect(looks(statements)).toEqual([
      'used_proofs',
      'floorkey_count_pin_try',
      '"users"',
      'floorkey_open_pin_session',
    ]);
    await owner.client.succeed(updateOrganization, { body: { signInStyle: 'pin' } });
  });

  it('counts the try in a commit of its own, before it looks whose PIN it is', async () => {
    const statements = looks(
      await countStatements(async () => {
        expect((await tablet.signInWithPin('730284')).status).toBe(401);
      }),
    );
    expect(statements.slice(0, 3)).toEqual(['used_proofs', 'floorkey_count_pin_try', '"users"']);
  });
});

describe('as a try is counted', () => {
  type Counted = { counted: boolean; failures: number | null; pausedUntil: Date | null };
  const count = (usr: string | null, { mayChange = false, at = server.clock.now } = {}) =>
    server.context.database.call<Counted>('floorkey_count_pin_try', [
      ...([organizationId, deviceId, usr, at, failuresBeforePause, pauseSeconds] as const),
      ...[failuresADay, pinFailuresMost, triesOnOneDevice, mayChange],
    ]);
  const in_ = (seconds: number) => new Date(server.clock.now.getTime() + seconds * 1000);

  it.each([
    [0, null],
    [3, null],
    [4, 30],
    [5, 60],
    [8, 900],
    [50, 900],
  ])('after %i wrong ones in a row brings a pause of %o seconds', async (before, seconds) => {
    await setDevice(`pin_failures = ${before}`);
    expect(await count(null)).toEqual({
      counted: true,
      failures: before + 1,
      pausedUntil: seconds && in_(seconds),
    });
    expect(await readDevice()).toMatchObject({ pin_failures: before + 1, pin_day_failures: 1 });
  });

  it('brings the longest pause after too many in a day, and begins a new day after it', async () => {
    await setDevice('pin_day_failures = $1, pin_day_started_at = $2', [failuresADay - 1, server.clock.now]);
    expect(await count(null)).toMatchObject({ pausedUntil: in_(900) });
    await setDevice('pin_paused_until = null');
    expect(await count(null, { at: new Date(server.clock.now.getTime() + dayMs) })).toMatchObject({
      pausedUntil: null,
    });
    expect(await readDevice()).toMatchObject({ pin_day_failures: 1 });
  });

  it('counts nothing while the device pauses, and says until when', async () => {
    await setDevice('pin_paused_until = $1', [in_(5)]);
    const before = await readAll();
    expect(await count(user.id)).toMatchObject({ counted: false, pausedUntil: in_(5) });
    expect(await readAll()).toEqual(before);
    expect(await count(user.id, { at: in_(5) })).toMatchObject({ counted: true });
  });

  it('takes a made-up user like a known one, and leaves no trace of them', async () => {
    expect(await count(randomUUID())).toEqual({ counted: true, failures: 1, pausedUntil: null });
    expect(await readUser()).toMatchObject({ pin_failures: 0 });
  });

  it('takes one of the user’s tries, here and everywhere', async () => {
    await count(user.id);
    expect(await readUser()).toMatchObject({ pin_failures: 1 });
    expect(await readTries()).toMatchObject({ failures: 1, failed_at: server.clock.now });
  });

  it.each([
    ['everywhere', 'FK002', () => setUser(`pin_failures = ${pinFailuresMost}`)],
    [
      'on the device',
      'FK003',
      () =>
        rows.query(
          'insert into device_tries (organization_id, device_id, user_id, failures, failed_at) values ($1, $2, $3, $4, $5)',
          [organizationId, deviceId, user.id, triesOnOneDevice, server.clock.now],
        ),
    ],
  ])('is refused where the user has none left %s, and nothing of it stays', async (_, code, use) => {
    await use();
    const before = await readAll();
    await expect(count(user.id)).rejects.toMatchObject({ code });
    expect(await readAll()).toEqual(before);
  });

  it('gives a user new tries on the device after a day without any', async () => {
    for (let n = 0; n < triesOnOneDevice; n += 1) {
      await setDevice('pin_paused_until = null');
      await count(user.id);
    }
    await setDevice('pin_paused_until = null');
    await count(user.id, { at: new Date(server.clock.now.getTime() + dayMs) });
    expect(await readTries()).toMatchObject({ failures: 1 });
  });

  it('asks for the lock of the revision for the last try, before it writes anything', async () => {
    await setUser(`pin_failures = ${pinFailuresMost - 1}`);
    const [before, revision] = [await readAll(), await readRevision()];
    await expect(count(user.id)).rejects.toMatchObject({ code: 'FK001' });
    expect([await readAll(), await readRevision()]).toEqual([before, revision]);
    expect(await count(user.id, { mayChange: true })).toMatchObject({ counted: true });
    expect(await readRevision()).toBe(Number(revision) + 1);
    expect(await readUser()).toMatchObject({ pin_failures: pinFailuresMost, revision: Number(revision) + 1 });
  });
});

describe('as a session is opened', () => {
  const hourMs = 3_600_000;
  type Given = Partial<{
    compared: Buffer;
    ownPause: Date | null;
    level: number;
    levelAt: Date | null;
    paid: number;
    mayChange: boolean;
    usr: string;
  }>;
  async function open(given: Given = {}): Promise<boolean | undefined> {
    const { pin_sealed } = await one('select pin_sealed from users where id = $1', [user.id]);
    const { now } = server.clock;
    const row = await server.context.database.call<{ opened: boolean }>('floorkey_open_pin_session', [
      ...([organizationId, deviceId, given.usr ?? user.id, given.compared ?? pin_sealed] as const),
      ...[given.ownPause ?? null, now, randomUUID(), randomBytes(32), '192.0.2.7', pinFailuresMost],
      ...[new Date(now.getTime() - 4 * hourMs), given.level ?? 0, given.levelAt ?? null, given.paid ?? 0],
      given.mayChange ?? false,
    ]);
    return row?.opened;
  }
  const name = () => `${user.firstName} ${user.lastName}`.trim() || user.username;

  it('forgives the failures in a row, and one of the day', async () => {
    await setDevice('pin_failures = 4, pin_day_failures = 7');
    await setUser('pin_failures = 3');
    expect(await open()).toBe(true);
    expect(await readDevice()).toMatchObject({ pin_failures: 0, pin_day_failures: 6 });
    expect(await readUser()).toMatchObject({ pin_failures: 0, last_sign_in_at: server.clock.now });
    expect(await readEvents()).toEqual([['pin.signed-in', user.id, name(), {}]]);
  });

  it('lifts the pause that was written for it, and none that another try brought', async () => {
    const [own, another] = [30, 60].map((seconds) => new Date(server.clock.now.getTime() + seconds * 1000));
    await setDevice('pin_paused_until = $1', [own]);
    await open({ ownPause: own ?? null });
    expect(await readDevice()).toMatchObject({ pin_paused_until: null });
    await setDevice('pin_paused_until = $1', [another]);
    await open({ ownPause: own ?? null });
    expect(await readDevice()).toMatchObject({ pin_paused_until: another });
  });

  it('ends the session that was open, and tells of both in their order', async () => {
    const before = await addUser(owner.client, 'staff', { firstName: 'Berta', lastName: 'Before' });
    await rows.query(
      `insert into pin_sessions (id, organization_id, device_id, user_id, secret_hash, created_at)
       values (gen_random_uuid(), $1, $2, $3, '', now())`,
      [organizationId, deviceId, before.id],
    );
    expect(await open()).toBe(true);
    expect(await readEvents()).toEqual([
      ['pin.session-ended', before.id, 'Berta Before', { reason: 'replaced' }],
      ['pin.signed-in', user.id, name(), {}],
    ]);
    expect(await rows.query('select user_id from pin_sessions where device_id = $1', [deviceId])).toEqual([
      { user_id: user.id },
    ]);
  });

  it.each([
    ['the PIN was changed', {}, { compared: Buffer.from('another') }],
    ['they were suspended', { state: `'suspended'` }, {}],
    ['their partner was suspended', { partner_suspended: 'true' }, {}],
    ['they are gone', {}, { usr: randomUUID() }],
  ])('is refused where %s meanwhile, and nothing of it stays', async (_, changed, given) => {
    for (const [column, value] of Object.entries(changed)) await setUser(`${column} = ${value}`);
    await setDevice('pin_failures = 2');
    const before = await readAll();
    await expect(open(given)).rejects.toMatchObject({ code: 'FK004' });
    expect(await readAll()).toEqual(before);
  });

  it('asks for the lock of the revision where it was the last try, before it writes anything', async () => {
    await setUser(`pin_failures = ${pinFailuresMost}`);
    const [before, revision] = [await readAll(), await readRevision()];
    await expect(open()).rejects.toMatchObject({ code: 'FK001' });
    expect([await readAll(), await readRevision()]).toEqual([before, revision]);
    expect(await open({ mayChange: true })).toBe(true);
    expect(await readRevision()).toBe(Number(revision) + 1);
    expect(await readUser()).toMatchObject({ pin_failures: 0, revision: Number(revision) + 1 });
  });

  it('leaves a user’s revision where it only may change something', async () => {
    const { revision } = await readUser();
    expect(await open({ mayChange: true })).toBe(true);
    expect(await readUser()).toMatchObject({ revision });
  });

  it.each([
    ['the level', { level: 2 }],
    ['its time', { level: 3, levelAt: new Date(0) }],
  ])('does nothing where %s of guesses is another one than was looked at', async (_, given) => {
    await setDevice('guess_level = 3, guess_level_at = $1', [server.clock.now]);
    const before = await readAll();
    expect(await open({ levelAt: server.clock.now, ...given })).toBe(false);
    expect(await readAll()).toEqual(before);
  });

  it('pays for a mistype where they have not come in for so long, and then not again', async () => {
    const levelAt = server.clock.now;
    await setDevice('guess_level = 3, guess_level_at = $1', [levelAt]);
    expect(await open({ level: 3, levelAt, paid: 2.5 })).toBe(true);
    expect(await readDevice()).toMatchObject({ guess_level: 2.5, guess_level_at: server.clock.now });
    expect(await readTries()).toMatchObject({ failures: 0, came_in_at: levelAt });
    server.clock.advance(4 * hourMs - 1);
    expect(await open({ level: 2.5, levelAt, paid: 2 })).toBe(true);
    expect(await readDevice()).toMatchObject({ guess_level: 2.5 });
    expect(await readTries()).toMatchObject({ came_in_at: levelAt });
    server.clock.advance(1);
    expect(await open({ level: 2.5, levelAt, paid: 2 })).toBe(true);
    expect(await readDevice()).toMatchObject({ guess_level: 2 });
  });

  it('forgets the wrong tries on the device of somebody who came in before', async () => {
    const cameInAt = new Date(server.clock.now.getTime() - hourMs);
    await rows.query(
      'insert into device_tries (organization_id, device_id, user_id, failures, failed_at, came_in_at) values ($1, $2, $3, 4, $4, $4)',
      [organizationId, deviceId, user.id, cameInAt],
    );
    expect(await open()).toBe(true);
    expect(await readTries()).toMatchObject({ failures: 0, came_in_at: cameInAt });
  });
});

it('reaches nobody of another organization, whoever is named', async () => {
  const stranger = await addOrganization(server, 'Elsewhere');
  const values = [failuresBeforePause, pauseSeconds, failuresADay, pinFailuresMost, triesOnOneDevice, false];
  const before = await readAll();
  const answer = await server.context.database.call<{ counted: boolean | null }>('floorkey_count_pin_try', [
    ...([stranger.session.organization.id, deviceId, user.id, server.clock.now] as const),
    ...values,
  ]);
  expect(answer?.counted).not.toBe(true);
  expect(await readAll()).toEqual(before);
});
