// Backup and restore of a server’s database: whole, private, all or nothing.
import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSetupCode } from '../../src/contract/endpoints/setup.ts';
import type { Database, Queries } from '../../src/server/database/database.ts';
import {
  auditChain,
  oneTimeLinks,
  organizations,
  partners,
  pinRequests,
} from '../../src/server/database/schema.ts';
import { recordAuditEvent } from '../../src/server/domain/access/audit.ts';
import { chainTailOf } from '../../src/server/domain/audit/chain-audit-trail.ts';
import { verifyAuditTrail } from '../../src/server/domain/audit/verify-audit-trail.ts';
import { makeLink } from '../../src/server/domain/links/one-time-links.ts';
import { backupTables, tablesLeftOut } from '../../src/server/operator/backup-format.ts';
import { restoreBackup } from '../../src/server/operator/restore-backup.ts';
import { writeBackup } from '../../src/server/operator/write-backup.ts';
import { ApiClient } from './harness/api-client.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows } from './harness/stored-rows.ts';
import { TestDevice } from './harness/test-device.ts';
import { addUnit, addUser, limitToUnits, setUpOrganization } from './harness/test-organization.ts';
import { type TestServer, testSecretKey } from './harness/test-server.ts';

const pin = '482915';
// Some of these end a line for one program or another.
const strange = 'a\u2028b\u2029c\nd\r\ne\u0085f\\g"h\u{1f9fa}\u200dمريم';
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'floorkey-test-backup-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const fresh = () => mkdtemp(join(home, 'place-'));

