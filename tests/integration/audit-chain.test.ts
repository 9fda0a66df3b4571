// The chain of the audit trail: one line whatever happens at once, and whole unless somebody meddled with it.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAuditTrail } from '../../src/contract/endpoints/audit-events.ts';
import { endpoints } from '../../src/contract/endpoints.ts';
import { recordAuditEvent } from '../../src/server/domain/access/audit.ts';
import { changeOrganization } from '../../src/server/domain/access/change.ts';
import { chainTailOf } from '../../src/server/domain/audit/chain-audit-trail.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addOrganization,
  addUnit,
  addUser,
  limitToUnits,
  type Member,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let other: TestServer;
let rows: StoredRows;
let owner: Member;
beforeAll(async () => {
  const database = await makeDatabase();
  server = await makeServer({ databaseUrl: database.url });
  other = await makeServer({ databaseUrl: database.url });
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
});
afterAll(() => rows?.close());

const verify = ({ client }: Member) => client.succeed(verifyAuditTrail, {});
const idOf = ({ session }: Member) => session.organization.id;

const event = ({ session }: Member, subject: string) => ({
  organizationId: session.organization.id,
  at: server.clock.now,
  action: 'user.changed' as const,
  actorId: session.user.id,
  subject,
});

it('is one line when 200 users sign in at once through two processes', { timeout: 120_000 }, async () => {
  const pin = '482915';
  await addUser(owner.client, 'staff', { pin });
  // A tablet takes few tries at once.
  const tablets = await Promise.all(Array.from({ length: 50 }, () => TestDevice.make(server.url)));
  for (const [at, tablet] of tablets.entries()) await tablet.authorize(owner.client, `Counter ${at}`);
  const before = await verify(owner);
  const answers = await Promise.all(
    [...tablets, ...tablets, ...tablets, ...tablets].map((tablet, at) =>
      tablet.at(at % 2 ? other.url : server.url).signInWithPin(pin),
    ),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const after = await verify(owner);
  expect(after).toMatchObject({ intact: true, firstBroken: null });
  const chained = await rows.query(
    `select count(*)::int as count, min(sequence)::int as first, max(sequence)::int as last
     from audit_chain where organization_id = $1`,
    [idOf(owner)],
  );
  expect(chained).toEqual([{ count: after.events, first: 1, last: after.events }]);
  // Each sign-in, and the end of each session that one took the place of.
  expect(after.events).toBeGreaterThanOrEqual(before.events + 200);
});

it('is whole when changes of the organization and plain events are written at once', async () => {
  const { database } = server.context;
  const before = await verify(owner);
  await Promise.all(
    Array.from({ length: 100 }, (_, at) => {
      const { context } = at % 2 ? server : other;
      const write = (tx: Parameters<typeof recordAuditEvent>[0]) =>
        recordAuditEvent(tx, event(owner, `parallel ${at}`));
      return at % 4 < 2
        ? changeOrganization(context, idOf(owner), async (tx) => {
            await write(tx);
            await write(tx);
          })
        : context.database.inOrganization(idOf(owner), write);
    }),
  );
  await expect(
    database.inOrganization(idOf(owner), async (tx) => {
      await recordAuditEvent(tx, event(owner, 'undone'));
      throw new Error('undone');
    }),
  ).rejects.toThrow('undone');
  expect(await verify(owner)).toMatchObject({ intact: true, events: before.events + 150 });
});

it('takes 25,000 events of one transaction, and checks them in steps', {
  timeout: 120_000,
}, async () => {
  const member = await addOrganization(server, 'Large');
  // The plans of a database that knows its tables as small.
  await rows.query('analyze audit_events, audit_chain');
  await server.context.database.inOrganization(idOf(member), (tx) =>
    tx.execute(sql`
      insert into audit_events (id, organization_id, at, action, detail)
      select gen_random_uuid(), ${idOf(member)}, now(), 'user.created', '{}' from generate_series(1, 25000)`),
  );
  const checked = await verify(member);
  expect(checked).toMatchObject({ intact: true, firstBroken: null });
  expect(checked.events).toBeGreaterThan(25_000);

  const [last] = await rows.query(
    'select position from audit_chain where organization_id = $1 and sequence = 24000',
    [idOf(member)],
  );
  await meddle(`update audit_events set subject = 'x' where position = ${last?.position}`);
  expect((await verify(member)).firstBroken).toEqual({
    kind: 'changed',
    sequence: 24_000,
    position: String(last?.position),
  });
});

/** What only somebody with all rights in the database can do. */
async function meddle(statement: string, values: unknown[] = []): Promise<void> {
  await rows.query('set session_replication_role = replica');
  await rows.query(statement, values);
  await rows.query('set session_replication_role = origin');
}

describe('somebody who meddles with the database', () => {
  /** An organization of its own with ten events, so that each case begins with a whole chain. */
  async function makeTrail(): Promise<{ member: Member; positions: string[] }> {
    const member = await addOrganization(server, 'Meddled');
    for (let at = 0; at < 10; at += 1) {
      await server.context.database.inOrganization(idOf(member), (tx) =>
        recordAuditEvent(tx, event(member, `event ${at}`)),
      );
    }
    await chainTailOf(server.context.database, idOf(member));
    const found = await rows.query(
      'select position from audit_chain where organization_id = $1 order by sequence',
      [idOf(member)],
    );
    expect(await verify(member)).toMatchObject({ intact: true, events: found.length });
    return { member, positions: found.map(({ position }) => String(position)) };
  }

  it.each([
    ['the person', `actor_id = gen_random_uuid()`],
    ['the time', `at = at + interval '1 millisecond'`],
    ['the action', `action = 'user.created'`],
    ['the words', `subject = 'somebody else'`],
    ['the detail', `detail = '{"changed":["pin"]}'`],
    ['the address', `address = '192.0.2.1'`],
    ['the device', `device_id = gen_random_uuid()`],
    ['the subject', `subject_id = gen_random_uuid()`],
    ['the id', `id = gen_random_uuid()`],
  ])('is found out when %s of an event is changed', async (_, change) => {
    const { member, positions } = await makeTrail();
    await meddle(`update audit_events set ${change} where position = $1`, [positions[4]]);
    expect(await verify(member)).toMatchObject({
      intact: false,
      firstBroken: { kind: 'changed', sequence: 5, position: positions[4] },
    });
  });

  it('is found out when an event is deleted, with or without its place in the chain', async () => {
    const { member, positions } = await makeTrail();
    await meddle('delete from audit_events where position = $1', [positions[6]]);
    expect((await verify(member)).firstBroken).toMatchObject({ kind: 'missing', sequence: 7 });
    await meddle('delete from audit_chain where position = $1', [positions[6]]);
    expect((await verify(member)).firstBroken).toMatchObject({ kind: 'missing', sequence: 7 });
  });

  it('is found out when the first or the newest events are cut off', async () => {
    const first = await makeTrail();
    await meddle('delete from audit_events where position = $1', [first.positions[0]]);
    await meddle('delete from audit_chain where position = $1', [first.positions[0]]);
    expect((await verify(first.member)).firstBroken).toMatchObject({ kind: 'missing', sequence: 1 });
    const newest = await makeTrail();
    const cut = newest.positions.at(-1);
    await meddle('delete from audit_events where position = $1', [cut]);
    await meddle('delete from audit_chain where position = $1', [cut]);
    expect((await verify(newest.member)).firstBroken).toEqual({
      kind: 'missing',
      sequence: newest.positions.length,
      position: null,
    });
  });

  it('is found out when an event is slipped in, and when two change places', async () => {
    const { member } = await makeTrail();
    await meddle(
      `insert into audit_events (id, organization_id, at, action, detail)
       values (gen_random_uuid(), $1, now(), 'user.deleted', '{}')`,
      [idOf(member)],
    );
    expect((await verify(member)).firstBroken).toMatchObject({ kind: 'added', sequence: null });
    const swapped = await makeTrail();
    const [, second, third] = swapped.positions;
    await meddle(
      `update audit_events set subject = case position when $1 then 'event 2' else 'event 1' end where position in ($1, $2)`,
      [second, third],
    );
    expect((await verify(swapped.member)).firstBroken).toMatchObject({ kind: 'changed' });
  });

  it('changes nothing for the other organizations', async () => {
    const { member, positions } = await makeTrail();
    const untouched = await makeTrail();
    await meddle(`update audit_events set subject = 'x' where position = $1`, [positions[0]]);
    expect((await verify(member)).intact).toBe(false);
    expect((await verify(untouched.member)).intact).toBe(true);
  });
});

it('is not changed or deleted by the server’s own role, not even in its own organization', async () => {
  const { database } = server.context;
  for (const table of ['audit_events', 'audit_chain']) {
    for (const statement of [
      `update ${table} set position = position`,
      `delete from ${table}`,
      `truncate ${table}`,
    ]) {
      await expect(
        database.inOrganization(idOf(owner), (tx) => tx.execute(sql.raw(statement))),
      ).rejects.toMatchObject({ cause: { message: 'audit events are never changed or deleted' } });
    }
  }
});

it('has no endpoint that could change or delete an event', () => {
  const ofTheTrail = Object.values(endpoints).filter(({ path }) => path.startsWith('/api/audit-events'));
  expect(ofTheTrail.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
    'GET /api/audit-events',
    'GET /api/audit-events/export',
    'POST /api/audit-events/verification',
  ]);
});

it('is checked for those alone who have the whole organization', async () => {
  const limited = await addMember(server, owner.client, 'admin');
  await limitToUnits(server, idOf(owner), limited.user.id, [await addUnit(server, idOf(owner), 'Yard')]);
  const { code } = await limited.client.refuse(verifyAuditTrail, {});
  expect(code).toBe('permission_missing');
});
