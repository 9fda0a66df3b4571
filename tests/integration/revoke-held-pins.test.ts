// Revoking a lost tablet also asks those for a new PIN whose rights changed since it was last heard: it holds what it held.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { previewRevocation, revokeDevice, updateDevice } from '../../src/contract/endpoints/devices.ts';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { getUser, suggestPin, type User, updateUser } from '../../src/contract/endpoints/users.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addUnit,
  addUser,
  findRoleId,
  freshUsername,
  type Member,
  openSession,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let lost: TestDevice;
let units: { shop: string; depot: string };

beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  const { id } = owner.session.organization;
  units = { shop: await addUnit(server, id, 'Shop'), depot: await addUnit(server, id, 'Depot') };
});
beforeEach(async () => {
  owner = { ...owner, client: await openSession(server, owner.session) };
  lost = await TestDevice.make(server.url);
  await lost.authorize(owner.client, freshUsername(), units.shop);
});

async function addPerson(role: 'staff' | 'admin' = 'staff'): Promise<User> {
  const { pin } = await owner.client.succeed(suggestPin, {});
  return addUser(owner.client, role, { pin });
}
const read = ({ id }: User) => owner.client.succeed(getUser, { params: { userId: id } });
async function change(user: User, fields: object): Promise<void> {
  const { revision } = await read(user);
  await owner.client.succeed(updateUser, { params: { userId: user.id }, body: { revision, ...fields } });
}
const revoke = () => owner.client.succeed(revokeDevice, { params: { deviceId: lost.id }, body: {} });
const readAsked = (people: readonly User[]) =>
  Promise.all(people.map(async (one) => (await read(one)).pinChange !== null));

it('those who became admins, moved or were suspended, and nobody who was out of its reach before', async () => {
  const people = [await addPerson(), await addPerson(), await addPerson()] as const;
  const [promoted, moved, suspended] = people;
  const admin = await addPerson('admin');
  const elsewhere = await addPerson();
  await change(elsewhere, { unitIds: [units.depot] });
  await lost.pull();
  server.clock.advance(1000);
  await change(promoted, { roleId: await findRoleId(owner.client, 'admin') });
  await change(moved, { unitIds: [units.depot] });
  await change(suspended, { state: 'suspended' });
  const later = await addPerson('admin');
  await revoke();
  expect(await readAsked(people)).toEqual([true, true, true]);
  expect(await readAsked([admin, elsewhere, later])).toEqual([false, false, false]);
});

it('nobody whose change the tablet has pulled', async () => {
  const promoted = await addPerson();
  await lost.pull();
  server.clock.advance(1000);
  await change(promoted, { roleId: await findRoleId(owner.client, 'admin') });
  await lost.pull();
  await revoke();
  expect(await readAsked([promoted])).toEqual([false]);
});

it('everybody who could sign in offline until the organization wanted that no more', async () => {
  const person = await addPerson();
  await lost.pull();
  const params = { deviceId: lost.id };
  const before = await owner.client.succeed(previewRevocation, { params });
  await owner.client.succeed(updateOrganization, { body: { offlineSignIn: false } });
  const after = await owner.client.succeed(previewRevocation, { params });
  expect(after.people).toBeGreaterThanOrEqual(before.people);
  await revoke();
  await owner.client.succeed(updateOrganization, { body: { offlineSignIn: true } });
  expect(await readAsked([person])).toEqual([true]);
});

it('everybody it may have held before it was put into another unit', async () => {
  const person = await addPerson();
  await change(person, { unitIds: [units.shop] });
  await lost.pull();
  await owner.client.succeed(updateDevice, { params: { deviceId: lost.id }, body: { unitId: units.depot } });
  await revoke();
  expect(await readAsked([person])).toEqual([true]);
});
