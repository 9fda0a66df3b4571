// A passkey that the organization requires of roles with power: who turns it on, whom it stops, and what confirms from then on.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listSessions } from '../../src/contract/endpoints/account.ts';
import { requestEmailChange } from '../../src/contract/endpoints/email-change.ts';
import {
  getOrganization,
  previewPasskeyRule,
  transferOwnership,
  updateOrganization,
} from '../../src/contract/endpoints/organization.ts';
import {
  addPasskey,
  listPasskeys,
  removePasskey,
  startPasskey,
  startPasskeyStepUp,
  stepUpWithPasskey,
} from '../../src/contract/endpoints/passkeys.ts';
import { changePassword, stepUpWithPassword } from '../../src/contract/endpoints/password.ts';
import { createRole, listRoles } from '../../src/contract/endpoints/roles.ts';
import { getSession, signOut } from '../../src/contract/endpoints/session.ts';
import { listUsers, updateUser } from '../../src/contract/endpoints/users.ts';
import type { Permission } from '../../src/contract/permissions.ts';
import {
  makeRequiredPasskeyWorld,
  type RequiredPasskeyWorld,
  stepOf,
} from './harness/required-passkey-world.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestAuthenticator } from './harness/test-authenticator.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addMemberWith,
  addUser,
  findRoleId,
  freshUsername,
  openSession,
  setUpOrganization,
  testPassword,
} from './harness/test-organization.ts';
import { addTestPasskey, confirmByPasskey, signInByPasskey } from './harness/test-passkey.ts';

const stepUpMs = 5 * 60_000;

let world: RequiredPasskeyWorld;
beforeAll(async () => {
  world = await makeRequiredPasskeyWorld();
  return () => world.rows.close();
});
beforeEach(async () => {
  // Sign-ins are counted by address, and all tests have the same.
  await world.rows.query('delete from attempt_limits');
  await confirmByPasskey(world.owner.client, world.owner.authenticator);
});

const addManager = () => addMember(world.server, world.owner.client, 'manager');
const ownRole = async (permissions: Permission[]) =>
  world.owner.client.succeed(createRole, { body: { name: freshUsername(), permissions } });
const lastDetail = async (action: string) => {
  const [event] = await world.rows.query(
    'select detail from audit_events where action = $1 order by position desc limit 1',
    [action],
  );
  return event?.detail;
};

describe('the rule', () => {
  it('is turned on by one who has a passkey and has just used it, and by nobody else', async () => {
    const server = await makeServer();
    const owner = await setUpOrganization(server);
    const turnOn = { body: { passkeyRule: 'power' } } as const;
    const preview = () => owner.client.succeed(previewPasskeyRule, {});
    expect(await owner.client.refuse(updateOrganization, turnOn)).toMatchObject({
      code: 'validation_failed',
      errors: [{ field: 'passkeyRule' }],
    });
    expect(await preview()).toMatchObject({ hasPasskey: false, withoutPasskey: 1 });
    await addMember(server, owner.client, 'manager');
    await addMember(server, owner.client, 'staff');
    const { authenticator } = await addTestPasskey(owner.client);
    await owner.client.succeed(stepUpWithPassword, { body: { password: testPassword } });
    expect((await owner.client.refuse(updateOrganization, turnOn)).code).toBe('step_up_required');
    server.clock.advance(stepUpMs);
    expect((await owner.client.refuse(updateOrganization, turnOn)).code).toBe('step_up_required');
    expect(await owner.client.succeed(getOrganization, {})).toMatchObject({ passkeyRule: 'nobody' });
    expect(await preview()).toEqual({
      roles: ['Admin', 'Manager', 'Owner', 'Partner manager'],
      withoutPasskey: 1,
      hasPasskey: true,
    });
    await confirmByPasskey(owner.client, authenticator);
    expect(await owner.client.succeed(updateOrganization, turnOn)).toMatchObject({ passkeyRule: 'power' });
    expect(await stepOf(owner.client)).toBeNull();
  });

  it('stands in the audit trail with what it was before', async () => {
    expect(await lastDetail('organization.changed')).toEqual({
      passkeyRuleBefore: 'nobody',
      passkeyRule: 'power',
    });
  });

  it('is turned off only by a passkey used just now', async () => {
    const turnOff = { body: { passkeyRule: 'nobody' } } as const;
    world.server.clock.advance(stepUpMs);
    expect((await world.owner.client.refuse(updateOrganization, turnOff)).code).toBe('step_up_required');
  });

  it('says of each role whether its users need one', async () => {
    const { id: readers } = await ownRole(['tablet:use', 'users:read', 'devices:read', 'units:read']);
    const { id: linkers } = await ownRole(['devices:authorize']);
    const { roles } = await world.owner.client.succeed(listRoles, {});
    const told = new Map(roles.map(({ id, builtIn, needsPasskey }) => [builtIn ?? id, needsPasskey]));
    expect(Object.fromEntries(told)).toMatchObject({
      owner: true,
      admin: true,
      manager: true,
      staff: false,
      'partner-manager': true,
      partner: false,
      [readers]: false,
      [linkers]: true,
    });
  });

  it.each([
    'devices:authorize',
    'devices:revoke',
    'users:manage',
    'partners:manage',
    'roles:manage',
    'units:manage',
    'audit:read',
    'organization:manage',
  ] as const)('stops a role of one’s own with %s', async (permission) => {
    const { id } = await ownRole([permission]);
    const { client } = await addMemberWith(world.server, world.owner.client, id);
    expect(await client.succeed(getSession, {})).toMatchObject({ passkeyStep: 'add', permissions: [] });
  });

  it('leaves staff, and users at a tablet, as they are', async () => {
    const { client } = await addMember(world.server, world.owner.client, 'staff');
    expect(await stepOf(client)).toBeNull();
    await client.succeed(stepUpWithPassword, { body: { password: testPassword } });
    await client.succeed(listSessions, {});
    await addUser(world.owner.client, 'manager', { pin: '573914' });
    const tablet = await TestDevice.make(world.server.url);
    await tablet.authorize(world.owner.client, 'Counter');
    expect((await tablet.signInWithPin('573914')).body).toMatchObject({
      session: { passkeyStep: null, assurance: 'pin' },
    });
    await tablet.succeed(listUsers, { query: {} });
  });
});

