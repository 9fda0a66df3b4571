// People: adding, changing and suspending them, what is refused and where it says so.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createUser,
  getUser,
  listUsers,
  suggestPin,
  type User,
  updateUser,
} from '../../src/contract/endpoints/users.ts';
import { findPinWeakness } from '../../src/contract/pin-rules.ts';
import { problemSchema } from '../../src/contract/problem.ts';
import { auditEvents } from '../../src/server/database/schema.ts';
import { type ApiClient, codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import {
  addMember,
  addUnit,
  addUser,
  findRoleId,
  freshUsername,
  limitToUnits,
  type Member,
  openSession,
  setUpOrganization,
  signInAs,
  testPassword,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let client: ApiClient;
let staffRole: string;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  client = owner.client;
  staffRole = await findRoleId(client, 'staff');
});

const change = (by: ApiClient, { id, revision }: User, body: object) =>
  by.callRaw(updateUser, { params: { userId: id }, body: { revision, ...body } });

const countEvents = async () =>
  (
    await server.context.database.inOrganization(owner.session.organization.id, (tx) =>
      tx.select().from(auditEvents),
    )
  ).length;

describe('adding', () => {
  it('keeps everything that was entered, and never shows a PIN again', async () => {
    const user = await addUser(client, 'staff', {
      username: 'نورا 💥',
      firstName: 'Nora',
      lastName: 'Ng',
      pin: '840372',
      email: 'nora@northgate.example',
    });
    expect(user).toMatchObject({
      username: 'نورا 💥',
      name: 'Nora Ng',
      email: 'nora@northgate.example',
      role: { name: 'Staff' },
      state: 'invited',
      hasPin: true,
      hasPassword: false,
      editable: true,
      lastSignInAt: null,
    });
    const answer = await client.call(getUser, { params: { userId: user.id } });
    expect(answer.body).toEqual(user);
    expect(JSON.stringify(answer.body)).not.toContain('840372');
  });

  it('needs no more than a username and a role', async () => {
    const user = await addUser(client, 'staff', { username: 'just-a-name' });
    expect(user).toMatchObject({ name: 'just-a-name', hasPin: false, hasPassword: false, email: null });
  });

  it.each([
    ['username', 'username_taken', { username: ' TAKEN ' }],
    ['username', 'validation_failed', { username: '   ' }],
    ['username', 'validation_failed', { username: 'x'.repeat(65) }],
    ['username', 'validation_failed', { username: 'a\u0007b' }],
    ['email', 'email_taken', { email: 'Taken@Northgate.example' }],
    ['email', 'validation_failed', { email: 'no address' }],
    ['password', 'validation_failed', { password: testPassword, email: 'a@northgate.example' }],
    ['generatedPassword', 'validation_failed', { generatedPassword: 'shown', email: 'a@northgate.example' }],
    ['temporaryPin', 'validation_failed', { temporaryPin: true, pin: '840375' }],
    ['unitIds', 'validation_failed', { unitIds: [crypto.randomUUID()] }],
    ['pin', 'validation_failed', { pin: '123456' }],
    ['pin', 'validation_failed', { pin: '111111' }],
    ['pin', 'validation_failed', { pin: '010190' }],
    ['pin', 'validation_failed', { pin: '84037' }],
    ['pin', 'validation_failed', { pin: '84037x' }],
    ['pin', 'pin_taken', { pin: '503918' }],
    ['roleId', 'validation_failed', { roleId: crypto.randomUUID() }],
    ['firstName', 'validation_failed', { firstName: 'x'.repeat(101) }],
    ['lastName', 'validation_failed', { lastName: 'a\0b' }],
  ])('names the field %s with %s for %o, and adds nobody', async (field, code, details) => {
    if (!(await client.succeed(listUsers, { query: { search: 'taken@' } })).total) {
      await addUser(client, 'staff', { username: 'taken', email: 'taken@northgate.example', pin: '503918' });
    }
    const before = [(await client.succeed(listUsers, {})).total, await countEvents()];
    const answer = await client.callRaw(createUser, {
      body: { username: freshUsername(), roleId: staffRole, ...details },
    });
    const problem = problemSchema.parse(answer.body);
    expect(problem).toMatchObject({ code, errors: [{ field }] });
    expect(problem.errors?.[0]?.message).toMatch(/[.!]$/);
    expect(JSON.stringify(problem)).not.toMatch(/503918|010190|qwertyuiop/);
    expect([(await client.succeed(listUsers, {})).total, await countEvents()]).toEqual(before);
  });

  it('takes one of ten at once with the same username, and one of ten with the same PIN', async () => {
    const send = (body: { username: string; pin?: string }) =>
      client.call(createUser, { body: { roleId: staffRole, ...body } });
    const sameName = await Promise.all(Array.from({ length: 10 }, () => send({ username: 'only-one' })));
    expect(sameName.map((answer) => codeOf(answer)).toSorted()).toEqual(
      [null, ...Array(9).fill('username_taken')].toSorted(),
    );
    const samePin = await Promise.all(
      Array.from({ length: 10 }, () => send({ username: freshUsername(), pin: '629405' })),
    );
    // How often in a day that is told has a limit of its own.
    const refusals = samePin.flatMap((answer) => codeOf(answer) ?? []);
    expect(refusals).toHaveLength(9);
    expect(new Set([...refusals, 'pin_taken', 'too_many_attempts']).size).toBe(2);
    server.clock.advance(24 * 3_600_000);
    client = await openSession(server, owner.session);
  });

  it('offers random PINs that would be taken', async () => {
    const pins = await Promise.all(
      Array.from({ length: 5 }, async () => (await client.succeed(suggestPin, {})).pin),
    );
    expect(new Set(pins).size).toBe(5);
    for (const pin of pins) expect(findPinWeakness(pin, 6)).toBeNull();
    await addUser(client, 'staff', { pin: pins[0] ?? '' });
  });
});

