// The audit trail: written with what it tells of, never changed, and without secrets.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditActions } from '../../src/contract/audit-actions.ts';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { endPinSession } from '../../src/contract/endpoints/device.ts';
import { liftDevicePause, revokeDevice } from '../../src/contract/endpoints/devices.ts';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { changePassword, signIn } from '../../src/contract/endpoints/password.ts';
import { signOut } from '../../src/contract/endpoints/session.ts';
import { createUser, updateUser } from '../../src/contract/endpoints/users.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addUser,
  findRoleId,
  givePassword,
  type Member,
  setUpOrganization,
  testPassword,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let rows: StoredRows;
let owner: Member;
beforeAll(async () => {
  const database = await makeDatabase();
  server = await makeServer({ databaseUrl: database.url });
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
});
afterAll(() => rows?.close());

const secrets = {
  password: testPassword,
  newPassword: 'a wholly new long password',
  wrongPassword: 'a wrong long password',
  pin: '840372',
  newPin: '718305',
  wrongPin: '503918',
};

/** Does everything that is recorded. */
async function doEverything(): Promise<TestDevice> {
  const { client } = owner;
  const email = 'ada@northgate.example';
  const user = await addUser(client, 'admin', {
    username: 'ada',
    pin: secrets.pin,
    email,
  });
  await givePassword(server, user.id);
  const ada = new ApiClient(server.url);
  await ada.refuse(signIn, { body: { email, password: secrets.wrongPassword } });
  await ada.succeed(signIn, { body: { email, password: secrets.password } });
  await ada.succeed(changePassword, {
    body: { currentPassword: secrets.password, newPassword: secrets.newPassword },
  });
  await ada.succeed(signOut, {});
  const tablet = await TestDevice.make(server.url);
  await tablet.authorize(client, 'Counter');
  await tablet.signInWithPin(secrets.wrongPin);
  await tablet.signInWithPin(secrets.pin);
  await tablet.succeed(endPinSession, { query: { reason: 'idle' } });
  const params = { userId: user.id };
  const changed = await client.succeed(updateUser, {
    params,
    body: { revision: user.revision, pin: secrets.newPin },
  });
  const suspended = await client.succeed(updateUser, {
    params,
    body: { revision: changed.revision, state: 'suspended' },
  });
  await client.succeed(updateUser, { params, body: { revision: suspended.revision, state: 'active' } });
  await client.succeed(updateOrganization, { body: { autoLockSeconds: 60 } });
  await client.succeed(liftDevicePause, { params: { deviceId: tablet.id } });
  await client.succeed(revokeDevice, { params: { deviceId: tablet.id }, body: {} });
  await tablet.sendWipeReceipt();
  return tablet;
}

it('tells of everything that happens, in order, with who, where and from where, and of no secret', async () => {
  const tablet = await doEverything();
  const { events } = await owner.client.succeed(listAuditEvents, {});
  const actions = events.map(({ action }) => action).toReversed();
  expect(actions).toEqual([
    'organization.set-up',
    'user.created',
    'user.invited',
    'account.sign-in-failed',
    'account.signed-in',
    'account.password-changed',
    'account.signed-out',
    'device.authorized',
    'pin.sign-in-failed',
    'pin.signed-in',
    'pin.session-ended',
    'user.changed',
    'user.suspended',
    'user.reinstated',
    'organization.changed',
    'device.pause-lifted',
    'device.revoked',
    'device.wiped',
  ]);
  expect(actions.filter((action) => !(action in auditActions))).toEqual([]);
  expect(events.every(({ address }) => address?.includes('127.0.0.1'))).toBe(true);
  expect(events.find(({ action }) => action === 'pin.signed-in')).toMatchObject({
    actor: { name: 'ada' },
    device: { id: tablet.id, name: 'Counter' },
    at: server.clock.now.toISOString(),
  });

  const dump = JSON.stringify(await rows.query('select a::text as row from audit_events a'));
  const log = server.logLines.join('');
  expect(log.length).toBeGreaterThan(1_000);
  const tokens = [
    tablet.token,
    tablet.pinSessionToken ?? '',
    ...owner.client.cookies.values(),
    server.setupCode ?? '',
  ];
  for (const secret of [
    ...Object.values(secrets),
    ...tokens.map((token) => token.split('.')[1] ?? ''),
    tablet.nonce ?? '',
  ]) {
    expect(secret.length).toBeGreaterThan(5);
    expect(dump).not.toContain(secret);
    expect(log).not.toContain(secret);
  }
  // Nor does any other table hold one in clear.
  const people = JSON.stringify(await rows.query('select u::text as row from users u'));
  for (const secret of Object.values(secrets)) expect(people).not.toContain(secret);
});

describe('its rows', () => {
  it.each([
    ['update', "update audit_events set action = 'x'"],
    ['delete', 'delete from audit_events'],
    ['truncate', 'truncate audit_events'],
  ])('can’t be touched by %s, not even by a superuser', async (_, text) => {
    const before = await rows.query('select count(*) as count from audit_events');
    await expect(rows.query(text)).rejects.toThrow('never changed or deleted');
    const work = server.context.database.inOrganization(owner.session.organization.id, (tx) =>
      tx.execute(text),
    );
    await expect(work).rejects.toThrow();
    expect(await rows.query('select count(*) as count from audit_events')).toEqual(before);
  });
});

it('pages through a long trail without a gap', async () => {
  await server.context.database.inOrganization(owner.session.organization.id, (tx) =>
    tx.execute(`insert into audit_events (id, organization_id, at, action, detail)
      select gen_random_uuid(), '${owner.session.organization.id}', now(), 'user.changed', '{}' from generate_series(1, 250)`),
  );
  const ids: string[] = [];
  let before: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof read>> = await read(before);
    ids.push(...page.events.map(({ id }) => id));
    before = page.nextBefore;
  } while (before);
  const [{ count } = {}] = await rows.query('select count(*) as count from audit_events');
  expect(new Set(ids).size).toBe(Number(count));
});

const read = (before: string | null) =>
  owner.client.succeed(listAuditEvents, { query: before ? { before } : {} });

it('undoes a change whose event can’t be written', async () => {
  const roleId = await findRoleId(owner.client, 'staff');
  const tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, 'Till');
  const user = await addUser(owner.client, 'staff', { pin: '629405' });
  await rows.query(
    `create function refuse_events() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$`,
  );
  await rows.query(
    'create trigger refuse_events before insert on audit_events for each row execute function refuse_events()',
  );
  const before = await rows.read();
  const next = await TestDevice.make(server.url);
  for (const [name, value] of owner.client.cookies) next.cookies.set(name, value);
  const { client } = owner;
  const answers = [
    await client.call(createUser, { body: { username: 'nobody', roleId } }),
    await client.call(updateUser, {
      params: { userId: user.id },
      body: { revision: user.revision, state: 'suspended' },
    }),
    await client.call(updateOrganization, { body: { autoLockSeconds: 61 } }),
    await client.call(revokeDevice, { params: { deviceId: tablet.id }, body: {} }),
    await client.call(changePassword, {
      body: { currentPassword: testPassword, newPassword: 'a wholly new password' },
    }),
    await client.call(signOut, {}),
    await next.callRaw((await import('../../src/contract/endpoints/devices.ts')).authorizeDevice, {
      body: { name: 'Next' },
    }),
  ];
  expect(answers.map(codeOf)).toEqual(answers.map(() => 'internal'));
  for (const { body } of answers) expect(JSON.stringify(body)).not.toMatch(/no room|audit_events|insert/i);
  expect(await rows.read()).toEqual(before);
  await rows.query('drop trigger refuse_events on audit_events');
});