describe('somebody without a passkey', () => {
  it('can read their account, add one and sign out, and nothing else; to continue', async () => {
    const { client, session } = await addManager();
    expect(session).toMatchObject({ passkeyStep: 'add', stepUpBy: 'any', permissions: [] });
    expect((await client.refuse(listUsers, { query: {} })).code).toBe('passkey_required');
    expect((await client.refuse(listSessions, {})).code).toBe('passkey_required');
    const change = { currentPassword: testPassword, newPassword: 'another fine long password' };
    expect((await client.refuse(changePassword, { body: change })).code).toBe('passkey_required');
    await addTestPasskey(client);
    expect(await client.succeed(getSession, {})).toMatchObject({
      passkeyStep: null,
      assurance: 'passkey',
      stepUpBy: 'passkey',
    });
    await client.succeed(listUsers, { query: {} });
    await client.succeed(signOut, {});
  });

  it('enters the password again to add one later than 5 minutes after the sign-in', async () => {
    const { client } = await addManager();
    world.server.clock.advance(stepUpMs);
    expect((await client.refuse(startPasskey, {})).code).toBe('step_up_required');
    await client.succeed(stepUpWithPassword, { body: { password: testPassword } });
    await addTestPasskey(client);
    expect(await stepOf(client)).toBeNull();
  });

  it('is one of several who know the password: of all at once exactly one adds a passkey', async () => {
    const { session } = await addManager();
    const clients = await Promise.all(Array.from({ length: 8 }, () => openSession(world.server, session)));
    const requests = await Promise.all(
      clients.map(async (client) => {
        const options = await client.succeed(startPasskey, {});
        const body = new TestAuthenticator(world.server.url).make(options);
        return () => client.callRaw(addPasskey, { body });
      }),
    );
    const answers = await Promise.all(requests.map((send) => send()));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const stored = await world.rows.query('select id from passkeys where user_id = $1', [session.user.id]);
    expect(stored).toHaveLength(1);
  });
});

