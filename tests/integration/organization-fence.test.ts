// The second fence between organizations: row-level security of the database itself.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { users } from '../../src/server/database/schema.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
import { addOrganization, type Member, setUpOrganization } from './harness/test-organization.ts';
import type { DatabaseClone } from './harness/test-postgres.ts';
import type { TestServer } from './harness/test-server.ts';

const connectingRoles: readonly (readonly [string, (database: DatabaseClone) => string])[] = [
  ['the owner of the tables', ({ url }) => url],
  ['a superuser', ({ adminUrl }) => adminUrl],
];

describe.each(connectingRoles)('where %s connects', (_, urlOf) => {
  let server: TestServer;
  let rows: StoredRows;
  let ours: Member;
  let theirs: Member;
  beforeAll(async () => {
    const database = await makeDatabase();
    server = await makeServer({ databaseUrl: urlOf(database) });
    rows = await openStoredRows(database.adminUrl);
    ours = await setUpOrganization(server);
    theirs = await addOrganization(server, 'Elsewhere');
  });
  afterAll(() => rows?.close());

  const tenantTables = async () =>
    (
      await rows.query(
        `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'organization_id' union select 'organizations'`,
      )
    ).map(({ name }) => String(name));

  it('binds every table that holds an organization’s rows, their owner included', async () => {
    const open = await rows.query(
      'select relname from pg_class where relname = any ($1) and not (relrowsecurity and relforcerowsecurity)',
      [await tenantTables()],
    );
    expect(open).toEqual([]);
  });

  it('shows a query without a scope no row of any organization', async () => {
    for (const table of await tenantTables()) {
      const { rows: seen } = await server.context.database.pool.query(`select from ${table}`);
      expect(seen, table).toHaveLength(0);
    }
    expect(Number((await rows.query('select count(*) as count from users'))[0]?.count)).toBeGreaterThan(1);
  });

  it('shows a query with the scope of one organization nothing of another', async () => {
    const { organization } = ours.session;
    for (const table of await tenantTables()) {
      const column = table === 'organizations' ? 'id' : 'organization_id';
      const seen = await server.context.database.inOrganization(organization.id, (tx) =>
        tx.execute(`select ${column} as id from ${table}`),
      );
      for (const row of seen.rows) expect(row.id).toBe(organization.id);
    }
  });

  describe('writing', () => {
    const write = (organizationId: string, text: string) =>
      server.context.database.inOrganization(organizationId, (tx) => tx.execute(text));

    it('into another organization is refused by the database', async () => {
      const [role] = await rows.query('select id from roles where organization_id = $1', [
        theirs.session.organization.id,
      ]);
      const row = {
        id: randomUUID(),
        organizationId: theirs.session.organization.id,
        roleId: String(role?.id),
        username: 'intruder',
        usernameFolded: 'intruder',
        revision: 1,
        createdAt: server.clock.now,
      };
      const work = server.context.database.inOrganization(ours.session.organization.id, (tx) =>
        tx.insert(users).values(row),
      );
      await expect(work).rejects.toMatchObject({
        cause: { message: expect.stringContaining('row-level security') },
      });
    });

    it('to another organization’s rows finds none of them', async () => {
      const updated = await write(
        ours.session.organization.id,
        `update users set state = 'suspended' where id = '${theirs.session.user.id}'`,
      );
      expect(updated.rowCount).toBe(0);
      const moved = write(
        ours.session.organization.id,
        `update users set organization_id = '${theirs.session.organization.id}'`,
      );
      await expect(moved).rejects.toThrow();
    });
  });

  it('refuses to work in what is not the id of an organization', () => {
    expect(() => server.context.database.inOrganization("x'; reset all; --", async () => 1)).toThrow(
      TypeError,
    );
  });

  it('leaves no scope behind on a connection that goes back to the pool', async () => {
    const { database: used } = server.context;
    await Promise.all(
      Array.from({ length: 30 }, () =>
        used.inOrganization(ours.session.organization.id, async (tx) => tx.execute('select 1')),
      ),
    );
    await expect(
      used.inOrganization(ours.session.organization.id, async (tx) => tx.execute('broken')),
    ).rejects.toThrow();
    const seen = await Promise.all(Array.from({ length: 30 }, () => used.pool.query('select from users')));
    expect(seen.every(({ rowCount }) => rowCount === 0)).toBe(true);
  });
});

const warningsOf = ({ logLines }: TestServer) =>
  logLines.filter((line) => line.includes('row-level security'));

it('does not warn at the start where a superuser connects, since it works in a role that is bound', async () => {
  const { adminUrl } = await makeDatabase();
  const server = await makeServer({ databaseUrl: adminUrl });
  expect(warningsOf(server)).toEqual([]);
  const { rows } = await server.context.database.pool.query('select current_user as name');
  expect(rows).toEqual([{ name: 'floorkey_tenant' }]);
});

it('warns at the start where a role connects that passes by it and can take no other', async () => {
  const { url, adminUrl } = await makeDatabase();
  const rows = await openStoredRows(adminUrl);
  const name = `careless_${randomUUID().replaceAll('-', '')}`;
  await rows.query(`create role ${name} login bypassrls in role floorkey`);
  try {
    const careless = await makeServer({ databaseUrl: url.replace('floorkey@', `${name}@`) });
    expect(warningsOf(careless)).toHaveLength(1);
    expect(warningsOf(careless)[0]).toContain('without SUPERUSER and BYPASSRLS');
    await careless.stop();
  } finally {
    await rows.query(`drop owned by ${name}`);
    await rows.query(`drop role ${name}`);
    await rows.close();
  }
});
