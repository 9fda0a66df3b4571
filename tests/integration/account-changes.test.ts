// One's own account: name, language and password.
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { getAccount, updateAccount } from '../../src/contract/endpoints/account.ts';
import { requestEmailChange } from '../../src/contract/endpoints/email-change.ts';
import { changePassword, signIn } from '../../src/contract/endpoints/password.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { passwordLengthRange } from '../../src/contract/fields.ts';
import { auditEvents, organizations, users } from '../../src/server/database/schema.ts';
import { ApiClient } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addUser,
  givePassword,
  type Member,
  openSession,
  setUpOrganization,
  signInAs,
  testPassword,
  whoIs,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const newPassword = 'seven quiet umbrellas';

let server: TestServer;
let owner: Member;
let organizationId: string;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
});

const inOrganization: TestServer['context']['database']['inOrganization'] = (id, work) =>
  server.context.database.inOrganization(id, work);
const readRevision = async () => {
  const [row] = await inOrganization(organizationId, (tx) => tx.select().from(organizations));
  return row?.revision;
};
const readEvents = (actorId: string) =>
  inOrganization(organizationId, (tx) =>
    tx.select().from(auditEvents).where(eq(auditEvents.actorId, actorId)).orderBy(auditEvents.position),
  );

describe('name and language', () => {
  it('are changed for the session, for the list of users and in the audit trail', async () => {
    const { client, user } = await addMember(server, owner.client, 'manager');
    const body = { firstName: '  Zoë ', lastName: 'Lindqvist', language: 'de' } as const;
    const session = await client.succeed(updateAccount, { body });
    expect(session.user).toMatchObject({ name: 'Zoë Lindqvist', firstName: 'Zoë', language: 'de' });
    expect((await whoIs(client)).user).toEqual(session.user);
    expect((await readEvents(user.id)).at(-1)).toMatchObject({
      action: 'account.changed',
      detail: { changed: ['firstName', 'lastName', 'language'] },
    });
  });

  it('reach a tablet with the next pull', async () => {
    const fresh = await openSession(server, owner.session);
    const device = await TestDevice.make(server.url);
    await device.authorize(fresh, 'Counter');
    const email = 'pia@northgate.example';
    const { id } = await addUser(fresh, 'staff', { pin: '840372', email });
    await givePassword(server, id);
    const { client } = await signInAs(server, email);
    const { cursor } = await device.pull();
    await client.succeed(updateAccount, { body: { firstName: 'Paula' } });
    const { users: people } = (await device.pull(cursor)).puts;
    expect(people).toMatchObject([{ id, name: 'Paula' }]);
  });

  it('stay as they are where they are not named; nothing at all changes nothing', async () => {
    const { client, user } = await addMember(server, owner.client, 'staff');
    await client.succeed(updateAccount, { body: { firstName: 'Ada', lastName: 'Byron', language: 'fr' } });
    await client.succeed(updateAccount, { body: { lastName: 'Lovelace' } });
    await client.succeed(updateAccount, { body: { language: null } });
    expect((await whoIs(client)).user).toMatchObject({ name: 'Ada Lovelace', language: null });
    const before = await readRevision();
    const events = (await readEvents(user.id)).length;
    await client.succeed(updateAccount, { body: {} });
    await client.succeed(updateAccount, { body: { firstName: 'Ada', language: null } });
    expect(await readRevision()).toBe(before);
    expect((await readEvents(user.id)).length).toBe(events);
  });

  it('are refused whole with the field named', async () => {
    const { client } = await addMember(server, owner.client, 'staff');
    for (const [body, field] of [
      [{ firstName: 'Ada', lastName: 'x'.repeat(101) }, 'lastName'],
      [{ firstName: 'A\u0007da' }, 'firstName'],
      [{ firstName: 'Ada', language: 'tlh' }, 'language'],
    ] as const) {
      const answer = await client.callRaw(updateAccount, { body });
      expect(answer.body).toMatchObject({ code: 'validation_failed', errors: [{ field }] });
    }
    expect((await whoIs(client)).user.firstName).toBe('');
  });
});

describe('the password', () => {
  const change = { currentPassword: testPassword, newPassword };

  it('may be changed while the other sessions go on', async () => {
    const { client, session } = await addMember(server, owner.client, 'staff');
    const other = await openSession(server, session);
    await client.succeed(changePassword, { body: { ...change, keepOtherSessions: true } });
    await whoIs(other);
    await client.succeed(changePassword, {
      body: { currentPassword: newPassword, newPassword: testPassword },
    });
    expect((await other.refuse(getSession, {})).code).toBe('not_signed_in');
  });

  it('fits the organization’s least length, at the edge', async () => {
    const { client } = await addMember(server, owner.client, 'staff');
    const setLength = (passwordMinLength: number) =>
      inOrganization(organizationId, (tx) => tx.update(organizations).set({ passwordMinLength }));
    await setLength(newPassword.length + 1);
    expect((await client.succeed(getAccount, {})).passwordMinLength).toBe(newPassword.length + 1);
    const problem = await client.refuse(changePassword, { body: change });
    expect(problem).toMatchObject({ code: 'validation_failed', errors: [{ field: 'newPassword' }] });
    expect(problem.detail).toContain(String(newPassword.length + 1));
    await setLength(newPassword.length);
    await client.succeed(changePassword, { body: change });
    await setLength(passwordLengthRange.min);
  });

  it('is not made of the names that others know', async () => {
    const { client } = await addMember(server, owner.client, 'staff');
    await client.succeed(updateAccount, { body: { firstName: 'Wilhelmina', lastName: 'Featherstone' } });
    for (const known of ['NorthgateBakery2026', 'wilhelmina-featherstone', 'Featherstone123']) {
      const body = { currentPassword: testPassword, newPassword: known };
      expect(await client.refuse(changePassword, { body })).toMatchObject({
        code: 'validation_failed',
        errors: [{ field: 'newPassword' }],
      });
    }
  });
});

describe('a password that the system made', () => {
  const mustChange = (userId: string) =>
    inOrganization(organizationId, (tx) =>
      tx.update(users).set({ passwordMustChange: true }).where(eq(users.id, userId)),
    );

  it('opens nothing but its own change, which may not keep it', async () => {
    const { client, user, session } = await addMember(server, owner.client, 'admin');
    const other = await openSession(server, session);
    await mustChange(user.id);
    expect(await whoIs(client)).toMatchObject({ mustChange: 'password', permissions: [] });
    for (const refused of [
      client.refuse(updateAccount, { body: { firstName: 'Ada' } }),
      client.refuse(requestEmailChange, { body: { email: 'x@moved.example', password: testPassword } }),
    ])
      expect((await refused).code).toBe('change_required');
    const same = { currentPassword: testPassword, newPassword: testPassword };
    expect(await client.refuse(changePassword, { body: same })).toMatchObject({
      code: 'validation_failed',
      errors: [{ field: 'newPassword' }],
    });
    const body = { currentPassword: testPassword, newPassword, keepOtherSessions: true } as const;
    expect((await client.succeed(changePassword, { body })).mustChange).toBeNull();
    expect((await whoIs(client)).permissions).toContain('users:manage');
    expect((await other.refuse(getSession, {})).code).toBe('not_signed_in');
    const again = new ApiClient(server.url);
    const signedIn = await again.succeed(signIn, {
      body: { email: user.email ?? '', password: newPassword },
    });
    expect(signedIn.mustChange).toBeNull();
  });
});
