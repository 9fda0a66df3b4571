// The list of people: filters, orders, pages, and that what somebody may not see doesn't show in counts either.
import { beforeAll, describe, expect, it } from 'vitest';
import { listUsers, type User, updateUser } from '../../src/contract/endpoints/users.ts';
import { type ApiClient, codeOf, type RawInput } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import {
  addMember,
  addOrganization,
  addUnit,
  addUser,
  findRoleId,
  freshUsername,
  givePassword,
  limitToUnits,
  type Member,
  setUpOrganization,
} from './harness/test-organization.ts';
import { addPartner, addPartnerMember, addPartnerUser } from './harness/test-partner.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let client: ApiClient;
let organizationId: string;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  client = owner.client;
  organizationId = owner.session.organization.id;
});

const list = (query: Record<string, string> = {}, by = client) => by.succeed(listUsers, { query });
const names = async (query: Record<string, string>, by = client) =>
  (await list(query, by)).users.map(({ name }) => name);
const limit = (user: User, ...unitIds: string[]) => limitToUnits(server, organizationId, user.id, unitIds);
const invited = (role: 'staff' | 'manager' = 'staff') =>
  addUser(client, role, { email: `${freshUsername()}@northgate.example` });

describe('filters', () => {
  it('by role', async () => {
    const manager = await addUser(client, 'manager', { firstName: 'Mina' });
    const roleId = await findRoleId(client, 'manager');
    const { users, total } = await list({ roleId });
    expect(users.map(({ id }) => id)).toEqual([manager.id]);
    expect(total).toBe(1);
    expect((await list({ roleId: crypto.randomUUID() })).total).toBe(0);
  });

  it('by unit with those below, and by the whole organization', async () => {
    const site = await addUnit(server, organizationId, 'Site');
    const line = await addUnit(server, organizationId, 'Line', site);
    const other = await addUnit(server, organizationId, 'Other');
    const [atSite, atLine, atOther, atBoth] = await Promise.all(
      [1, 2, 3, 4].map(() => addUser(client, 'staff')),
    );
    if (!atSite || !atLine || !atOther || !atBoth) throw new Error('four people were asked for');
    await limit(atSite, site);
    await limit(atLine, line);
    await limit(atOther, other);
    await limit(atBoth, line, other);
    const idsIn = async (unitId: string) => (await list({ unitId })).users.map(({ id }) => id).toSorted();
    expect(await idsIn(site)).toEqual([atSite.id, atLine.id, atBoth.id].toSorted());
    expect(await idsIn(line)).toEqual([atLine.id, atBoth.id].toSorted());
    expect(await idsIn(other)).toEqual([atOther.id, atBoth.id].toSorted());
    expect(await idsIn(crypto.randomUUID())).toEqual([]);
    const whole = await idsIn('none');
    expect(whole).toContain(owner.session.user.id);
    for (const { id } of [atSite, atLine, atOther, atBoth]) expect(whole).not.toContain(id);
  });

  it('by state, each user in exactly one', async () => {
    const open = await invited();
    const settled = await invited();
    await givePassword(server, settled.id);
    const suspended = await invited();
    const { id: userId, revision } = suspended;
    await client.succeed(updateUser, { params: { userId }, body: { revision, state: 'suspended' } });
    const partner = await addPartner(client);
    await addPartnerUser(client, partner.id);
    const parts = await Promise.all(
      (['invited', 'active', 'suspended'] as const).map((state) => list({ state })),
    );
    const [invitedIds = [], activeIds = [], suspendedIds = []] = parts.map(({ users }) =>
      users.map(({ id }) => id),
    );
    expect(invitedIds).toContain(open.id);
    expect(activeIds).toContain(settled.id);
    expect(suspendedIds).toEqual([suspended.id]);
    const all = await list();
    expect(parts.reduce((sum, { total }) => sum + total, 0)).toBe(all.total);
    for (const part of parts) {
      for (const user of part.users) expect(all.users.find(({ id }) => id === user.id)).toEqual(user);
    }
    expect(parts[0]?.users.every(({ state }) => state === 'invited')).toBe(true);
    expect(parts[1]?.users.every(({ state }) => state === 'active')).toBe(true);
  });

  it('by partner, and by the organization’s own users', async () => {
    const partner = await addPartner(client);
    const guest = await addPartnerUser(client, partner.id);
    expect((await list({ partnerId: partner.id })).users.map(({ id }) => id)).toEqual([guest.id]);
    const own = (await list({ partnerId: 'none' })).users;
    expect(own.every((user) => user.partner === null)).toBe(true);
    expect(own.length).toBeGreaterThan(1);
  });

  it('together, with a search in whatever case', async () => {
    const roleId = await findRoleId(client, 'staff');
    const person = await addUser(client, 'staff', { firstName: 'Zoë', lastName: 'Ångström' });
    expect((await list({ search: 'ZOË ÅNG', roleId, state: 'active' })).users.map(({ id }) => id)).toEqual([
      person.id,
    ]);
    expect((await list({ search: 'zoë', state: 'invited' })).total).toBe(0);
    // Parts of two different fields are no part of the person.
    expect((await list({ search: `${person.username}zoë` })).total).toBe(0);
  });

  it.each([
    { state: 'deleted' },
    { sort: 'passwordHash' },
    { order: 'sideways' },
    { unitId: 'x' },
    { page: '0' },
  ])('refuses %o', async (query) => {
    const answer = await client.callRaw(listUsers, { query } satisfies RawInput);
    expect(codeOf(answer)).toBe('validation_failed');
  });
});

