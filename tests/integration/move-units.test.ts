// Moving a unit: nobody takes it from, or gives it to, people over whom they have no power.
import { beforeAll, expect, it } from 'vitest';
import { createRole } from '../../src/contract/endpoints/roles.ts';
import { listUnits, updateUnit } from '../../src/contract/endpoints/units.ts';
import { createUser } from '../../src/contract/endpoints/users.ts';
import type { ApiClient } from './harness/api-client.ts';
import { codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import {
  addMember,
  addUnit,
  addUser,
  freshUsername,
  givePassword,
  limitToUnits,
  type Member,
  setUpOrganization,
  signInAs,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let organizationId: string;
let planner: Member;
let units: { site: string; east: string; west: string; line: string };

/** May change units, and less than an admin in all else. */
async function makePlanner(): Promise<Member> {
  const permissions = [
    'tablet:use' as const,
    'users:read' as const,
    'units:read' as const,
    'units:manage' as const,
  ];
  const role = await owner.client.succeed(createRole, { body: { name: 'Planner', permissions } });
  const email = 'planner@northgate.example';
  const body = { username: freshUsername(), roleId: role.id, email };
  const { id } = await owner.client.succeed(createUser, { body });
  await givePassword(server, id);
  return signInAs(server, email);
}

beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
  planner = await makePlanner();
  const site = await addUnit(server, organizationId, 'Site');
  const east = await addUnit(server, organizationId, 'East', site);
  const west = await addUnit(server, organizationId, 'West', site);
  units = { site, east, west, line: await addUnit(server, organizationId, 'Line', east) };
});

const move = (client: ApiClient, parentId: string) =>
  client.call(updateUnit, { params: { unitId: units.line }, body: { parentId } });
const parentNow = async () =>
  (await owner.client.succeed(listUnits, {})).units.find(({ id }) => id === units.line)?.parentId;

it('is done where it concerns nobody, or only users over whom the mover has power', async () => {
  const staff = await addUser(owner.client, 'staff');
  await limitToUnits(server, organizationId, staff.id, [units.east]);
  expect((await move(planner.client, units.west)).status).toBe(200);
  expect((await move(planner.client, units.east)).status).toBe(200);
});

it('is not done out of or into the reach of somebody who may do more', async () => {
  const admin = await addMember(server, owner.client, 'admin');
  await limitToUnits(server, organizationId, admin.user.id, [units.east]);
  expect(codeOf(await move(planner.client, units.west))).toBe('above_you');
  expect(await parentNow()).toBe(units.east);
  expect((await move(owner.client, units.west)).status).toBe(200);
  expect(codeOf(await move(planner.client, units.east))).toBe('above_you');
  expect(await parentNow()).toBe(units.west);
});

it('is done where those who may do more reach it before and after', async () => {
  const above = await addMember(server, owner.client, 'admin');
  await limitToUnits(server, organizationId, above.user.id, [units.site]);
  const other = await addUnit(server, organizationId, 'North', units.site);
  expect((await move(planner.client, other)).status).toBe(200);
});
