// The audit trail says which access was given and taken, to whom, and by whom as they were called then.
import { beforeAll, expect, it } from 'vitest';
import { updateAccount } from '../../src/contract/endpoints/account.ts';
import {
  type AuditEvent,
  exportAuditEvents,
  listAuditEvents,
  verifyAuditTrail,
} from '../../src/contract/endpoints/audit-events.ts';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { createRole, deleteRole } from '../../src/contract/endpoints/roles.ts';
import { deleteUnit } from '../../src/contract/endpoints/units.ts';
import { createUser, getUser, updateUser } from '../../src/contract/endpoints/users.ts';
import { auditEvents } from '../../src/server/database/schema.ts';
import { makeServer } from './harness/server-of-file.ts';
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
import { addPartner, addPartnerUser } from './harness/test-partner.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let organizationId: string;
let units: { yard: string; depot: string };
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
  units = {
    yard: await addUnit(server, organizationId, 'Yard'),
    depot: await addUnit(server, organizationId, 'Depot'),
  };
});

async function readTrail(query: { personId?: string } = {}): Promise<AuditEvent[]> {
  return (await owner.client.succeed(listAuditEvents, { query })).events;
}
const newestOf = async (personId: string) => (await readTrail({ personId }))[0];

it('names the units and the partner of a new user', async () => {
  const roleId = await findRoleId(owner.client, 'staff');
  const body = { username: freshUsername(), roleId, unitIds: [units.yard, units.depot] };
  const { id } = await owner.client.succeed(createUser, { body });
  expect((await newestOf(id))?.detail).toMatchObject({ role: 'Staff', units: ['Depot', 'Yard'] });
  const partner = await addPartner(owner.client, 'Acme');
  const theirs = await addPartnerUser(owner.client, partner.id);
  const created = (await readTrail({ personId: theirs.id })).find(({ action }) => action === 'user.created');
  expect(created?.detail).toMatchObject({ role: 'Partner user', partner: 'Acme' });
});

it('names the units that a user had and has', async () => {
  const user = await addUser(owner.client, 'staff');
  const change = async (unitIds: string[]) => {
    const params = { userId: user.id };
    const { revision } = await owner.client.succeed(getUser, { params });
    await owner.client.succeed(updateUser, { params, body: { revision, unitIds } });
    return (await newestOf(user.id))?.detail;
  };
  expect(await change([units.yard])).toMatchObject({ unitsBefore: [], units: ['Yard'] });
  expect(await change([units.depot])).toMatchObject({ unitsBefore: ['Yard'], units: ['Depot'] });
  expect(await change([])).toMatchObject({ unitsBefore: ['Depot'], units: [] });
  expect(await change([])).not.toHaveProperty('units');
});

it('tells of everybody who got another role since theirs was deleted', async () => {
  const body = { name: 'Night shift', permissions: ['tablet:use' as const] };
  const role = await owner.client.succeed(createRole, { body });
  const user = await addUser(owner.client, 'staff');
  await owner.client.succeed(updateUser, {
    params: { userId: user.id },
    body: { revision: user.revision, roleId: role.id },
  });
  const moveTo = await findRoleId(owner.client, 'manager');
  await owner.client.succeed(deleteRole, { params: { roleId: role.id }, body: { moveTo } });
  expect(await newestOf(user.id)).toMatchObject({
    action: 'user.changed',
    detail: { roleBefore: 'Night shift', role: 'Manager' },
  });
});

it('tells of everybody who got another unit since theirs was deleted', async () => {
  const gone = await addUnit(server, organizationId, 'Old hall');
  const user = await addUser(owner.client, 'staff');
  await limitToUnits(server, organizationId, user.id, [gone]);
  await owner.client.succeed(deleteUnit, { params: { unitId: gone }, body: { moveTo: units.yard } });
  expect(await newestOf(user.id)).toMatchObject({
    action: 'user.changed',
    detail: { unitsBefore: ['Old hall'], units: ['Yard'] },
  });
});

it('tells what each setting was before, and of those alone that are others now', async () => {
  await owner.client.succeed(updateOrganization, { body: { leaseHours: 24, autoLockSeconds: 120 } });
  const { length } = await readTrail();
  await owner.client.succeed(updateOrganization, { body: { leaseHours: 12, autoLockSeconds: 120 } });
  const [event] = await readTrail();
  expect(event?.detail).toEqual({ leaseHoursBefore: 24, leaseHours: 12 });
  await owner.client.succeed(updateOrganization, { body: { leaseHours: 12 } });
  expect((await readTrail()).length).toBeLessThanOrEqual(length + 1);
});

it('goes on naming who did something as they were called then, in exports, too', async () => {
  const admin = await addMember(server, owner.client, 'admin');
  const { client, session } = admin;
  const language = null;
  await client.succeed(updateAccount, { body: { firstName: 'Grace', lastName: 'Before', language } });
  await client.succeed(updateOrganization, { body: { name: 'Northgate' } });
  await client.succeed(updateAccount, { body: { firstName: 'Nina', lastName: 'Now', language } });
  const changed = (await readTrail({ personId: session.user.id })).find(
    ({ action }) => action === 'organization.changed',
  );
  expect(changed?.actor).toEqual({ id: session.user.id, name: 'Grace Before' });
  const query = { format: 'ndjson' as const, action: 'organization.changed' };
  const { body } = await owner.client.callRaw(exportAuditEvents, { query });
  const lines = String(body);
  expect(lines).toContain('Grace Before');
  expect(lines).not.toContain('Nina Now');
  // What the hash was made from holds the name.
  expect(lines).toContain('\\"actorName\\": \\"Grace Before\\"');
  expect(await owner.client.succeed(verifyAuditTrail, {})).toMatchObject({ intact: true });
});

it('names the user as they are called now in events that were written before names were kept', async () => {
  const id = crypto.randomUUID();
  await server.context.database.inOrganization(organizationId, (tx) =>
    tx.insert(auditEvents).values({
      ...{ id, organizationId, at: server.clock.now, action: 'user.changed', detail: {} },
      actorId: owner.session.user.id,
    }),
  );
  expect((await readTrail()).find((event) => event.id === id)?.actor?.name).toBe('Olive Owner');
  expect(await owner.client.succeed(verifyAuditTrail, {})).toMatchObject({ intact: true });
});