describe('orders', () => {
  let everybody: User[];
  beforeAll(async () => {
    for (const lastName of ['Álvarez', 'zimmer', 'Adams', 'adams']) {
      await addUser(client, 'staff', { firstName: 'Sort', lastName });
      server.clock.advance(1000);
    }
    everybody = await readAll({});
  });

  async function readAll(query: Record<string, string>): Promise<User[]> {
    const found: User[] = [];
    for (let page = 1; ; page += 1) {
      const { users } = await list({ ...query, page: String(page) });
      if (users.length === 0) return found;
      found.push(...users);
    }
  }
  const rank = { active: 1, invited: 2, suspended: 3 };

  it('by name, whatever its case', async () => {
    const sorted = await names({ search: 'sort ' });
    expect(sorted.map((name) => name.toLowerCase())).toEqual(
      sorted.map((name) => name.toLowerCase()).toSorted(),
    );
    expect(await names({ search: 'sort ', order: 'down' })).toEqual(sorted.toReversed());
  });

  const keys: [string, (user: User) => string | number][] = [
    ['role', ({ role }: User) => role.name.toLowerCase()],
    ['state', ({ state }: User) => rank[state]],
    ['last-sign-in', ({ lastSignInAt }: User) => Date.parse(lastSignInAt ?? '') || 0],
    ['created', ({ createdAt }: User) => Date.parse(createdAt)],
  ];
  it.each(keys)('by %s, up and down, with nobody twice or missing', async (sort, keyOf) => {
    const up = await readAll({ sort, order: 'up' });
    const found = up.map(keyOf);
    expect(found).toEqual(found.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    expect(new Set(found).size).toBeGreaterThan(1);
    expect(up.map(({ id }) => id).toSorted()).toEqual(everybody.map(({ id }) => id).toSorted());
    expect((await readAll({ sort, order: 'down' })).map(({ id }) => id)).toEqual(
      up.map(({ id }) => id).toReversed(),
    );
  });
});

it('pages through many of the same name in one stable order', async () => {
  await server.context.database.inOrganization(organizationId, (tx) =>
    tx.execute(`insert into users (id, organization_id, role_id, username, username_folded, first_name, last_name, revision, created_at)
      select gen_random_uuid(), '${organizationId}', (select id from roles where built_in = 'staff'), 'twin-' || n, 'twin-' || n, 'Tom', 'Twin', 1, now()
      from generate_series(1, 225) n`),
  );
  for (const order of ['up', 'down']) {
    const ids: string[] = [];
    for (let page = 1; page <= 6; page += 1) {
      const { users, total, pageSize } = await list({ search: 'tom twin', page: String(page), order });
      expect([total, pageSize]).toEqual([225, 50]);
      expect(users).toHaveLength(page < 5 ? 50 : page === 5 ? 25 : 0);
      ids.push(...users.map(({ id }) => id));
    }
    expect(new Set(ids).size).toBe(225);
    expect(ids).toEqual(order === 'up' ? ids.toSorted() : ids.toSorted().toReversed());
  }
});

describe('what somebody may not see', () => {
  it('is in no count, filter or search of an admin of a unit', async () => {
    const yard = await addUnit(server, organizationId, 'Yard');
    const gate = await addUnit(server, organizationId, 'Gate', yard);
    const far = await addUnit(server, organizationId, 'Far');
    const admin = await addMember(server, client, 'admin');
    await limit(admin.user, gate);
    const inside = await addUser(client, 'staff', { firstName: 'Inside' });
    await limit(inside, gate);
    const outside = await addUser(client, 'staff', { firstName: 'Outside' });
    await limit(outside, far);
    const seen = await list({}, admin.client);
    expect(seen.users.map(({ id }) => id).toSorted()).toEqual([admin.user.id, inside.id].toSorted());
    expect(seen.total).toBe(2);
    for (const query of [{ unitId: far }, { unitId: yard }, { unitId: 'none' }, { search: 'outside' }]) {
      expect(await list(query, admin.client)).toMatchObject({ users: [], total: 0 });
    }
    expect((await list({ unitId: gate }, admin.client)).total).toBe(2);
  });

  it('is in no count, filter or search of a partner’s user', async () => {
    const [one, other] = [await addPartner(client), await addPartner(client)];
    const boss = await addPartnerMember(server, client, one.id, 'partner-manager');
    const rival = await addPartnerUser(client, other.id);
    expect((await list({}, boss.client)).users.map(({ id }) => id)).toEqual([boss.user.id]);
    const hidden = [
      { partnerId: other.id },
      { partnerId: 'none' },
      { search: rival.email ?? '' },
      { search: 'olive' },
      { roleId: await findRoleId(client, 'owner') },
    ];
    for (const query of hidden) {
      expect(await list(query, boss.client)).toMatchObject({ users: [], total: 0 });
    }
  });

  it('is in no list of another organization', async () => {
    const stranger = await addOrganization(server, 'Elsewhere');
    expect((await list({}, stranger.client)).total).toBe(1);
    const roleId = await findRoleId(client, 'staff');
    expect((await list({ roleId }, stranger.client)).total).toBe(0);
  });
});
