// Refusals by permission stand in the audit trail, and nobody floods it with them.
import { and, eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { listRoles } from '../../src/contract/endpoints/roles.ts';
import { deleteUsers, listUsers } from '../../src/contract/endpoints/users.ts';
import { auditEvents } from '../../src/server/database/schema.ts';
import { codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import {
  addMember,
  addUser,
  type Member,
  openSession,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
});

const refusalsOf = (userId: string) =>
  server.context.database.inOrganization(owner.session.organization.id, (tx) =>
    tx
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.actorId, userId), eq(auditEvents.action, 'access.refused')))
      .orderBy(auditEvents.position),
  );
const detailsOf = async (userId: string) => (await refusalsOf(userId)).map(({ detail }) => detail);

it('tells the first of a user at an endpoint in an hour, and later how many followed', async () => {
  const { client, user } = await addMember(server, owner.client, 'staff');
  const refuse = async () => expect(codeOf(await client.call(listUsers, {}))).toBe('permission_missing');
  await Promise.all(Array.from({ length: 30 }, refuse));
  const first = { operation: 'listUsers', code: 'permission_missing' };
  await expect.poll(() => detailsOf(user.id)).toEqual([first]);
  server.clock.advance(3600_000);
  await refuse();
  await expect.poll(async () => (await detailsOf(user.id)).length).toBe(3);
  expect(await detailsOf(user.id)).toEqual(expect.arrayContaining([first, first, { ...first, more: 29 }]));
});

it('tells what the guard refused and what the work refused, apart by endpoint, and nothing else', async () => {
  const client = await openSession(server, owner.session);
  const manager = await addMember(server, client, 'manager');
  const admin = await addUser(client, 'admin');
  expect(codeOf(await manager.client.call(deleteUsers, { body: { userIds: [admin.id] } }))).toBe('above_you');
  expect(codeOf(await manager.client.call(listAuditEvents, {}))).toBe('permission_missing');
  expect((await manager.client.call(listRoles, {})).status).toBe(200);
  const missing = { body: { userIds: [crypto.randomUUID()] } };
  expect(codeOf(await manager.client.call(deleteUsers, missing))).toBe('not_found');
  await expect
    .poll(async () =>
      (await detailsOf(manager.user.id)).map(({ operation, code }) => `${operation} ${code}`).toSorted(),
    )
    .toEqual(['deleteUsers above_you', 'listAuditEvents permission_missing']);
});
