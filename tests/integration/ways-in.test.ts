// The ways in: an address given later, a PIN given later, either taken away, temporary PINs and generated passwords.
import { beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../../src/contract/endpoints/password.ts';
import { createRole } from '../../src/contract/endpoints/roles.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import {
  createUser,
  generatePassword,
  getUser,
  giveTemporaryPin,
  type User,
  updateUser,
} from '../../src/contract/endpoints/users.ts';
import { findPinWeakness } from '../../src/contract/pin-rules.ts';
import { organizations } from '../../src/server/database/schema.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { makeLinkCode } from './harness/make-link-code.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import { openMailbox } from './harness/test-mailbox.ts';
import {
  addMember,
  addUnit,
  addUser,
  findRoleId,
  freshUsername,
  limitToUnits,
  type Member,
  setUpOrganization,
} from './harness/test-organization.ts';
import { addPartner, addPartnerMember } from './harness/test-partner.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let client: ApiClient;
let staffRole: string;
let organizationId: string;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  client = owner.client;
  staffRole = await findRoleId(client, 'staff');
  organizationId = owner.session.organization.id;
});

const freshEmail = () => `${freshUsername()}@northgate.example`;
const read = (userId: string) => client.succeed(getUser, { params: { userId } });
const change = async ({ id }: { id: string }, body: object) =>
  client.callRaw(updateUser, {
    params: { userId: id },
    body: { revision: (await read(id)).revision, ...body },
  });
const add = (body: object, by = client) =>
  by.callRaw(createUser, { body: { username: freshUsername(), roleId: staffRole, ...body } });
const allowPasswords = (generatedPasswords: boolean) =>
  server.context.database.inOrganization(organizationId, (tx) =>
    tx.update(organizations).set({ generatedPasswords }),
  );

describe('a user', () => {
  it('with a PIN alone gets an address later, which is invited', async () => {
    const user = await addUser(client, 'staff', { pin: '840372' });
    const email = freshEmail();
    expect((await change(user, { email })).body).toMatchObject({ state: 'invited', hasPin: true, email });
    expect((await openMailbox(server).waitForMail(email)).html).toContain('Accept Invite');
  });

  it('with an address gets a PIN later, and loses either, but the last one only on purpose', async () => {
    const { user } = await addMember(server, client, 'staff');
    expect((await change(user, { pin: '718305' })).body).toMatchObject({ hasPin: true, hasPassword: true });
    expect((await change(user, { pin: null })).body).toMatchObject({ hasPin: false });
    expect(codeOf(await change(user, { password: null }))).toBe('last_way_in');
    expect(codeOf(await change(user, { email: null, password: null }))).toBe('last_way_in');
    expect(await read(user.id)).toMatchObject({ hasPassword: true, email: user.email });
    const gone = await change(user, { email: null, password: null, withoutWayIn: true });
    expect(gone.body).toMatchObject({ email: null, hasPassword: false, hasPin: false, state: 'active' });
    // Who has no way in can still be renamed.
    expect((await change(user, { firstName: 'Still' })).status).toBe(200);
  });

  it('keeps an open invitation as a way in, and a PIN only with a role that may use it', async () => {
    const invited = await addUser(client, 'staff', { email: freshEmail(), pin: '503918' });
    expect((await change(invited, { pin: null })).status).toBe(200);
    expect(codeOf(await change(invited, { email: null }))).toBe('last_way_in');
    const withPin = await addUser(client, 'staff', { pin: '629405' });
    expect((await change(withPin, { email: freshEmail() })).status).toBe(200);
    expect((await change(withPin, { email: null })).status).toBe(200);
    expect(codeOf(await change(withPin, { pin: null }))).toBe('last_way_in');
  });

  it('loses sessions and open links with the address', async () => {
    const { client: theirs, user } = await addMember(server, client, 'manager');
    const target = { organizationId, userId: user.id, email: user.email ?? '' };
    await makeLinkCode(server, { ...target, kind: 'password-reset' });
    await makeLinkCode(server, { ...target, kind: 'email-change' });
    await change(user, { email: freshEmail() });
    expect(codeOf(await theirs.call(getSession, {}))).toBe('not_signed_in');
    const { rows } = await server.context.database.lookUp.execute(
      `select kind from one_time_links where user_id = '${user.id}' and used_at is null and voided_at is null`,
    );
    expect(rows).toEqual([]);
  });

  it('keeps phone and language, and refuses a phone that is none', async () => {
    const answer = await add({ phone: '+49 30 901820', language: 'fr' });
    expect(answer.body).toMatchObject({ phone: '+4930901820', language: 'fr' });
    const user = answer.body as User;
    expect((await change(user, { phone: null, language: null })).body).toMatchObject({
      phone: null,
      language: null,
    });
    expect((await change(user, { phone: 'call me' })).body).toMatchObject({ errors: [{ field: 'phone' }] });
    expect((await add({ phone: '12' })).body).toMatchObject({ errors: [{ field: 'phone' }] });
  });
});

