// Roles: who may make and change which, and how soon a change holds.
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import {
  createRole,
  deleteRole,
  listRoles,
  type Role,
  updateRole,
} from '../../src/contract/endpoints/roles.ts';
import { createUser, type User } from '../../src/contract/endpoints/users.ts';
import { allPermissions, type Permission } from '../../src/contract/permissions.ts';
import { users } from '../../src/server/database/schema.ts';
import type { ApiClient } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import {
  addMember,
  addMemberWith,
  addUnit,
  findRoleId,
  freshUsername,
  givePassword,
  limitToUnits,
  type Member,
  setUpOrganization,
  signInAs,
  whoIs,
} from './harness/test-organization.ts';
import { makePartnerPerson } from './harness/test-partner.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let organizationId: string;

beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
});

const makeRole = (permissions: Permission[], client = owner.client): Promise<Role> =>
  client.succeed(createRole, { body: { name: freshUsername(), permissions } });
const rolesOf = async (client: ApiClient) => (await client.succeed(listRoles, {})).roles;
const roleOf = async (client: ApiClient, id: string) =>
  (await rolesOf(client)).find((role) => role.id === id);
const addPerson = (roleId: string): Promise<User> =>
  owner.client.succeed(createUser, { body: { username: freshUsername(), roleId } });
const change = (client: ApiClient, roleId: string, body: object) =>
  client.call(updateRole, { params: { roleId }, body });

const makeMember = ({ id }: Role) => addMemberWith(server, owner.client, id);
// A refusal before it is noted in its own time.
const newestEvent = async () =>
  (await owner.client.succeed(listAuditEvents, {})).events.find(({ action }) => action !== 'access.refused');

describe('the list of roles', () => {
  it('begins with the built-in roles, which nobody can change, and tells how many users have each', async () => {
    const roles = await rolesOf(owner.client);
    expect(roles.slice(0, 6).map(({ name, editable }) => [name, editable])).toEqual([
      ['Owner', false],
      ['Admin', false],
      ['Manager', false],
      ['Staff', false],
      ['Partner manager', false],
      ['Partner user', false],
    ]);
    expect(roles.slice(0, 6).map(({ forPartners }) => forPartners)).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
    expect(roles[0]?.userCount).toBe(1);
  });

  it('counts only the users whom the one who asks may see', async () => {
    const role = await makeRole(['tablet:use']);
    const [inside] = [await addPerson(role.id), await addPerson(role.id)];
    const unit = await addUnit(server, organizationId, freshUsername());
    const manager = await addMember(server, owner.client, 'manager');
    await limitToUnits(server, organizationId, manager.user.id, [unit]);
    await limitToUnits(server, organizationId, inside.id, [unit]);
    expect((await roleOf(owner.client, role.id))?.userCount).toBe(2);
    expect((await roleOf(manager.client, role.id))?.userCount).toBe(1);
  });

  it('shows a partner’s user only the roles that partners may have', async () => {
    const secret = await makeRole(['audit:read']);
    const email = `${freshUsername()}@partner.example`;
    const id = await makePartnerPerson(server, owner, await findRoleId(owner.client, 'partner-manager'));
    await server.context.database.inOrganization(organizationId, (tx) =>
      tx.update(users).set({ email, emailFolded: email }).where(eq(users.id, id)),
    );
    await givePassword(server, id);
    const { client } = await signInAs(server, email);
    const roles = await rolesOf(client);
    expect(roles.every(({ forPartners }) => forPartners)).toBe(true);
    expect(roles.map((role) => role.id)).not.toContain(secret.id);
  });
});

