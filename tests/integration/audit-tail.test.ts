// The tail of the audit trail: events that are committed and not chained yet are sealed, and chained once, whatever happens.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Queries } from '../../src/server/database/database.ts';
import { recordAuditEvents } from '../../src/server/domain/access/audit.ts';
import { chainTailOf, chainTails } from '../../src/server/domain/audit/chain-audit-trail.ts';
import { verifyAuditTrail } from '../../src/server/domain/audit/verify-audit-trail.ts';
import { restoreBackup } from '../../src/server/operator/restore-backup.ts';
import { writeBackup } from '../../src/server/operator/write-backup.ts';
import { endWithFile } from './harness/end-with-file.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { addOrganization, setUpOrganization } from './harness/test-organization.ts';
import { type TestServer, testSecretKey } from './harness/test-server.ts';

type Clone = Awaited<ReturnType<typeof makeDatabase>>;

let clone: Clone;
let server: TestServer;
let other: TestServer;
let admin: pg.Client;
beforeAll(async () => {
  clone = await makeDatabase();
  server = await makeServer({ databaseUrl: clone.url });
  other = await makeServer({ databaseUrl: clone.url });
  admin = await connect(clone.adminUrl);
  await setUpOrganization(server);
});

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  endWithFile(() => client.end());
  return client;
}

const verify = ({ context: { database } }: TestServer, organizationId: string) =>
  database.inOrganization(organizationId, async (tx) => {
    await tx.execute(sql`set transaction isolation level repeatable read, read only`);
    return verifyAuditTrail(tx, organizationId);
  });

const recordIn = (tx: Queries, organizationId: string, subjects: string[], deviceId: string | null = null) =>
  recordAuditEvents(
    tx,
    subjects.map((subject) => ({
      organizationId,
      at: server.clock.now,
      action: 'user.changed',
      deviceId,
      subject,
    })),
  );

/** An organization whose tail nobody chains until it is let go. */
async function holdTail(of = server, url = clone.adminUrl) {
  const { session } = await addOrganization(of, 'Held');
  const { id } = session.organization;
  const { database } = of.context;
  await chainTailOf(database, id);
  const holder = await connect(url);
  await holder.query('begin');
  await holder.query('select from audit_heads where organization_id = $1 for update', [id]);
  return {
    id,
    write: (subjects: string[], deviceId?: string) =>
      database.inOrganization(id, (tx) => recordIn(tx, id, subjects, deviceId)),
    /** Lets the tail be chained, and waits for it. */
    letGo: async () => {
      await holder.query('commit');
      await chainTailOf(database, id);
    },
  };
}

const positionOf = async (organizationId: string, subject: string) => {
  const found = await admin.query(
    'select position from audit_events where organization_id = $1 and subject = $2',
    [organizationId, subject],
  );
  return String(found.rows[0]?.position);
};

/** What only somebody with all rights in the database can do. */
async function meddle(statement: string, values: unknown[] = []): Promise<void> {
  await admin.query('set session_replication_role = replica');
  await admin.query(statement, values);
  await admin.query('set session_replication_role = origin');
}

const chainOf = async (organizationId: string) =>
  (
    await admin.query(
      `select sequence::int, subject from audit_chain left join audit_events using (position)
       where audit_chain.organization_id = $1 order by sequence`,
      [organizationId],
    )
  ).rows;

it('commits the sign-ins of two tablets of one organization without waiting for each other', async () => {
  const { database } = server.context;
  const { session } = await addOrganization(server, 'Two tablets');
  const { id } = session.organization;
  await database.inOrganization(id, async (tx) => {
    await recordIn(tx, id, ['first'], randomUUID());
    // As far as a commit goes, but for its end.
    await tx.execute(sql`set constraints all immediate`);
    await other.context.database.inOrganization(id, async (tx) => {
      await tx.execute(sql`set local lock_timeout = '10s'`);
      await recordIn(tx, id, ['second'], randomUUID());
    });
  });
  await chainTailOf(database, id);
  const newest = (await chainOf(id)).slice(-2).map(({ subject }) => subject);
  expect(newest.toSorted()).toEqual(['first', 'second']);
  expect(await verify(server, id)).toMatchObject({ intact: true });
});

it('chains shortly after the commit, without anybody asking for it', async () => {
  const { session } = await addOrganization(server, 'Quiet');
  const { id } = session.organization;
  await server.context.database.inOrganization(id, (tx) => recordIn(tx, id, ['quiet']));
  await expect
    .poll(async () => (await chainOf(id)).at(-1), { timeout: 60_000, interval: 20 })
    .toMatchObject({ subject: 'quiet' });
});