describe('a temporary PIN', () => {
  it('is random, shown once, and must be changed', async () => {
    const answer = await add({ temporaryPin: true });
    const { shownOnce, ...user } = createUser.output.parse(answer.body);
    expect(findPinWeakness(shownOnce.pin ?? '', 6)).toBeNull();
    expect(user).toMatchObject({ hasPin: true, pinChange: 'temporary' });
    expect(JSON.stringify(await read(user.id))).not.toContain(shownOnce.pin);
    expect(server.logLines.join('')).not.toContain(shownOnce.pin);
  });

  it('takes the place of the old one, ends the session on the tablet, and forgets wrong tries', async () => {
    const user = await addUser(client, 'staff', { pin: '384950' });
    const tablet = await TestDevice.make(server.url);
    await tablet.authorize(client, 'Counter');
    expect((await tablet.signInWithPin('384950')).status).toBe(200);
    const given = await client.succeed(giveTemporaryPin, { params: { userId: user.id } });
    expect(given.user).toMatchObject({ pinChange: 'temporary', pinDisabled: false });
    expect((await tablet.call(getSession, {})).status).toBe(401);
    expect((await tablet.signInWithPin('384950')).status).toBe(401);
    expect((await tablet.signInWithPin(given.pin)).status).toBe(200);
    expect((await tablet.call(getSession, {})).body).toMatchObject({ mustChange: 'pin', permissions: [] });
  });

  it('is given to nobody whom it would not let in', async () => {
    const give = (userId: string) => client.call(giveTemporaryPin, { params: { userId } });
    const suspended = await addUser(client, 'staff', { pin: '905172' });
    await change(suspended, { state: 'suspended' });
    expect((await give(suspended.id)).body).toMatchObject({
      errors: [{ message: expect.stringContaining('suspended') }],
    });
    const { id: roleId } = await client.succeed(createRole, { body: { name: 'Desk', permissions: [] } });
    const atDesk = createUser.output.parse((await add({ roleId, email: freshEmail() })).body);
    expect((await give(atDesk.id)).body).toMatchObject({
      errors: [{ field: 'userId', message: expect.stringContaining('can’t sign in on tablets') }],
    });
    expect(await read(atDesk.id)).toMatchObject({ hasPin: false });
  });

  it('is given by nobody to somebody above them, or out of sight', async () => {
    const manager = await addMember(server, client, 'manager');
    const params = (userId: string) => ({ params: { userId } });
    const admin = await addUser(client, 'admin');
    expect(codeOf(await manager.client.call(giveTemporaryPin, params(admin.id)))).toBe('above_you');
    await limitToUnits(server, organizationId, manager.user.id, [
      await addUnit(server, organizationId, 'Hut'),
    ]);
    expect(codeOf(await manager.client.call(giveTemporaryPin, params(admin.id)))).toBe('not_found');
  });
});