describe('with DATABASE_URL', () => {
  let server: TestServer;
  let device: TestDevice;
  let file: string;
  let cursor: string;
  let organizationId: string;

  const backUp = (target: string) =>
    writeBackup(server.context.database, target, { version: '0.1.0', now: server.clock.now });

  const restoreInto = async (databaseUrl: string, backup = file, secretKey: string | null = testSecretKey) =>
    restoreBackup({ dataDir: await fresh(), databaseUrl, secretKey }, backup, {
      now: server.clock.now,
      withoutPins: false,
    });

  beforeAll(async () => {
    server = await makeServer();
    const { client, session } = await setUpOrganization(server);
    organizationId = session.organization.id;
    await addUser(client, 'staff', {
      pin,
      firstName: 'Zoë',
      lastName: 'O’Neil "مريم" \\ 👩‍🏭',
    });
    const limited = await addUser(client, 'staff');
    // Ids that sort against the tree show that units are written from the top.
    const site = await addUnit(server, organizationId, 'Site');
    const area = await addUnit(server, organizationId, 'Area', site);
    const line = await addUnit(server, organizationId, 'Line', area);
    await limitToUnits(server, organizationId, limited.id, [site, line]);
    const invited = await addUser(client, 'staff', { email: 'ines@northgate.example' });
    device = await TestDevice.make(server.url);
    const { id: deviceId } = await device.authorize(client, 'Counter 1');
    expect((await device.signInWithPin(pin)).status).toBe(200);
    const createdAt = server.clock.now;
    await server.context.database.inOrganization(organizationId, async (tx) => {
      await tx.insert(partners).values({
        id: randomUUID(),
        organizationId,
        name: 'Acme Flour',
        nameFolded: 'acme flour',
        revision: 1,
        createdAt,
      });
      await tx
        .insert(pinRequests)
        .values({ id: randomUUID(), organizationId, userId: invited.id, deviceId, createdAt });
      for (const kind of ['invitation', 'password-reset'] as const) {
        await makeLink(server.context, tx, {
          organizationId,
          userId: invited.id,
          kind,
          email: 'ines@northgate.example',
        });
      }
    });
    ({ cursor } = await device.pull());
    await server.context.database.inOrganization(organizationId, (tx) =>
      recordAuditEvent(tx, {
        organizationId,
        at: server.clock.now,
        action: 'user.changed',
        subject: strange,
        detail: { strange },
      }),
    );
    await chainTailOf(server.context.database, organizationId);
    file = join(await fresh(), 'floorkey.backup');
    await backUp(file);
  });

  it('covers every table, by holding it or by leaving it out on purpose', async () => {
    const { rows } = await server.context.database.pool.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    );
    expect(rows.map((row) => row.name).sort()).toEqual([...backupTables, ...tablesLeftOut].sort());
  });

  it('is whole, private, and holds neither key nor sessions', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const content = gunzipSync(await readFile(file)).toString();
    expect(content).toContain('Counter 1');
    expect(content).not.toContain(testSecretKey);
    expect(content).not.toContain('pin_sessions');
    await expect(stat(`${file}.partial`)).rejects.toThrow('ENOENT');
  });

  it('never overwrites, and leaves nothing half-written behind', async () => {
    const before = await readFile(file);
    await expect(backUp(file)).rejects.toThrow('is there already');
    expect(await readFile(file)).toEqual(before);
    await expect(backUp(join(home, 'nowhere', 'x'))).rejects.toThrow('can’t be written (ENOENT)');
  });

  it('restores every row, so that the same tablet takes the same PIN and fetches everything anew', async () => {
    const { url } = await makeDatabase();
    const { rows } = await restoreInto(url);
    expect(rows).toMatchObject({
      organizations: 1,
      partners: 1,
      users: 4,
      units: 3,
      user_units: 2,
      devices: 1,
      pin_requests: 1,
    });
    const restored = await makeServer({ databaseUrl: url });
    expect(restored.setupCode).toBeNull();

    const tablet = device.at(restored.url);
    expect(await tablet.pull(cursor)).toMatchObject({ reset: true });
    expect((await tablet.signInWithPin(pin)).status).toBe(200);
    expect((await tablet.signInWithPin('917264')).status).not.toBe(200);
    const read = (from: TestServer, table: string) =>
      from.context.database.acrossOrganizations(async (tx) => {
        const found = await tx.execute<{ row: string }>(
          // The words that people are found by are written when they are first needed.
          sql.raw(
            `select row_to_json(t)::jsonb - 'last_sign_in_at' - 'searched' as row from ${table} t order by 1`,
          ),
        );
        return found.rows;
      });
    for (const table of ['users', 'partners', 'units', 'user_units', 'roles', 'removals', 'pin_requests']) {
      expect(await read(restored, table)).toEqual(await read(server, table));
    }
    const [before, after] = [await read(server, 'audit_events'), await read(restored, 'audit_events')];
    expect(after).toEqual(expect.arrayContaining(before));
    expect(JSON.stringify(before)).toContain(JSON.stringify(strange).slice(1, -1));
  });

  it('keeps open invitations and no other link', async () => {
    const { url } = await makeDatabase();
    expect((await restoreInto(url)).rows.one_time_links).toBe(1);
    const restored = await makeServer({ databaseUrl: url });
    const links = await restored.context.database.lookUp.select().from(oneTimeLinks);
    expect(links.map(({ kind }) => kind)).toEqual(['invitation']);
  });

  it('keeps the chain of the audit trail as it was, and goes on with it', async () => {
    const { url, adminUrl } = await makeDatabase();
    await restoreInto(url);
    const restored = await makeServer({ databaseUrl: url });
    const check = ({ context }: TestServer) =>
      context.database.inOrganization(organizationId, (tx) => verifyAuditTrail(tx, organizationId));
    const readChain = async ({ context }: TestServer) => {
      await chainTailOf(context.database, organizationId);
      return context.database.inOrganization(organizationId, (tx) =>
        tx.select().from(auditChain).orderBy(auditChain.sequence),
      );
    };
    const [before, after] = [await readChain(server), await readChain(restored)];
    expect(after.slice(0, -1)).toEqual(before);
    expect(await check(restored)).toMatchObject({ events: before.length + 1, firstBroken: null });
    const rows = await openStoredRows(adminUrl);
    await rows.query(`alter table audit_events disable trigger all`);
    await rows.query(`update audit_events set subject = 'x' where subject = $1`, [strange]);
    expect(await check(restored)).toMatchObject({ firstBroken: { kind: 'changed' } });
    await rows.close();
  });

  it('goes on with the audit trail after the last position', async () => {
    const { url } = await makeDatabase();
    await restoreInto(url);
    const { context } = await makeServer({ databaseUrl: url });
    const positions = await context.database.acrossOrganizations(async (tx) => {
      const [organization] = (await tx.execute<{ id: string }>(sql`select id from organizations`)).rows;
      if (!organization) throw new Error('nothing was restored');
      await recordAuditEvent(tx, { organizationId: organization.id, at: new Date(), action: 'user.changed' });
      const { rows } = await tx.execute<{ action: string; position: string }>(
        sql`select action, position from audit_events order by position`,
      );
      return rows;
    });
    expect(positions.at(-2)?.action).toBe('organization.restored');
    expect(positions.at(-1)?.action).toBe('user.changed');
  });

  it('refuses a database that holds an organization', async () => {
    const occupied = await makeServer();
    await setUpOrganization(occupied);
    await expect(restoreInto(occupied.context.database.connectionString)).rejects.toThrow(
      'stop every server with this DATABASE_URL',
    );
    const { url } = await makeDatabase();
    await restoreInto(url);
    await expect(restoreInto(url)).rejects.toThrow('holds an organization');
  });

  it('voids the set-up links of a server that started on the empty database', async () => {
    const { url: databaseUrl } = await makeDatabase();
    const empty = await makeServer({ databaseUrl });
    await empty.stop();
    await restoreInto(databaseUrl);
    const restored = await makeServer({ databaseUrl });
    const code = empty.setupCode ?? '';
    const client = new ApiClient(restored.url);
    expect((await client.refuse(checkSetupCode, { body: { code } })).code).toBe('already_set_up');
  });

  describe('before anything is written', () => {
    let url: string;
    beforeAll(async () => {
      ({ url } = await makeDatabase());
    });

    const change = async (edit: (content: string) => string) => {
      const changed = join(await fresh(), 'changed.backup');
      await writeFile(changed, gzipSync(edit(gunzipSync(await readFile(file)).toString())));
      return changed;
    };

    it('refuses another secret key, and a missing one, and says what to do', async () => {
      const wrong = 'another-secret-key-0123456789-abcdefghijklmnop';
      await expect(restoreInto(url, file, wrong)).rejects.toThrow(
        /SECRET_KEY\) is not the one of this backup: put the old secret.key into .*--erase-pins/,
      );
      await expect(restoreInto(url, file, null)).rejects.toThrow('secret key of this backup is missing');
    });

    it('refuses files that are cut, changed, or no backups', async () => {
      const cut = join(await fresh(), 'cut.backup');
      await copyFile(file, cut);
      await truncate(cut, (await stat(cut)).size - 20);
      await expect(restoreInto(url, cut)).rejects.toThrow('cut off or damaged');
      const lost = await change((content) => content.replace(/\["user_units".*\n/, ''));
      await expect(restoreInto(url, lost)).rejects.toThrow('cut off or damaged');
      const edited = await change((content) => content.replace('Counter 1', 'Counter 2'));
      await expect(restoreInto(url, edited)).rejects.toThrow('cut off or damaged');
      const endless = await change((content) => content.replace(/\{"end".*\n$/, ''));
      await expect(restoreInto(url, endless)).rejects.toThrow('cut off or damaged');
      const longer = await change((content) => `${content}["roles",{}]\n`);
      await expect(restoreInto(url, longer)).rejects.toThrow('cut off or damaged');
      const other = await change(() => '{"hello":1}\n');
      await expect(restoreInto(url, other)).rejects.toThrow('is not a backup');
      await expect(restoreInto(url, join(home, 'missing'))).rejects.toThrow('can’t be read (ENOENT)');
    });

    it('left the database empty and free for the right restore', async () => {
      expect((await restoreInto(url)).rows.users).toBe(4);
    });
  });

  it('restores without PINs when the secret key is lost', async () => {
    const { url: databaseUrl } = await makeDatabase();
    const secretKey = 'a-new-secret-key-after-the-loss-0123456789-abc';
    const place = { dataDir: await fresh(), databaseUrl, secretKey };
    const done = await restoreBackup(place, file, { now: server.clock.now, withoutPins: true });
    expect(done.pinsErased).toBe(1);
    const restored = await makeServer({ databaseUrl, env: { SECRET_KEY: secretKey } });
    expect((await device.at(restored.url).signInWithPin(pin)).status).toBe(401);
  });

  it('is one moment of the database, whatever is written meanwhile', async () => {
    const { database } = server.context;
    const organizationId = (await database.lookUp.select().from(organizations))[0]?.id ?? '';
    const writeMeanwhile = () =>
      database.inOrganization(organizationId, (tx) =>
        recordAuditEvent(tx, {
          organizationId,
          at: new Date(),
          action: 'user.changed',
          subject: 'meanwhile',
        }),
      );
    let statements = 0;
    const observed: Database = {
      ...database,
      acrossOrganizations: (work) =>
        database.acrossOrganizations((tx) => {
          const execute: Queries['execute'] = tx.execute.bind(tx);
          const watched: Queries = Object.assign(Object.create(tx), {
            execute: async (...given: Parameters<Queries['execute']>) => {
              statements += 1;
              // The header has been read then, and the audit trail has not.
              if (statements === 8) await writeMeanwhile();
              return execute(...given);
            },
          });
          return work(watched);
        }),
    };
    const target = join(await fresh(), 'meanwhile.backup');
    await writeBackup(observed, target, { version: '0.1.0', now: new Date() });
    expect(statements).toBeGreaterThan(8);
    expect(gunzipSync(await readFile(target)).toString()).not.toContain('meanwhile');
  });
});
