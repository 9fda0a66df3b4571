// The search of people: by every word that somebody may know them by, however it is written, and never by what is over.
import { beforeAll, describe, expect, it } from 'vitest';
import { createPartner, listPartners } from '../../src/contract/endpoints/partners.ts';
import { createRole } from '../../src/contract/endpoints/roles.ts';
import { deleteUsers, listUsers, type User, updateUser } from '../../src/contract/endpoints/users.ts';
import { searchCases } from '../search-cases.ts';
import type { ApiClient } from './harness/api-client.ts';
import { importPeople } from './harness/import-people.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import {
  addUnit,
  addUser,
  limitToUnits,
  type Member,
  setUpOrganization,
  signInAs,
} from './harness/test-organization.ts';
import { addPartner, addPartnerUser } from './harness/test-partner.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let client: ApiClient;
let databaseUrl: string;
let known: User;
beforeAll(async () => {
  databaseUrl = (await makeDatabase()).url;
  server = await makeServer({ databaseUrl });
  owner = await setUpOrganization(server);
  client = owner.client;
  for (const [firstName, lastName] of searchCases) await addUser(client, 'staff', { firstName, lastName });
  known = await addUser(client, 'manager', {
    username: 'k-4711',
    firstName: 'Known',
    lastName: 'Person',
    email: 'k.smith+shop@south-gate.example',
    phone: '+49 30 901820',
  });
});

const find = async (search: string, by = client) =>
  (await by.succeed(listUsers, { query: { search } })).users.map(({ name }) => name);

it.each(searchCases)('finds %s %s, however they are written', async (first, last, typed) => {
  const name = `${first} ${last}`
    .normalize('NFC')
    .replaceAll(/\u00a0/g, ' ')
    .replaceAll('\u00ad', '');
  for (const text of typed) expect(await find(text), text).toContain(name);
});

describe('finds somebody', () => {
  it.each([
    'k-4711',
    '4711',
    'k.smith',
    'smith k',
    'K.SMITH+SHOP@SOUTH-GATE.EXAMPLE',
    'southgate',
    'gate',
    '+49 30 901820',
    '030 901820',
    '0049 30 9018',
    '901820',
    '(030) 901820',
    'known manager',
    'manager, known',
  ])('by %j', async (typed) => {
    expect(await find(typed)).toEqual(['Known Person']);
  });

  it('by units, roles and partners, together with a name', async () => {
    const organizationId = owner.session.organization.id;
    const yard = await addUnit(server, organizationId, 'Größte Halle');
    const inYard = await addUser(client, 'staff', { firstName: 'Uma', lastName: 'Unit' });
    await limitToUnits(server, organizationId, inYard.id, [yard]);
    expect(await find('halle grosste')).toEqual(['Uma Unit']);
    expect(await find('uma HALLE staff')).toEqual(['Uma Unit']);
    const role = await client.succeed(createRole, { body: { name: 'Nachtwächter', permissions: [] } });
    await client.succeed(updateUser, {
      params: { userId: inYard.id },
      body: {
        revision: (await client.succeed(listUsers, { query: { search: 'uma' } })).users[0]?.revision ?? 0,
        roleId: role.id,
      },
    });
    expect(await find('nachtwachter')).toEqual(['Uma Unit']);
    const partner = await addPartner(client);
    const guest = await addPartnerUser(client, partner.id);
    expect(await find(`${partner.name} ${guest.email}`)).toEqual([guest.name]);
  });
});

it('forgets what somebody was called, and whoever is deleted', async () => {
  const user = await addUser(client, 'staff', { firstName: 'Before', lastName: 'Change' });
  expect(await find('before')).toEqual(['Before Change']);
  const body = { revision: user.revision, firstName: 'After', email: 'later@northgate.example' };
  await client.succeed(updateUser, { params: { userId: user.id }, body });
  expect(await find('before')).toEqual([]);
  expect(await find('later change')).toEqual(['After Change']);
  await client.succeed(deleteUsers, { body: { userIds: [user.id] } });
  expect(await find('after')).toEqual([]);
  const words = await server.context.database.lookUp.query.userWords.findMany({
    where: (table, { eq }) => eq(table.userId, user.id),
  });
  expect(words).toEqual([]);
});

it('finds people of a file', async () => {
  await importPeople(client, 'Username,First name\nfiled,Fiłip\n');
  expect(await find('filip')).toEqual(['Fiłip']);
});

it('counts so many that nobody looks through more, and says that there are', async () => {
  const organizationId = owner.session.organization.id;
  await server.context.database.inOrganization(organizationId, (tx) =>
    tx.execute(`insert into users (id, organization_id, role_id, username, username_folded, first_name, revision, created_at)
      select gen_random_uuid(), '${organizationId}', (select id from roles where built_in = 'staff'), 'many-' || n, 'many-' || n, 'Many', 1, now()
      from generate_series(1, 1001) n`),
  );
  const { total, isMore } = await client.succeed(listUsers, { query: { search: 'many' } });
  expect([total, isMore]).toEqual([1000, true]);
  const last = await client.succeed(listUsers, { query: { search: 'many', page: '20' } });
  expect(last.users).toHaveLength(50);
  expect((await client.succeed(listUsers, { query: { search: 'many', page: '21' } })).users).toEqual([]);
  expect(await client.succeed(listUsers, { query: { search: 'many-77' } })).toMatchObject({ isMore: false });
});

it('reads anew at the start whom an older version left without words', async () => {
  await server.context.database.inOrganization(owner.session.organization.id, (tx) =>
    tx.execute(`update users set searched = null`),
  );
  await server.stop();
  const next = await makeServer({ databaseUrl });
  const [row] = await next.context.database.lookUp.query.users.findMany({
    where: (table, { eq }) => eq(table.id, known.id),
  });
  expect(row?.searched).toContain(' 30901820');
});

it('finds partners by the same fold', async () => {
  const next = await makeServer({ databaseUrl });
  const again = await signInAs(next, owner.session.user.email ?? '');
  await again.client.succeed(createPartner, { body: { name: 'Müller & Søn', contactName: 'Anne O’Hara' } });
  const search = async (text: string) =>
    (await again.client.succeed(listPartners, { query: { search: text } })).partners.map(({ name }) => name);
  for (const typed of ['muller', 'son muller', "o'hara", 'OHARA anne']) {
    expect(await search(typed), typed).toEqual(['Müller & Søn']);
  }
});
