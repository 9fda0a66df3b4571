// People of the same name: what tells them apart stands beside it, in lists and on tablets, and only there.
import { beforeAll, expect, it } from 'vitest';
import { pullChanges } from '../../src/contract/endpoints/device.ts';
import { listPinRequests, requestPin } from '../../src/contract/endpoints/pin-requests.ts';
import { listUsers } from '../../src/contract/endpoints/users.ts';
import type { ApiClient } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addUnit,
  addUser,
  limitToUnits,
  type Member,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let tablet: TestDevice;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, 'Bakery');
});

const pins = ['958274', '867394', '840372', '718305', '503918', '629405', '384950', '274916', '482913'];
const addPerson = (lastName: string, details: object = {}, role: 'staff' | 'manager' = 'staff') =>
  addUser(owner.client, role, { firstName: 'Maria', lastName, pin: pins.pop() ?? '', ...details });
const shown = async (lastName: string, by: ApiClient = owner.client) =>
  Object.fromEntries(
    (await by.succeed(listUsers, { query: { search: lastName } })).users.map(({ username, apart }) => [
      username,
      apart,
    ]),
  );
const limit = (userId: string, ...units: string[]) =>
  limitToUnits(server, owner.session.organization.id, userId, units);

it('tells nobody apart who is alone with their name', async () => {
  await addPerson('Alone', { username: 'alone' });
  expect(await shown('alone')).toEqual({ alone: null });
  const { puts } = await tablet.succeed(pullChanges, { query: {} });
  expect(puts.users.find(({ name }) => name === 'Maria Alone')).not.toHaveProperty('apart');
});

it('tells them apart by unit, else by role, else by username, and tablets hear of it when the second one comes', async () => {
  const organizationId = owner.session.organization.id;
  const line = await addUnit(server, organizationId, 'Line 3');
  const first = await addPerson('Garcia', { username: 'maria.g' });
  const { cursor } = await tablet.succeed(pullChanges, { query: {} });
  const second = await addPerson('GARCIA', { username: 'mgarcia' });
  const { puts } = await tablet.succeed(pullChanges, { query: { cursor } });
  expect(Object.fromEntries(puts.users.map(({ id, apart }) => [id, apart]))).toEqual({
    [first.id]: 'maria.g',
    [second.id]: 'mgarcia',
  });
  const third = await addPerson('Garcia', { username: 'boss' }, 'manager');
  await limit(second.id, line);
  expect(await shown('garcia')).toEqual({ 'maria.g': 'maria.g', mgarcia: 'Line 3', boss: 'Manager' });
  await limit(third.id, line);
  expect(await shown('garcia')).toEqual({ 'maria.g': 'maria.g', mgarcia: 'Line 3, Staff', boss: 'Manager' });

  await tablet.succeed(requestPin, { body: { userId: first.id } });
  const { requests } = await owner.client.succeed(listPinRequests, {});
  expect(requests.map(({ user }) => user.apart)).toEqual(['maria.g']);
});

it('tells somebody who may not see a namesake nothing of there being one', async () => {
  const gate = await addUnit(server, owner.session.organization.id, 'Gate');
  const admin = await addMember(server, owner.client, 'admin');
  await limit(admin.user.id, gate);
  const inside = await addPerson('Hidden', { username: 'inside' });
  await addPerson('Hidden', { username: 'outside' });
  await limit(inside.id, gate);
  expect(await shown('hidden', admin.client)).toEqual({ inside: null });
});

it('shows on a tablet nothing of a namesake who may not use it', async () => {
  const yard = await addUnit(server, owner.session.organization.id, 'Yard');
  const here = await addPerson('Yardley', { username: 'yardley' });
  const { cursor } = await tablet.succeed(pullChanges, { query: {} });
  const there = await addPerson('Yardley', { username: 'other.yardley' });
  await limit(there.id, yard);
  const read = async () => (await tablet.succeed(pullChanges, { query: { cursor } })).puts.users;
  expect(await read()).toEqual([]);
  const { puts } = await tablet.succeed(pullChanges, { query: {} });
  expect(puts.users.find(({ id }) => id === here.id)).not.toHaveProperty('apart');
});
