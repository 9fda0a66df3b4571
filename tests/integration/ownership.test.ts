// Handing the ownership over: with the password, to somebody who can sign in, once.
import { beforeEach, describe, expect, it } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { transferOwnership } from '../../src/contract/endpoints/organization.ts';
import { deleteUsers, getUser, listUsers, updateUser } from '../../src/contract/endpoints/users.ts';
import { type ApiClient, codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import {
  addMember,
  addUnit,
  addUser,
  findRoleId,
  givePassword,
  limitToUnits,
  type Member,
  setUpOrganization,
  testPassword,
  whoIs,
} from './harness/test-organization.ts';
import { addPartner, addPartnerMember } from './harness/test-partner.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
beforeEach(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
});

const transfer = (by: ApiClient, userId: string, password = testPassword) =>
  by.callRaw(transferOwnership, { body: { userId, password } });
const roleOf = async (by: ApiClient, userId: string) =>
  (await by.succeed(getUser, { params: { userId } })).role.name;

describe('the ownership', () => {
  it('is offered to all who can own, and to them alone, however many others there are', async () => {
    const heir = await addMember(server, owner.client, 'staff');
    await owner.client.succeed(updateUser, {
      params: { userId: heir.user.id },
      body: { revision: heir.user.revision, lastName: 'Zuse' },
    });
    const limited = await addMember(server, owner.client, 'staff');
    const organizationId = owner.session.organization.id;
    await limitToUnits(server, organizationId, limited.user.id, [
      await addUnit(server, organizationId, 'Yard'),
    ]);
    const partner = await addPartner(owner.client);
    await addPartnerMember(server, owner.client, partner.id);
    for (let at = 0; at < 55; at += 1) await addUser(owner.client, 'staff');
    const { users } = await owner.client.succeed(listUsers, { query: { mayOwn: 'yes' } });
    expect(users.map(({ id }) => id)).toEqual([heir.user.id]);
  });

  it('goes to the heir; the former owner is an admin, and can then be deleted like anyone', async () => {
    const heir = await addMember(server, owner.client, 'manager');
    const ownerId = owner.session.user.id;
    const early = await heir.client.call(deleteUsers, { body: { userIds: [ownerId] } });
    expect(codeOf(early)).toBe('is_owner');
    expect((await transfer(owner.client, heir.user.id)).status).toBe(204);
    expect(await whoIs(heir.client)).toMatchObject({ isOwner: true, role: { name: 'Owner' } });
    expect(await whoIs(owner.client)).toMatchObject({ isOwner: false, role: { name: 'Admin' } });
    const { events } = await heir.client.succeed(listAuditEvents, {});
    expect(events[0]).toMatchObject({
      action: 'organization.ownership-transferred',
      actor: { id: ownerId },
      subject: heir.user.name,
    });
    expect(codeOf(await transfer(owner.client, heir.user.id))).toBe('permission_missing');
    await heir.client.succeed(deleteUsers, { body: { userIds: [ownerId] } });
    expect(codeOf(await heir.client.call(getUser, { params: { userId: ownerId } }))).toBe('not_found');
  });

  it('stays where it is with a wrong password', async () => {
    const heir = await addMember(server, owner.client, 'admin');
    const answer = await transfer(owner.client, heir.user.id, 'not the right one');
    expect(answer.body).toMatchObject({ code: 'wrong_password', errors: [{ field: 'password' }] });
    expect(await roleOf(owner.client, heir.user.id)).toBe('Admin');
  });

  it('goes to nobody who could not use it', async () => {
    const { client } = owner;
    const organizationId = owner.session.organization.id;
    const invited = await addUser(client, 'admin', { email: 'invited@northgate.example' });
    const pinOnly = await addUser(client, 'admin', { pin: '840372' });
    const suspended = await addMember(server, client, 'admin');
    const { id, revision } = suspended.user;
    await client.succeed(updateUser, { params: { userId: id }, body: { revision, state: 'suspended' } });
    const limited = await addMember(server, client, 'admin');
    await limitToUnits(server, organizationId, limited.user.id, [
      await addUnit(server, organizationId, 'Yard'),
    ]);
    const partner = await addPartner(client);
    const guest = await addPartnerMember(server, client, partner.id, 'partner-manager');
    for (const userId of [
      invited.id,
      pinOnly.id,
      id,
      limited.user.id,
      guest.user.id,
      owner.session.user.id,
    ]) {
      const answer = await transfer(client, userId);
      expect(answer.body).toMatchObject({ code: 'validation_failed', errors: [{ field: 'userId' }] });
    }
    expect(codeOf(await transfer(client, crypto.randomUUID()))).toBe('not_found');
    expect(await whoIs(client)).toMatchObject({ isOwner: true });
  });

  it('goes to one of two heirs at once', async () => {
    const heirs = [
      await addMember(server, owner.client, 'admin'),
      await addMember(server, owner.client, 'admin'),
    ];
    const answers = await Promise.all(heirs.map(({ user }) => transfer(owner.client, user.id)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 403]);
    const owners = await Promise.all(heirs.map(async ({ client }) => (await whoIs(client)).isOwner));
    expect(owners.toSorted()).toEqual([false, true]);
  });
});

describe('an owner', () => {
  it('changes their own address in their account alone, where the link goes to the new one', async () => {
    const { client, session } = owner;
    const userId = session.user.id;
    const { revision } = await client.succeed(getUser, { params: { userId } });
    for (const change of [
      { email: 'olivia@northgate.example' },
      { email: null, password: null, withoutWayIn: true },
    ]) {
      const answer = await client.callRaw(updateUser, {
        params: { userId },
        body: { revision, firstName: 'Olivia', ...change },
      });
      expect(answer.body).toMatchObject({ code: 'validation_failed', errors: [{ field: 'email' }] });
      expect(JSON.stringify(answer.body)).toContain('Request Email Change');
    }
    const { user } = await whoIs(client);
    expect([user.email, user.firstName]).toEqual([session.user.email, session.user.firstName]);
    const saved = await client.succeed(updateUser, {
      params: { userId },
      body: { revision, firstName: 'Olivia', email: session.user.email },
    });
    expect(saved.firstName).toBe('Olivia');
  });

  it('may have their address changed by another owner, and stays one who can sign in', async () => {
    const other = await addMember(server, owner.client, 'owner');
    const params = { userId: other.user.id };
    const moved = await owner.client.succeed(updateUser, {
      params,
      body: { revision: other.user.revision, email: 'olivia@northgate.example' },
    });
    expect(moved).toMatchObject({ email: 'olivia@northgate.example', hasPassword: true, state: 'active' });
  });

  it('is never limited to units', async () => {
    const { client, session } = owner;
    const yard = await addUnit(server, session.organization.id, 'Yard');
    const userId = session.user.id;
    const { revision } = await client.succeed(getUser, { params: { userId } });
    const answer = await client.call(updateUser, { params: { userId }, body: { revision, unitIds: [yard] } });
    expect(answer.body).toMatchObject({ code: 'validation_failed', errors: [{ field: 'unitIds' }] });
    const made = await addUser(client, 'admin', {
      email: 'ada@northgate.example',
      unitIds: [yard],
    } as object);
    await givePassword(server, made.id);
    const raised = await client.call(updateUser, {
      params: { userId: made.id },
      body: { revision: made.revision, roleId: await findRoleId(client, 'owner') },
    });
    expect(raised.body).toMatchObject({ code: 'validation_failed', errors: [{ field: 'unitIds' }] });
  });
});