describe('finding', () => {
  it('searches names, usernames and addresses as plain text, and pages', async () => {
    await addUser(client, 'staff', { username: '100%_sure\\' });
    expect((await client.succeed(listUsers, { query: { search: '100%_s' } })).total).toBe(1);
    expect((await client.succeed(listUsers, { query: { search: 'sure\\' } })).total).toBe(1);
    expect((await client.succeed(listUsers, { query: { search: '%%%' } })).total).toBe(0);
    expect((await client.succeed(listUsers, { query: { search: 'olive owner' } })).users[0]?.name).toBe(
      'Olive Owner',
    );
    expect((await client.succeed(listUsers, { query: { page: '99999' } })).users).toEqual([]);
  });
});

describe('changing', () => {
  it('changes what is named and leaves the rest', async () => {
    const user = await addUser(client, 'staff', {
      firstName: 'Bo',
      pin: '384950',
      email: 'bo@northgate.example',
    });
    const answer = await change(client, user, { lastName: 'Berg' });
    expect(answer.body).toEqual({ ...user, name: 'Bo Berg', lastName: 'Berg', revision: expect.any(Number) });
    const { hasPin } = await client.succeed(getUser, { params: { userId: user.id } });
    expect(hasPin).toBe(true);
  });

  it('refuses a change of what somebody else changed meanwhile, also of two at once', async () => {
    const user = await addUser(client, 'staff');
    const answers = await Promise.all(
      ['A', 'B', 'C', 'D'].map((firstName) => change(client, user, { firstName })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.map(codeOf).filter((code) => code === 'changed_meanwhile')).toHaveLength(3);
    const winner = answers.find(({ status }) => status === 200);
    expect(await client.succeed(getUser, { params: { userId: user.id } })).toEqual(winner?.body);
  });

  it('names the field of a taken username, address or PIN', async () => {
    await addUser(client, 'staff', { username: 'first', email: 'first@northgate.example', pin: '274916' });
    const user = await addUser(client, 'staff');
    expect((await change(client, user, { username: 'First' })).body).toMatchObject({
      code: 'username_taken',
      errors: [{ field: 'username' }],
    });
    expect((await change(client, user, { email: 'FIRST@northgate.example' })).body).toMatchObject({
      code: 'email_taken',
    });
    expect((await change(client, user, { pin: '274916' })).body).toMatchObject({
      code: 'pin_taken',
      errors: [{ field: 'pin' }],
    });
  });

  it('lets nobody suspend themselves', async () => {
    const me = await client.succeed(getUser, { params: { userId: owner.session.user.id } });
    expect((await change(client, me, { state: 'suspended' })).body).toMatchObject({
      code: 'validation_failed',
      errors: [{ field: 'state' }],
    });
  });

  it('keeps one owner who can sign in, also when two owners demote each other at once', async () => {
    const me = await client.succeed(getUser, { params: { userId: owner.session.user.id } });
    for (const body of [{ roleId: staffRole }, { password: null }]) {
      expect(codeOf(await change(client, me, body))).toBe('last_owner');
    }
    const second = await addMember(server, client, 'owner');
    const answers = await Promise.all([
      change(client, second.user, { roleId: staffRole }),
      change(second.client, me, { roleId: staffRole }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    // Whoever is left makes the owner of before an owner again.
    const { rows } = await server.context.database.lookUp.execute<{ id: string; email: string }>(
      `select users.id, email from users join roles on roles.id = role_id where built_in = 'owner'`,
    );
    expect(rows).toHaveLength(1);
    if (rows[0]?.id === second.user.id) {
      const { client: left } = await signInAs(server, second.user.email ?? '');
      const demoted = await left.succeed(getUser, { params: { userId: me.id } });
      await change(left, demoted, { roleId: await findRoleId(left, 'owner') });
    }
    client = await openSession(server, owner.session);
  });
});

describe('power', () => {
  it('lets nobody change, or make, somebody who may do more than they', async () => {
    const manager = await addMember(server, client, 'manager');
    const admin = await addUser(client, 'admin');
    expect(codeOf(await change(manager.client, admin, { firstName: 'X' }))).toBe('above_you');
    expect(codeOf(await change(manager.client, admin, { state: 'suspended' }))).toBe('above_you');
    const adminRole = await findRoleId(client, 'admin');
    expect((await change(manager.client, manager.user, { roleId: adminRole })).body).toMatchObject({
      code: 'above_you',
      errors: [{ field: 'roleId' }],
    });
    const made = await manager.client.call(createUser, {
      body: { username: freshUsername(), roleId: adminRole },
    });
    expect(made.body).toMatchObject({ code: 'above_you', errors: [{ field: 'roleId' }] });
    const { users } = await manager.client.succeed(listUsers, { query: { search: admin.username } });
    expect(users.find(({ id }) => id === admin.id)?.editable).toBe(false);
  });

  it('lets an admin who is limited to units see, change and add only users of theirs', async () => {
    const organizationId = owner.session.organization.id;
    const site = await addUnit(server, organizationId, 'Site');
    const line = await addUnit(server, organizationId, 'Line', site);
    const elsewhere = await addUnit(server, organizationId, 'Elsewhere');
    const admin = await addMember(server, client, 'admin');
    const [below, outside, both] = await Promise.all([1, 2, 3].map(() => addUser(client, 'staff')));
    if (!below || !outside || !both) throw new Error('three people were asked for');
    await limitToUnits(server, organizationId, admin.user.id, [site]);
    await limitToUnits(server, organizationId, below.id, [line]);
    await limitToUnits(server, organizationId, outside.id, [elsewhere]);
    await limitToUnits(server, organizationId, both.id, [line, elsewhere]);
    const made = await addUser(admin.client, 'staff');
    const { users } = await admin.client.succeed(listUsers, {});
    expect(users.map(({ id }) => id).toSorted()).toEqual([admin.user.id, below.id, made.id].toSorted());
    expect((await change(admin.client, below, { firstName: 'Here' })).status).toBe(200);
    for (const user of [outside, both]) {
      expect(codeOf(await admin.client.call(getUser, { params: { userId: user.id } }))).toBe('not_found');
      expect(codeOf(await change(admin.client, user, { firstName: 'There' }))).toBe('not_found');
    }
  });
});