it('checks what waits in the tail, and chains it in the order of the commits', async () => {
  const { id, write, letGo } = await holdTail();
  const before = await verify(server, id);
  const tablet = randomUUID();
  await write(['a', 'b'], tablet);
  await write(['c']);
  await write(['d'], tablet);
  expect(await verify(server, id)).toMatchObject({ intact: true, events: before.events + 4 });
  await letGo();
  expect(await verify(server, id)).toMatchObject({ intact: true, events: before.events + 4 });
  const chain = await chainOf(id);
  expect(chain.slice(-4).map(({ subject }) => subject)).toEqual(['a', 'b', 'c', 'd']);
  expect(chain.map(({ sequence }) => sequence)).toEqual(chain.map((_, at) => at + 1));
});

it('is sealed once when a transaction writes into the trails of two organizations in turn', async () => {
  const trails = [await holdTail(), await holdTail()];
  await server.context.database.acrossOrganizations(async (tx) => {
    for (const subject of ['one', 'two', 'three'])
      for (const { id } of trails) await recordIn(tx, id, [subject]);
  });
  for (const { id, letGo } of trails) {
    await letGo();
    expect((await chainOf(id)).slice(-3).map(({ subject }) => subject)).toEqual(['one', 'two', 'three']);
    expect(await verify(server, id)).toMatchObject({ intact: true });
  }
});

it('keeps no place for events that are undone within a transaction, and seals one that stays', async () => {
  const { id, letGo } = await holdTail();
  await server.context.database.inOrganization(id, async (tx) => {
    await tx.execute(sql`savepoint inner_part`);
    await recordIn(tx, id, ['undone']);
    await tx.execute(sql`set constraints all immediate`);
    await tx.execute(sql`rollback to savepoint inner_part`);
    await recordIn(tx, id, ['kept']);
    await tx.execute(sql`release savepoint inner_part`);
  });
  expect(await verify(server, id)).toMatchObject({ intact: true });
  await letGo();
  expect((await chainOf(id)).at(-1)).toMatchObject({ subject: 'kept' });
  expect(await verify(server, id)).toMatchObject({ intact: true });
});

it('is not changed by the server’s own role', async () => {
  const { id, write } = await holdTail();
  await write(['sealed']);
  for (const statement of [`update audit_tail set sequence = sequence`, `truncate audit_tail`])
    await expect(
      server.context.database.inOrganization(id, (tx) => tx.execute(sql.raw(statement))),
    ).rejects.toMatchObject({ cause: { message: 'audit events are never changed or deleted' } });
});

it('is chained once when two processes chain at once', { timeout: 120_000 }, async () => {
  const organizations = await Promise.all(Array.from({ length: 3 }, () => holdTail()));
  const subjects = Array.from({ length: 300 }, (_, at) => `event ${at}`);
  for (const { write } of organizations)
    for (let at = 0; at < 300; at += 50) await write(subjects.slice(at, at + 50), randomUUID());
  const before = await Promise.all(organizations.map(({ id }) => verify(server, id)));
  await Promise.all([
    ...organizations.map(({ letGo }) => letGo()),
    ...Array.from({ length: 10 }, (_, at) => chainTails((at % 2 ? server : other).context.database)),
  ]);
  for (const [at, { id }] of organizations.entries()) {
    expect(await verify(server, id)).toMatchObject({ intact: true, events: before[at]?.events });
    const chain = await chainOf(id);
    expect(chain.slice(-300).map(({ subject }) => subject)).toEqual(subjects);
    expect(chain.map(({ sequence }) => sequence)).toEqual(chain.map((_, place) => place + 1));
  }
});

it('is chained by the next start when the process ends right after its commit', async () => {
  const { url, adminUrl } = await makeDatabase();
  const first = await makeServer({ databaseUrl: url });
  const { session } = await setUpOrganization(first);
  const { id } = session.organization;
  await first.stop();
  const ended = openDatabase(url, () => undefined);
  await ended.inOrganization(id, (tx) => recordIn(tx, id, ['just committed']));
  await ended.close();
  const found = await connect(adminUrl);
  const countTail = async () => (await found.query('select from audit_tail')).rowCount;
  expect(await countTail()).toBeGreaterThan(0);
  const next = await makeServer({ databaseUrl: url });
  await expect.poll(countTail, { timeout: 60_000, interval: 20 }).toBe(0);
  expect(await verify(next, id)).toMatchObject({ intact: true });
});

