// A partner's people see and change nobody but their own, through whichever endpoint.
import { eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { partnerPermissions } from '../../src/contract/built-in-roles.ts';
import type { Endpoint } from '../../src/contract/endpoint.ts';
import { updatePartner } from '../../src/contract/endpoints/partners.ts';
import { listRoles } from '../../src/contract/endpoints/roles.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { checkUserImport, startUserImport } from '../../src/contract/endpoints/user-imports.ts';
import {
  createUser,
  exportUsers,
  getUser,
  listUsers,
  type User,
} from '../../src/contract/endpoints/users.ts';
import { endpoints } from '../../src/contract/endpoints.ts';
import type { Queries } from '../../src/server/database/database.ts';
import { userImports, users } from '../../src/server/database/schema.ts';
import { type AccessWorld, callerFor, goodRequest, makeAccessWorld } from './harness/access-world.ts';
import { codeOf } from './harness/api-client.ts';
import { addUser, findRoleId, freshUsername, type Member, openSession } from './harness/test-organization.ts';
import { addPartner, addPartnerMember, addPartnerUser } from './harness/test-partner.ts';

let world: AccessWorld;
let partnerId: string;
let manager: Member & { user: User };
let colleague: User;
let otherPartner: string;
let outsider: User;
let stranger: User;
beforeAll(async () => {
  world = await makeAccessWorld();
  const { client } = world.owner;
  partnerId = (await addPartner(client, 'Supply')).id;
  manager = await addPartnerMember(world.server, client, partnerId, 'partner-manager');
  colleague = await addPartnerUser(client, partnerId);
  otherPartner = (await addPartner(client, 'Rival')).id;
  stranger = await addPartnerUser(client, otherPartner);
  outsider = await addUser(client, 'staff', { firstName: 'Nora', email: 'nora@northgate.example' });
});

const read = <T>(work: (tx: Queries) => Promise<T>) =>
  world.server.context.database.inOrganization(world.owner.session.organization.id, work);

/** Everybody outside of the partner, as they are stored; by which words they are found is read anew by whoever looks first. */
const outsiders = () =>
  read(async (tx) => {
    const { rows } = await tx.execute<{ id: string; email: string | null; row: string }>(
      sql`select id, email, (to_jsonb(users) - 'searched')::text as row from users where partner_id is distinct from ${partnerId} order by id`,
    );
    return rows;
  });

/** The ids and names of what is not the partner's. */
const hidden = () =>
  read(async (tx) => {
    const { rows } = await tx.execute<{ text: string }>(sql`
      select id::text as text from users where partner_id is distinct from ${partnerId}
      union select email from users where partner_id is distinct from ${partnerId} and email is not null
      union select id::text from partners where id <> ${partnerId}
      union select name from partners where id <> ${partnerId}
      union select id::text from units union select id::text from devices`);
    return rows.map(({ text }) => text);
  });

const forSessions: readonly Endpoint[] = Object.values<Endpoint>(endpoints).filter(
  ({ access, output }) => access.who === 'session' && output !== 'stream',
);

describe('a partner’s manager', () => {
  it.each(forSessions.map((endpoint) => [endpoint.operation, endpoint] as const))(
    'sees and changes nobody outside by %s',
    async (_, endpoint) => {
      const input = await goodRequest(world, endpoint);
      const caller = await callerFor(world, endpoint, manager);
      const [before, secrets] = [await outsiders(), await hidden()];
      const answer = await caller.callRaw(endpoint, input);
      expect(answer.status).toBeLessThan(500);
      expect(await outsiders()).toEqual(before);
      const text = JSON.stringify(answer.body) ?? '';
      // What was sent may come back.
      const sent = JSON.stringify(input);
      expect(secrets.filter((secret) => text.includes(secret) && !sent.includes(secret))).toEqual([]);
    },
  );

  it('holds no more than partners may have, whatever the role says', async () => {
    const member = await addPartnerMember(world.server, world.owner.client, partnerId);
    const roleId = await findRoleId(world.owner.client, 'admin');
    await read((tx) => tx.update(users).set({ roleId }).where(eq(users.id, member.user.id)));
    const { permissions, isPartner } = await member.client.succeed(getSession, {});
    expect([permissions.toSorted(), isPartner]).toEqual([[...partnerPermissions].toSorted(), true]);
  });

  it('finds only their own users, by list, search, filter, order and count', async () => {
    const client = await openSession(world.server, manager.session);
    const { users: all, total } = await client.succeed(listUsers, {});
    const ids = all.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([manager.user.id, colleague.id]));
    expect(new Set(all.map(({ partner }) => partner?.id))).toEqual(new Set([partnerId]));
    expect(total).toBe(all.length);
    for (const query of [
      { search: outsider.email ?? '' },
      { search: outsider.username },
      { search: stranger.email ?? '' },
      { partnerId: otherPartner },
      { partnerId: 'none' },
      { roleId: await findRoleId(world.owner.client, 'owner') },
      { unitId: 'none', search: 'olive' },
    ] as const) {
      expect(await client.succeed(listUsers, { query })).toMatchObject({ users: [], total: 0 });
    }
    for (const sort of ['name', 'role', 'state', 'last-sign-in', 'created'] as const) {
      const sorted = await client.succeed(listUsers, { query: { sort, order: 'down' } });
      expect(sorted.users.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    }
  });

  it('finds somebody else as little as somebody who is not there', async () => {
    const client = await openSession(world.server, manager.session);
    const read = (userId: string) => client.call(getUser, { params: { userId } });
    const nobody = await read('00000000-0000-4000-8000-000000000000');
    expect(codeOf(nobody)).toBe('not_found');
    const { requestId: _, ...words } = Object(nobody.body);
    for (const { id } of [outsider, stranger, world.owner.session.user]) {
      expect((await read(id)).body).toMatchObject(words);
    }
    expect((await read(colleague.id)).status).toBe(200);
  });

  it('sees the roles that partners may have, and counts of their own users', async () => {
    const client = await openSession(world.server, manager.session);
    const { roles } = await client.succeed(listRoles, {});
    expect(roles.every(({ forPartners }) => forPartners)).toBe(true);
    for (const { id, userCount } of roles) {
      const { total } = await client.succeed(listUsers, { query: { roleId: id } });
      expect(userCount).toBe(total);
    }
  });

  it('adds users to their own partner alone, within what partners may have', async () => {
    const client = await openSession(world.server, manager.session);
    const add = (roleId: string) =>
      client.call(createUser, {
        body: { username: freshUsername(), roleId, email: `${freshUsername()}@s.example` },
      });
    const answer = await add(await findRoleId(world.owner.client, 'partner'));
    expect(answer.body).toMatchObject({ partner: { id: partnerId }, state: 'invited' });
    const refused = await add(await findRoleId(world.owner.client, 'manager'));
    expect(codeOf(refused)).toBe('above_you');
  });

  it('exports nobody else', async () => {
    const client = await openSession(world.server, manager.session);
    const { body } = await client.call(exportUsers, {});
    const text = JSON.stringify(body);
    expect(text).toContain(colleague.email);
    for (const { email } of [outsider, stranger]) expect(text).not.toContain(email);
  });

  it('learns nothing of others from the check of a file', async () => {
    const client = await openSession(world.server, manager.session);
    const check = async (line: string) => {
      const csv = `Username,Email address,Role,Units\n${line}`;
      const body = { csv, existing: 'update', invite: false } as const;
      const { sample, problems } = await client.succeed(checkUserImport, { body });
      return { role: sample[0]?.role, problem: problems[0]?.message };
    };
    const taken = {
      role: 'Partner user',
      problem: 'This username is taken. Choose another one.',
    };
    expect(await check(`${outsider.username},,,`)).toEqual(taken);
    expect(await check(`${stranger.username},,,`)).toEqual(taken);
    expect((await check(`fresh,${outsider.email},,`)).problem).toBe('This email address is taken.');
    // The unit is there; to them it is like one that is not.
    expect((await check('fresh,,,Yard')).problem).toBe('There is no unit “Yard”.');
    expect((await check('fresh,,,Nowhere')).problem).toBe('There is no unit “Nowhere”.');
    // So are roles that partners can’t have.
    expect((await check('fresh,,Manager,')).problem).toBe('There is no role “Manager”.');
    expect((await check('fresh,,Nowhere,')).problem).toBe('There is no role “Nowhere”.');
  });
});

describe('a file of the organization', () => {
  it('gives no partner’s user a role beyond what partners may have', async () => {
    const client = await openSession(world.server, world.owner.session);
    const csv = `Username,Role\n${colleague.username},Manager`;
    const { problems } = await client.succeed(checkUserImport, {
      body: { csv, existing: 'update', invite: false },
    });
    expect(problems).toMatchObject([{ message: 'Partner users can’t have this role.' }]);
  });
});

describe('a file that a partner’s manager imports', () => {
  it('adds nobody once the partner is suspended, even while its PINs are hashed', async () => {
    const { client } = world.owner;
    const { id, revision } = await addPartner(client);
    const importer = await addPartnerMember(world.server, client, id, 'partner-manager');
    const csv = 'Username,PIN\nlate-comer,739182';
    const { import: checked } = await importer.client.succeed(checkUserImport, {
      body: { csv, existing: 'skip', invite: false },
    });
    if (!checked) throw new Error('the file should be fine');
    const { hashing } = world.server.context;
    const hash = hashing.hashPin.bind(hashing);
    const spy = vi.spyOn(hashing, 'hashPin').mockImplementation(async (...given) => {
      spy.mockRestore();
      await client.succeed(updatePartner, {
        params: { partnerId: id },
        body: { revision, state: 'suspended' },
      });
      return hash(...given);
    });
    await importer.client.succeed(startUserImport, { params: { importId: checked.id } });
    const stateOf = () =>
      read((tx) =>
        tx.select({ state: userImports.state }).from(userImports).where(eq(userImports.id, checked.id)),
      );
    await expect.poll(stateOf, { timeout: 20_000, interval: 100 }).toEqual([{ state: 'failed' }]);
    const { total } = await client.succeed(listUsers, { query: { search: 'late-comer' } });
    expect(total).toBe(0);
  });
});
