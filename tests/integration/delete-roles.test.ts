// Deleting a role: where its people go, and that nobody comes to more by it.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { createRole, deleteRole, listRoles, type Role } from '../../src/contract/endpoints/roles.ts';
import { createUser, getUser, type User } from '../../src/contract/endpoints/users.ts';
import type { Permission } from '../../src/contract/permissions.ts';
import { users } from '../../src/server/database/schema.ts';
import type { ApiClient } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import {
  addMemberWith,
  findRoleId,
  freshUsername,
  type Member,
  setUpOrganization,
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
const makeMember = ({ id }: Role) => addMemberWith(server, owner.client, id);
// A refusal before it is noted in its own time.
const newestEvent = async () =>
  (await owner.client.succeed(listAuditEvents, {})).events.find(({ action }) => action !== 'access.refused');

describe('deleting a role', () => {
  const remove = (roleId: string, moveTo?: string, client = owner.client) =>
    client.call(deleteRole, { params: { roleId }, body: moveTo ? { moveTo } : {} });

  it('asks where its users go, and moves them all', async () => {
    const role = await makeRole(['tablet:use']);
    const people = [await addPerson(role.id), await addPerson(role.id)];
    const refused = await remove(role.id);
    expect(refused.body).toMatchObject({ code: 'role_in_use' });
    expect(JSON.stringify(refused.body)).toContain('2 users');
    const manager = await findRoleId(owner.client, 'manager');
    expect((await remove(role.id, manager)).body).toEqual({ moved: 2 });
    for (const person of people) {
      const now = await owner.client.succeed(getUser, { params: { userId: person.id } });
      expect(now.role.id).toBe(manager);
      expect(now.revision).toBeGreaterThan(person.revision);
    }
    expect(await newestEvent()).toMatchObject({
      action: 'role.deleted',
      subject: role.name,
      detail: { moved: 2, movedTo: 'Manager', removed: ['tablet:use'] },
    });
    expect((await remove(role.id, manager)).body).toMatchObject({ code: 'not_found' });
  });

  it('deletes one that nobody has without a choice, also when it belonged to somebody who was deleted', async () => {
    const role = await makeRole([]);
    const { id } = await addPerson(role.id);
    await server.context.database.inOrganization(organizationId, (tx) =>
      tx.update(users).set({ state: 'deleted' }).where(eq(users.id, id)),
    );
    expect((await remove(role.id)).body).toEqual({ moved: 0 });
    expect(await roleOf(owner.client, role.id)).toBeUndefined();
  });

  it('moves nobody into ownership, into the role itself, into one that is not there, or beyond what partners may have', async () => {
    const role = await makeRole(['tablet:use']);
    await makePartnerPerson(server, owner, role.id);
    const ids = await Promise.all(
      (['owner', 'manager'] as const).map((key) => findRoleId(owner.client, key)),
    );
    for (const moveTo of [...ids, role.id, randomUUID()]) {
      expect((await remove(role.id, moveTo)).body).toMatchObject({
        code: 'validation_failed',
        errors: [{ field: 'moveTo' }],
      });
    }
    expect((await remove(role.id, await findRoleId(owner.client, 'partner'))).body).toEqual({ moved: 1 });
  });

  it('moves nobody into a role that may do more than the one who asks', async () => {
    const { client } = await makeMember(await makeRole(['users:read', 'roles:manage', 'tablet:use']));
    const role = await makeRole(['tablet:use']);
    await addPerson(role.id);
    const answer = await remove(role.id, await findRoleId(owner.client, 'manager'), client);
    expect(answer.body).toMatchObject({ code: 'above_you', errors: [{ field: 'moveTo' }] });
    expect((await remove(role.id, await findRoleId(owner.client, 'staff'), client)).body).toEqual({
      moved: 1,
    });
  });
});
