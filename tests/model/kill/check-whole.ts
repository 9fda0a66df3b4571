// What must hold after kills: what was acknowledged is there, once, with its audit event and its mail.
import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { verifyAuditTrail } from '../../../src/server/domain/audit/verify-audit-trail.ts';
import type { KilledServer } from './killed-server.ts';
import type { EventWriter, PeopleWriter } from './writers.ts';

const missingIn = (names: readonly string[], all: ReadonlySet<string>) =>
  names.filter((name) => !all.has(name));

/** Looks at the rows of people and events. */
export async function checkRows(
  server: KilledServer,
  people: readonly PeopleWriter[],
  events: EventWriter,
  deviceId: string,
): Promise<void> {
  const rows = await server.query(
    `select username, (select count(*)::int from audit_events
       where action = 'user.created' and subject_id = users.id) as added,
       (select count(*)::int from mails where user_id = users.id and kind = 'invitation') as invited,
       email is not null as has_address
     from users where username like 'writer-%'`,
    [],
  );
  const names = new Set(rows.map(({ username }) => String(username)));
  expect(names.size, 'a person is there twice').toBe(rows.length);
  expect(
    missingIn(
      people.flatMap(({ added }) => added),
      names,
    ),
    'people who were lost',
  ).toEqual([]);
  expect(
    rows.filter(({ added, invited, has_address }) => added !== 1 || invited !== (has_address ? 1 : 0)),
    'people without their one audit event or their one mail',
  ).toEqual([]);
  const taken = await server.query(
    'select sequence::int, reasons from device_events where device_id = $1 order by position',
    [deviceId],
  );
  // In order, without a gap, each once.
  expect(taken.map(({ sequence }) => sequence)).toEqual(taken.map((_, at) => at + 1));
  expect(taken.length).toBeGreaterThanOrEqual(events.taken.at(-1) ?? 0);
  expect(taken.flatMap(({ reasons }) => reasons)).toEqual([]);
}

/** Looks at the whole audit trail: it is unbroken, and has each event of the tablet. */
export async function checkTrail(server: KilledServer): Promise<void> {
  const [row] = await server.query('select id from organizations', []);
  const organizationId = String(row?.id);
  const audit = await server.work(organizationId, async (tx) => {
    await tx.execute(sql`set transaction isolation level repeatable read, read only`);
    return verifyAuditTrail(tx, organizationId);
  });
  expect(audit).toMatchObject({ intact: true, firstBroken: null });
  const missing = await server.query(
    `with told as (select device_id, detail->>'sequence' as sequence, count(*) as times from audit_events group by 1, 2)
     select sequence from device_events where not exists (select from told
       where device_id = device_events.device_id and told.sequence = device_events.sequence::text and times = 1)`,
    [],
  );
  expect(missing, 'events without their one audit event').toEqual([]);
}

/** Looks whether every mail that is still to be sent has its job, and whether every other one was written once. */
export async function checkMails(server: KilledServer): Promise<number> {
  const forgotten = await server.query(
    `select id, state from mails where state in ('waiting', 'sending') and not exists (select from pgboss.job
       where name = 'send-mail' and data->>'mailId' = mails.id::text and state in ('created', 'retry', 'active'))`,
    [],
  );
  expect(forgotten, 'mails whose job was lost').toEqual([]);
  const sent = await server.query(`select id from mails where state = 'sent'`, []);
  const written = await server.readMailIds();
  expect(new Set(written).size, 'a mail was written twice').toBe(written.length);
  expect(
    missingIn(
      sent.map(({ id }) => String(id)),
      new Set(written),
    ),
    'mails that are called sent, and are not there',
  ).toEqual([]);
  return sent.length;
}

/** The longest pause before a job that died again and again is tried once more, and some. */
const longestPauseMs = 35 * 60_000;

/** Waits until every mail came to an end: sent once, or shown as perhaps not sent. */
export async function awaitMails(server: KilledServer): Promise<void> {
  const left = () => server.query(`select id, state from mails where state in ('waiting', 'sending')`, []);
  await expect.poll(left, { timeout: longestPauseMs, interval: 500 }).toEqual([]);
}