it('comes back with a backup, and is chained then', async () => {
  const source = await makeDatabase();
  const from = await makeServer({ databaseUrl: source.url });
  await setUpOrganization(from);
  const { id, write, letGo } = await holdTail(from, source.adminUrl);
  await write(['in the tail'], randomUUID());
  const folder = await mkdtemp(join(tmpdir(), 'floorkey-test-tail-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'tail.backup');
  const now = from.clock.now;
  await writeBackup(from.context.database, file, { version: '0.1.0', now });
  await letGo();
  const { url } = await makeDatabase();
  const place = { dataDir: folder, databaseUrl: url, secretKey: testSecretKey };
  expect((await restoreBackup(place, file, { now, withoutPins: false })).rows.audit_tail).toBe(1);
  const restored = await makeServer({ databaseUrl: url });
  await chainTailOf(restored.context.database, id);
  const [before, after] = [await verify(from, id), await verify(restored, id)];
  expect(after).toMatchObject({ intact: true, events: before.events + 1 });
});

describe('somebody who meddles with events in the tail', () => {
  /** @param end what the check finds in the chain after it was chained, if not the same */
  async function expectFound(
    tail: Awaited<ReturnType<typeof holdTail>>,
    kind: 'changed' | 'missing',
    position: string | null,
  ): Promise<void> {
    const { firstBroken } = await verify(server, tail.id);
    expect(firstBroken).toEqual({ kind, sequence: null, position });
    // What comes later in the lane is chained behind it.
    await tail.write(['later'], tablet);
    await tail.letGo();
    expect((await chainOf(tail.id)).at(-1)).toMatchObject({ subject: 'later' });
    const found = await verify(server, tail.id);
    expect(found).toMatchObject({ intact: false, firstBroken: { kind } });
    expect(found.firstBroken?.sequence).toBeGreaterThan(0);
    // And it stays so.
    await tail.write(['the next']);
    await chainTailOf(server.context.database, tail.id);
    expect((await verify(server, tail.id)).firstBroken).toEqual(found.firstBroken);
  }

  const tablet = randomUUID();
  const fill = async () => {
    const tail = await holdTail();
    await tail.write(['one', 'two'], tablet);
    await tail.write(['three'], tablet);
    await tail.write(['elsewhere']);
    return tail;
  };

  it.each([
    ['the person', `actor_id = gen_random_uuid()`],
    ['the person’s name', `actor_name = 'somebody else'`],
    ['the time', `at = at + interval '1 millisecond'`],
    ['the action', `action = 'user.created'`],
    ['the detail', `detail = '{"changed":["pin"]}'`],
    ['the id', `id = gen_random_uuid()`],
  ])('is found out when %s of an event is changed', async (_, change) => {
    const tail = await fill();
    const position = await positionOf(tail.id, 'two');
    await meddle(`update audit_events set ${change} where position = $1`, [position]);
    await expectFound(tail, 'changed', position);
  });

  it('is found out when the newest event of a lane and its seal are changed', async () => {
    const tail = await fill();
    const position = await positionOf(tail.id, 'three');
    await meddle(`update audit_events set address = '192.0.2.1' where position = $1`, [position]);
    await meddle(
      `update audit_tail set hash = (select made from floorkey_tail(audit_tail.organization_id, null) sealed
         where sealed.position = audit_tail.position) where position = $1`,
      [position],
    );
    await expectFound(tail, 'changed', null);
  });

  it('is found out when an event is removed', async () => {
    const tail = await fill();
    const position = await positionOf(tail.id, 'two');
    await meddle('delete from audit_events where position = $1', [position]);
    await expectFound(tail, 'missing', position);
  });

  it.each(['one', 'three'])('is found out when an event (“%s”) is removed with its seal', async (subject) => {
    const tail = await fill();
    const position = await positionOf(tail.id, subject);
    await meddle('delete from audit_events where position = $1', [position]);
    await meddle('delete from audit_tail where position = $1', [position]);
    await expectFound(tail, 'missing', null);
  });

  it('is found out when a whole lane is removed', async () => {
    const tail = await fill();
    await meddle('delete from audit_events where device_id = $1 and organization_id = $2', [tablet, tail.id]);
    await meddle('delete from audit_tail where lane = $1 and organization_id = $2', [tablet, tail.id]);
    await expectFound(tail, 'missing', null);
  });

  it('is found out when an event is slipped in beside the seals', async () => {
    const tail = await fill();
    await meddle(
      `insert into audit_events (id, organization_id, at, action, subject, detail)
       values (gen_random_uuid(), $1, now(), 'user.deleted', 'slipped in', '{}')`,
      [tail.id],
    );
    const added = { kind: 'added', sequence: null, position: await positionOf(tail.id, 'slipped in') };
    expect((await verify(server, tail.id)).firstBroken).toEqual(added);
    await tail.letGo();
    expect((await verify(server, tail.id)).firstBroken).toEqual(added);
  });

  it('changes nothing for the other organizations', async () => {
    const [touched, untouched] = [await fill(), await fill()];
    const position = await positionOf(touched.id, 'one');
    await meddle(`update audit_events set subject = 'x' where position = $1`, [position]);
    await touched.letGo();
    await untouched.letGo();
    expect(await verify(server, touched.id)).toMatchObject({ intact: false });
    expect(await verify(server, untouched.id)).toMatchObject({ intact: true });
  });
});
