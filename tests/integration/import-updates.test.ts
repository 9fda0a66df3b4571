// What a file changes of people who are there: all of it at once, told in the audit trail, and never their last way in.
import { eq, like } from 'drizzle-orm';
import { beforeAll, expect, it, vi } from 'vitest';
import { listPinRequests, requestPin } from '../../src/contract/endpoints/pin-requests.ts';
import { createRole } from '../../src/contract/endpoints/roles.ts';
import { checkUserImport } from '../../src/contract/endpoints/user-imports.ts';
import { foundMost, getUser, listUsers } from '../../src/contract/endpoints/users.ts';
import { findPinWeakness } from '../../src/contract/pin-rules.ts';
import { auditEvents, users } from '../../src/server/database/schema.ts';
import { importPeople } from './harness/import-people.ts';
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
let organizationId: string;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
});

const read = (userId: string) => owner.client.succeed(getUser, { params: { userId } });
const find = async (search: string) => (await owner.client.succeed(listUsers, { query: { search } })).users;
const update = (csv: string, invite = false) =>
  importPeople(owner.client, csv, { existing: 'update', invite });

it('changes every field that the file has, leaves the others, and tells of each in the audit trail', async () => {
  await addUnit(server, organizationId, 'Site');
  const whole = await addUser(owner.client, 'staff', { username: 'whole', firstName: 'Old', pin: '840372' });
  const other = await addUser(owner.client, 'staff', { username: 'other', lastName: 'Kept' });
  await update(
    [
      'Username,Role,First name,Email address,Phone number,PIN,Units,Language',
      'whole,Manager,New,whole@northgate.example,+49 30 901820,593718,Site,fr',
      'other,,Nia,,,,,',
      'added,,Ada,,,,Site,',
    ].join('\n'),
  );
  expect(await read(whole.id)).toMatchObject({
    name: 'New',
    role: { name: 'Manager' },
    email: 'whole@northgate.example',
    phone: '+4930901820',
    language: 'fr',
    units: [{ name: 'Site' }],
    hasPin: true,
  });
  expect(await read(other.id)).toMatchObject({ name: 'Nia Kept', role: { name: 'Staff' }, units: [] });
  const eventOf = async (subjectId: string, action: string) => {
    const events = await server.context.database.inOrganization(organizationId, (tx) =>
      tx.select().from(auditEvents).where(eq(auditEvents.subjectId, subjectId)),
    );
    return events.findLast((event) => event.action === action);
  };
  expect(await eventOf(whole.id, 'user.changed')).toMatchObject({
    subject: 'New',
    address: '127.0.0.1',
    detail: {
      fromFile: true,
      row: 2,
      changed: ['firstName', 'email', 'phone', 'language', 'pin', 'roleId', 'unitIds'],
      roleBefore: 'Staff',
      role: 'Manager',
      units: ['Site'],
    },
  });
  expect(await eventOf(other.id, 'user.changed')).toMatchObject({
    subject: 'Nia Kept',
    detail: { fromFile: true, row: 3, changed: ['firstName'] },
  });
  const [added] = await find('added');
  expect(await eventOf(added?.id ?? '', 'user.created')).toMatchObject({
    subject: 'Ada',
    detail: { fromFile: true, row: 4, role: 'Staff', pin: false, email: false, units: ['Site'] },
  });
});

it('invites who gets their first address by it, when that is wanted', async () => {
  const user = await addUser(owner.client, 'staff', { username: 'first-address', pin: '274916' });
  const csv = 'Username,Email address\nfirst-address,first@northgate.example';
  await update(csv, true);
  expect(await read(user.id)).toMatchObject({ state: 'invited', hasPin: true });
});

it('answers an open request for a new PIN', async () => {
  const user = await addUser(owner.client, 'staff', { username: 'forgetful', pin: '718305' });
  const tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, 'Counter');
  expect((await tablet.call(requestPin, { body: { userId: user.id } })).status).toBe(204);
  const waiting = async () => (await owner.client.succeed(listPinRequests, {})).requests.length;
  expect(await waiting()).toBe(1);
  await update('Username,PIN\nforgetful,629405');
  expect(await waiting()).toBe(0);
});

it('takes from nobody who has a PIN alone the role that lets them use it', async () => {
  await addUser(owner.client, 'staff', { username: 'pin-alone', pin: '503918' });
  await owner.client.succeed(createRole, { body: { name: 'Office', permissions: [] } });
  const check = (csv: string) =>
    owner.client.succeed(checkUserImport, { body: { csv, existing: 'update', invite: false } });
  const { problems } = await check('Username,Role\npin-alone,Office');
  expect(problems).toMatchObject([{ column: 'Role', message: expect.stringContaining('only with a PIN') }]);
  const withAddress = 'Username,Role,Email address\npin-alone,Office,pin@northgate.example';
  expect((await check(withAddress)).problems).toEqual([]);
});

it('tells somebody limited to units nothing of the units above theirs', async () => {
  const secret = await addUnit(server, organizationId, 'Secret Site');
  const hut = await addUnit(server, organizationId, 'Hut', secret);
  const manager = await addMember(server, owner.client, 'manager');
  await limitToUnits(server, organizationId, manager.user.id, [hut]);
  const check = async (units: string) => {
    const csv = `Username,Units\nx,${units}`;
    const body = { csv, existing: 'skip', invite: false } as const;
    return (await manager.client.succeed(checkUserImport, { body })).problems.map(({ message }) => message);
  };
  expect(await check('Hut')).toEqual([]);
  expect(await check('Secret Site / Hut')).toEqual(['There is no unit “Secret Site / Hut”.']);
  expect(await check('Nowhere / Hut')).toEqual(['There is no unit “Nowhere / Hut”.']);
});

it('writes more users with units and PINs than any one statement or part takes, and updates them all', async () => {
  // Hashing is measured elsewhere, and how 10,000 rows go beside other work.
  const count = 2_500;
  const hash = vi
    .spyOn(server.context.hashing, 'hashPin')
    .mockImplementation(async (pin) => Buffer.from(pin.padStart(32, '0')));
  const deep: string[] = [];
  for (let at = 0; at < 100; at += 1) {
    const parent = at % 10 === 0 ? undefined : deep[at - 1];
    deep.push(await addUnit(server, organizationId, `Place ${at}`, parent));
  }
  const pins = Array.from({ length: 8 * count }, (_, at) => String(104_729 + at * 7)).filter(
    (pin) => findPinWeakness(pin, 6) === null,
  );
  const rows = (name: string) =>
    Array.from({ length: count }, (_, at) => `bulk-${at},${name},${pins[at]},Place ${at % 100}`);
  const file = (name: string) => ['Username,First name,PIN,Units', ...rows(name)].join('\n');
  const first = await importPeople(owner.client, file('One'));
  expect(first).toMatchObject({ state: 'done', failure: null });
  expect(await update(file('Two'))).toMatchObject({ state: 'done', failure: null });
  hash.mockRestore();
  const bulk = await server.context.database.inOrganization(organizationId, (tx) =>
    tx.$count(users, like(users.username, 'bulk-%')),
  );
  expect(bulk).toBe(count);
  const page = await owner.client.succeed(listUsers, { query: { search: 'bulk-' } });
  expect([page.total, page.isMore]).toEqual([foundMost, true]);
  expect(page.users[0]).toMatchObject({ firstName: 'Two', hasPin: true, units: [{}] });
}, 360_000);