describe('a generated password', () => {
  const params = ({ id }: { id: string }) => ({ params: { userId: id } });

  it('is made only where the organization wants it, for somebody with an address', async () => {
    await allowPasswords(false);
    const refused = await add({ email: freshEmail(), generatedPassword: 'shown' });
    expect(refused.body).toMatchObject({ errors: [{ field: 'generatedPassword' }] });
    const invited = await addUser(client, 'staff', { email: freshEmail() });
    const make = (user: { id: string }) =>
      client.call(generatePassword, { ...params(user), body: { deliver: 'shown' } });
    expect((await make(invited)).body).toMatchObject({ errors: [{ field: 'deliver' }] });
    await allowPasswords(true);
    expect((await add({ generatedPassword: 'shown' })).body).toMatchObject({ errors: [{ field: 'email' }] });
    const pinOnly = await addUser(client, 'staff', { pin: '274916' });
    expect((await make(pinOnly)).body).toMatchObject({ errors: [{ field: 'deliver' }] });
    expect((await make(owner.session.user)).body).toMatchObject({ errors: [{ field: 'deliver' }] });
  });

  it('is shown once, signs in, and must be changed', async () => {
    await allowPasswords(true);
    const email = freshEmail();
    const { shownOnce, ...user } = createUser.output.parse(
      (await add({ email, generatedPassword: 'shown' })).body,
    );
    expect(shownOnce.password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    expect(user).toMatchObject({ state: 'active', hasPassword: true, invitation: null });
    const person = new ApiClient(server.url);
    const session = await person.succeed(signIn, { body: { email, password: shownOnce.password ?? '' } });
    expect(session).toMatchObject({ mustChange: 'password', permissions: [] });
    expect(server.logLines.join('')).not.toContain(shownOnce.password);
  });

  it('goes by mail where it is wanted, and ends invitation and sessions', async () => {
    await allowPasswords(true);
    const invited = await addUser(client, 'staff', { email: freshEmail() });
    const answer = await client.succeed(generatePassword, {
      ...params(invited),
      body: { deliver: 'mailed' },
    });
    expect(answer).toMatchObject({ password: null, user: { state: 'active', invitation: null } });
    const mail = await openMailbox(server).waitForMail(invited.email ?? '', 'one-time password');
    const [password = ''] = /([a-z2-9]{5}-){3}[a-z2-9]{5}/.exec(mail.text) ?? [];
    const person = new ApiClient(server.url);
    await person.succeed(signIn, { body: { email: invited.email ?? '', password } });
    await client.succeed(generatePassword, { ...params(invited), body: { deliver: 'shown' } });
    expect(codeOf(await person.call(getSession, {}))).toBe('not_signed_in');
  });
});

describe('units', () => {
  it('of a new user are those named, within reach of the one who adds, or their own', async () => {
    const site = await addUnit(server, organizationId, 'Site');
    const line = await addUnit(server, organizationId, 'Line', site);
    const far = await addUnit(server, organizationId, 'Far');
    const admin = await addMember(server, client, 'admin');
    await limitToUnits(server, organizationId, admin.user.id, [site]);
    const unitsOf = (answer: { body: unknown }) => (answer.body as User).units.map(({ id }) => id);
    expect(unitsOf(await add({}, admin.client))).toEqual([site]);
    expect(unitsOf(await add({ unitIds: [line] }, admin.client))).toEqual([line]);
    const outside = await add({ unitIds: [line, far] }, admin.client);
    expect(outside.body).toMatchObject({ code: 'validation_failed', errors: [{ field: 'unitIds' }] });
    const user = (await add({ unitIds: [line] }, admin.client)).body as User;
    const byAdmin = (unitIds: string[], revision: number) =>
      admin.client.call(updateUser, { params: { userId: user.id }, body: { revision, unitIds } });
    for (const unitIds of [[], [far], [site, far]]) {
      expect((await byAdmin(unitIds, user.revision)).body).toMatchObject({ errors: [{ field: 'unitIds' }] });
    }
    const moved = await byAdmin([site], user.revision);
    expect(unitsOf(moved)).toEqual([site]);
    expect((moved.body as User).revision).toBeGreaterThan(user.revision);
    expect(unitsOf(await change(user, { unitIds: [] }))).toEqual([]);
  });
});

describe('a partner’s user who manages', () => {
  it('adds users of their own company alone, with roles that fit, and no units', async () => {
    const partner = await addPartner(client);
    const boss = await addPartnerMember(server, client, partner.id, 'partner-manager');
    const made = await add({ email: freshEmail(), roleId: await findRoleId(client, 'partner') }, boss.client);
    expect(made.body).toMatchObject({ partner: { id: partner.id }, state: 'invited' });
    const manager = await findRoleId(client, 'manager');
    expect((await add({ roleId: manager }, boss.client)).body).toMatchObject({
      errors: [{ field: 'roleId' }],
    });
    const yard = await addUnit(server, organizationId, 'Yard');
    expect((await add({ unitIds: [yard] }, boss.client)).body).toMatchObject({
      errors: [{ field: 'unitIds' }],
    });
    // Nor can anybody raise a partner’s person above what partners may have.
    const raised = await change(made.body as User, { roleId: manager });
    expect(raised.body).toMatchObject({ code: 'validation_failed', errors: [{ field: 'roleId' }] });
  });
});