describe('somebody with a passkey', () => {
  const addWithPasskey = async () => {
    const { client, session, user } = await addManager();
    return { client, session, user, ...(await addTestPasskey(client)) };
  };

  it('can do nothing with the password alone, adding another passkey least of all, until it is used', async () => {
    const { session, authenticator } = await addWithPasskey();
    const client = await openSession(world.server, session);
    expect(await client.succeed(getSession, {})).toMatchObject({ passkeyStep: 'use', permissions: [] });
    expect((await client.refuse(listUsers, { query: {} })).code).toBe('passkey_required');
    expect((await client.refuse(startPasskey, {})).code).toBe('passkey_required');
    expect((await client.refuse(listPasskeys, {})).code).toBe('passkey_required');
    const body = { password: testPassword };
    expect((await client.refuse(stepUpWithPassword, { body })).code).toBe('passkey_required');
    expect(await confirmByPasskey(client, authenticator)).toMatchObject({
      passkeyStep: null,
      assurance: 'passkey',
    });
    await client.succeed(startPasskey, {});
  });

  it('leaves the second step in the audit trail, and what failed of it', async () => {
    const { session, authenticator } = await addWithPasskey();
    const client = await openSession(world.server, session);
    const findLast = () =>
      world.rows.query(
        'select action, actor_id from audit_events where $1 in (actor_id, subject_id) order by position desc limit 1',
        [session.user.id],
      );
    const request = await client.succeed(startPasskeyStepUp, {});
    const wrong = authenticator.answer(request, { wrongKey: true });
    expect((await client.refuse(stepUpWithPasskey, { body: wrong })).code).toBe('passkey_refused');
    // Whoever failed may be somebody else.
    expect(await findLast()).toEqual([{ action: 'account.passkey-sign-in-failed', actor_id: null }]);
    await confirmByPasskey(client, authenticator);
    expect(await findLast()).toEqual([
      { action: 'account.signed-in-with-passkey', actor_id: session.user.id },
    ]);
  });

  it('comes in with the passkey alone', async () => {
    const { authenticator } = await addWithPasskey();
    const { session } = await signInByPasskey(world.server, authenticator);
    expect(session).toMatchObject({ passkeyStep: null, stepUpBy: 'passkey' });
    expect(session.permissions).toContain('users:manage');
  });

  it('confirms by the passkey: no password counts, not even beside what asks for it', async () => {
    const { client, authenticator } = await addWithPasskey();
    world.server.clock.advance(stepUpMs);
    const password = testPassword;
    expect((await client.refuse(stepUpWithPassword, { body: { password } })).code).toBe('passkey_required');
    const change = { currentPassword: password, newPassword: 'twelve chars' };
    expect((await client.refuse(changePassword, { body: change })).code).toBe('step_up_required');
    const move = { email: `${freshUsername()}@northgate.example`, password };
    expect((await client.refuse(requestEmailChange, { body: move })).code).toBe('step_up_required');
    await confirmByPasskey(client, authenticator);
    await client.succeed(changePassword, { body: change });
    // The password that was entered for that confirms nothing.
    expect((await client.refuse(startPasskey, {})).code).toBe('step_up_required');
  });

  it('hands the ownership over by passkey and password together', async () => {
    const { user } = await addWithPasskey();
    const body = { userId: user.id, password: testPassword };
    const { client, authenticator } = world.owner;
    world.server.clock.advance(stepUpMs);
    expect((await client.refuse(transferOwnership, { body })).code).toBe('step_up_required');
    await confirmByPasskey(client, authenticator);
    expect((await client.refuse(transferOwnership, { body: { ...body, password: 'wrong' } })).code).toBe(
      'wrong_password',
    );
  });

  it('keeps the last one, and removes any other', async () => {
    const { client, authenticator, passkey } = await addWithPasskey();
    const remove = { params: { passkeyId: passkey.id } };
    expect((await client.refuse(removePasskey, remove)).code).toBe('last_passkey');
    expect((await client.succeed(listPasskeys, {})).passkeys).toHaveLength(1);
    await confirmByPasskey(client, authenticator);
    await addTestPasskey(client);
    await client.succeed(removePasskey, remove);
  });

  it('needs 12 characters for a password, and 15 without a required passkey', async () => {
    const { client } = await addWithPasskey();
    const change = (currentPassword: string, newPassword: string) => ({
      body: { currentPassword, newPassword },
    });
    const short = await client.refuse(changePassword, change(testPassword, 'vague orbit'));
    expect(short.errors).toMatchObject([{ field: 'newPassword' }]);
    await client.succeed(changePassword, change(testPassword, 'vague orbits'));
    const staff = await addMember(world.server, world.owner.client, 'staff');
    const refused = await staff.client.refuse(changePassword, change(testPassword, 'vague orbits'));
    expect(refused.errors).toMatchObject([{ field: 'newPassword' }]);
  });
});

describe('it takes effect at once', () => {
  it('for sessions that are open when it is turned on, and lets go when it is turned off', async () => {
    const { client, authenticator } = world.owner;
    await client.succeed(updateOrganization, { body: { passkeyRule: 'nobody' } });
    const manager = await addManager();
    await manager.client.succeed(listUsers, { query: {} });
    await confirmByPasskey(client, authenticator);
    await client.succeed(updateOrganization, { body: { passkeyRule: 'power' } });
    expect((await manager.client.refuse(listUsers, { query: {} })).code).toBe('passkey_required');
    await client.succeed(updateOrganization, { body: { passkeyRule: 'nobody' } });
    await manager.client.succeed(listUsers, { query: {} });
    await client.succeed(updateOrganization, { body: { passkeyRule: 'power' } });
  });

  it('for somebody who gets a role with power while they are signed in', async () => {
    const { client, user } = await addMember(world.server, world.owner.client, 'staff');
    await client.succeed(listSessions, {});
    const roleId = await findRoleId(world.owner.client, 'manager');
    const body = { revision: user.revision, roleId };
    await world.owner.client.succeed(updateUser, { params: { userId: user.id }, body });
    expect(await stepOf(client)).toBe('add');
    expect((await client.refuse(listUsers, { query: {} })).code).toBe('passkey_required');
  });
});
