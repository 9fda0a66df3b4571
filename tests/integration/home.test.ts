// Home: which apps somebody finds after their PIN, by role, unit and device, and elsewhere by their account.
import { beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/contract/endpoints/apps.ts';
import { getHome } from '../../src/contract/endpoints/home.ts';
import type { ApiClient } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addUnit,
  addUser,
  findRoleId,
  limitToUnits,
  type Member,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const pins = { ada: '840372', ben: '517926' };

let server: TestServer;
let owner: Member;
let hall: string;
let line: string;
let yard: string;
let counter: TestDevice;
let atLine: TestDevice;

const seen = async (client: ApiClient) => (await client.succeed(getHome, {})).apps.map(({ name }) => name);

beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  const organizationId = owner.session.organization.id;
  hall = await addUnit(server, organizationId, 'Hall');
  line = await addUnit(server, organizationId, 'Line', hall);
  yard = await addUnit(server, organizationId, 'Yard');
  [counter, atLine] = [await TestDevice.make(server.url), await TestDevice.make(server.url)];
  await counter.authorize(owner.client, 'Counter');
  await atLine.authorize(owner.client, 'At the line', line);
  const link = { kind: 'link' as const, address: 'https://wiki.example.com/' };
  const add = (name: string, seenBy: object) =>
    owner.client.succeed(createApp, { body: { ...link, name, ...seenBy } });
  await add('For all', {});
  await add('For managers', { roleIds: [await findRoleId(owner.client, 'manager')] });
  await add('In the hall', { unitIds: [hall] });
  await add('In the yard', { unitIds: [yard] });
  await add('At the counter', { deviceIds: [counter.id] });
  await addUser(owner.client, 'staff', { pin: pins.ada });
  await addUser(owner.client, 'manager', { pin: pins.ben });
});

describe('on a device', () => {
  it('shows what the role opens there', async () => {
    await counter.signInWithPin(pins.ada);
    expect(await seen(counter)).toEqual(['For all', 'At the counter']);
    await counter.signInWithPin(pins.ben);
    expect(await seen(counter)).toEqual(['For all', 'For managers', 'At the counter']);
  });

  it('shows what its unit, or one above it, opens', async () => {
    await atLine.signInWithPin(pins.ada);
    expect(await seen(atLine)).toEqual(['For all', 'In the hall']);
  });
});

describe('with an account', () => {
  it('shows what is for the user’s own units, and all of them to those of the whole organization', async () => {
    expect(await seen(owner.client)).toEqual(['For all', 'In the hall', 'In the yard']);
    const limited = await addMember(server, owner.client, 'manager');
    await limitToUnits(server, owner.session.organization.id, limited.user.id, [line]);
    expect(await seen(limited.client)).toEqual(['For all', 'For managers', 'In the hall']);
  });
});