describe('creating a role', () => {
  it('keeps its name and permissions, tells the audit trail what was given, and raises the revision', async () => {
    const role = await makeRole(['users:read', 'tablet:use']);
    expect(role).toMatchObject({
      builtIn: null,
      permissions: ['tablet:use', 'users:read'],
      editable: true,
      grantable: true,
      userCount: 0,
    });
    expect(await newestEvent()).toMatchObject({
      action: 'role.created',
      subject: role.name,
      detail: { added: ['tablet:use', 'users:read'] },
    });
    expect((await makeRole([])).revision).toBe(role.revision + 1);
  });

  it('refuses a name that another role has, in whatever spelling, also of two at once', async () => {
    const problem = await owner.client.refuse(createRole, { body: { name: ' sTAFF ', permissions: [] } });
    expect(problem).toMatchObject({ code: 'role_name_taken', errors: [{ field: 'name' }] });
    const body = { name: freshUsername(), permissions: [] };
    const answers = await Promise.all([1, 2, 3].map(() => owner.client.call(createRole, { body })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  });

  it('gives nobody the ownership', async () => {
    const body = { name: freshUsername(), permissions: [...allPermissions] };
    const problem = await owner.client.refuse(createRole, { body });
    expect(problem).toMatchObject({ code: 'validation_failed', errors: [{ field: 'permissions' }] });
  });

  it('takes no permission that the one who asks does not have', async () => {
    const limited = await makeMember(await makeRole(['users:read', 'roles:manage']));
    const body = { name: freshUsername(), permissions: ['users:read' as const, 'audit:read' as const] };
    const problem = await limited.client.refuse(createRole, { body });
    expect(problem).toMatchObject({ code: 'above_you', errors: [{ field: 'permissions' }] });
    await limited.client.succeed(createRole, { body: { ...body, permissions: ['users:read'] } });
  });

  it('adds what a permission needs, so that no role opens nothing', async () => {
    const role = await makeRole(['units:manage', 'devices:revoke']);
    expect(role.permissions).toEqual(['devices:read', 'devices:revoke', 'units:read', 'units:manage']);
    const changed = await owner.client.succeed(updateRole, {
      params: { roleId: role.id },
      body: { permissions: ['users:manage'] },
    });
    expect(changed.permissions).toEqual(['users:read', 'users:manage']);
  });

  it('adds nothing that the one who asks does not have', async () => {
    const { client } = await makeMember(await makeRole(['roles:manage', 'pins:answer']));
    const body = { name: freshUsername(), permissions: ['units:manage' as const] };
    expect((await client.refuse(createRole, { body })).code).toBe('above_you');
  });

  it('is not for those who are limited to units', async () => {
    const admin = await addMember(server, owner.client, 'admin');
    await limitToUnits(server, organizationId, admin.user.id, [
      await addUnit(server, organizationId, freshUsername()),
    ]);
    const { code } = await admin.client.refuse(createRole, {
      body: { name: freshUsername(), permissions: [] },
    });
    expect(code).toBe('permission_missing');
    const role = await makeRole([]);
    expect((await roleOf(admin.client, role.id))?.editable).toBe(false);
    // So that no screen offers it.
    expect((await whoIs(admin.client)).limitedToUnits).toBe(true);
    expect((await whoIs(owner.client)).limitedToUnits).toBe(false);
  });
});

describe('changing a role', () => {
  it('holds from the next request of those who have it, both ways', async () => {
    const role = await makeRole(['users:read']);
    const { client } = await makeMember(role);
    expect((await client.call(listRoles, {})).status).toBe(200);
    const less = await owner.client.succeed(updateRole, {
      params: { roleId: role.id },
      body: { permissions: [] },
    });
    expect((await client.refuse(listRoles, {})).code).toBe('permission_missing');
    expect((await whoIs(client)).permissions).toEqual([]);
    expect(await newestEvent()).toMatchObject({
      action: 'role.changed',
      detail: { added: [], removed: ['users:read'] },
    });
    await owner.client.succeed(updateRole, {
      params: { roleId: role.id },
      body: { revision: less.revision, name: 'Night shift', permissions: ['users:read', 'audit:read'] },
    });
    expect((await whoIs(client)).role.name).toBe('Night shift');
    expect((await client.call(listAuditEvents, {})).status).toBe(200);
    expect((await newestEvent())?.detail).toEqual({
      added: ['users:read', 'audit:read'],
      removed: [],
      name: 'Night shift',
      nameBefore: role.name,
    });
  });

  it('refuses an older revision, and writes nothing for what stays as it is', async () => {
    const role = await makeRole(['users:read']);
    const same = await owner.client.succeed(updateRole, {
      params: { roleId: role.id },
      body: { name: role.name, permissions: ['users:read'] },
    });
    expect(same.revision).toBe(role.revision);
    await owner.client.succeed(updateRole, { params: { roleId: role.id }, body: { permissions: [] } });
    const answer = await change(owner.client, role.id, { revision: role.revision, name: 'Late' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
  });

  it('leaves built-in roles, one’s own role and roles above one alone', async () => {
    for (const { id } of (await rolesOf(owner.client)).filter(({ builtIn }) => builtIn)) {
      const { body } = await change(owner.client, id, { name: 'Mine' });
      expect(body).toMatchObject({ code: 'validation_failed' });
    }
    const own = await makeRole(['users:read', 'roles:manage', 'tablet:use']);
    const { client } = await makeMember(own);
    expect((await change(client, own.id, { permissions: ['users:read'] })).body).toMatchObject({
      code: 'above_you',
    });
    const above = await makeRole(['users:read', 'audit:read']);
    for (const body of [{ permissions: [] }, { name: 'Lower' }]) {
      expect((await change(client, above.id, body)).body).toMatchObject({ code: 'above_you' });
    }
    const { code } = await client.refuse(deleteRole, { params: { roleId: above.id }, body: {} });
    expect(code).toBe('above_you');
    const below = await makeRole(['users:read']);
    expect((await change(client, below.id, { permissions: ['tablet:use'] })).status).toBe(200);
    expect((await change(client, below.id, { permissions: ['audit:read'] })).body).toMatchObject({
      code: 'above_you',
    });
  });

  it('goes no further than partners may, while their users have the role', async () => {
    const role = await makeRole(['tablet:use']);
    await makePartnerPerson(server, owner, role.id);
    await makePartnerPerson(server, owner, role.id);
    const { body } = await change(owner.client, role.id, { permissions: ['tablet:use', 'audit:read'] });
    expect(body).toMatchObject({ code: 'validation_failed', errors: [{ field: 'permissions' }] });
    expect(JSON.stringify(body)).toContain('2 users of partner companies');
    expect((await change(owner.client, role.id, { permissions: ['users:read'] })).status).toBe(200);
  });
});
