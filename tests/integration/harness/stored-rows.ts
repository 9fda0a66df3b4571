// What the database holds, seen from outside of the server, to show that a refused request left no trace.
import pg from 'pg';
import { expect } from 'vitest';

// Proofs, counted tries and jobs are written on purpose before a request is looked at.
// The trail may tell of the refusal itself; the chain only follows the trail.
const leftOut = [
  'used_proofs',
  'attempt_limits',
  'key_check',
  'audit_chain',
  'audit_heads',
  'audit_lanes',
  'audit_tail',
  'audit_marks',
];

/** The rows of a table that a refused request may add, as SQL sees them; those of every other table it may not. */
const mayBeAdded: Readonly<Record<string, string>> = { audit_events: "new.action = 'access.refused'" };

// A mail that is there already goes its own way meanwhile; another one would show.
const mayChange = ['mails'];

const prepareWatch = `
  create schema if not exists watched;
  create table if not exists watched.writes (name text, operation text);
  create or replace function watched.note() returns trigger language plpgsql security definer as $$
    begin insert into watched.writes values (tg_table_name, tg_op); return null; end $$`;

/** Notes every row that is added, changed or deleted, in the transaction that does it. */
function watchTable(name: string): string {
  const watch = (operation: string, condition = '') =>
    `create or replace trigger watched_${operation} after ${operation} on public.${name} for each row ${condition} execute function watched.note();`;
  const exception = mayBeAdded[name];
  return [
    watch('insert', exception ? `when (not (${exception}))` : ''),
    watch('delete'),
    mayChange.includes(name) ? '' : watch('update', 'when (old.* is distinct from new.*)'),
  ].join('\n');
}

// Both in one snapshot: what a job wrote is there before the job is off its queue.
const takeNotes = {
  name: 'take-notes',
  text: `with rest as (
      select not exists (select from pgboss.job where state in ('created', 'retry', 'active')
        and start_after <= now() and name <> 'sweep-expired') as at_rest
    ), taken as (delete from watched.writes returning name, operation)
    select at_rest, name, operation from rest left join taken on true`,
};

export type StoredRows = {
  /** How many rows were added, changed and deleted so far in each table. */
  read(): Promise<Record<string, number>>;
  /** Any statement, as a superuser. */
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
};

/** @param adminUrl a superuser's connection, which row-level security doesn't bind */
export async function openStoredRows(adminUrl: string): Promise<StoredRows> {
  const client = new pg.Client({ connectionString: adminUrl });
  // Dropping the database ends the connection.
  client.on('error', () => undefined);
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> all ($1) order by 1`,
    [leftOut],
  );
  await client.query(`${prepareWatch}; ${tables.map(({ name }) => watchTable(name)).join('\n')}`);
  const writes: Record<string, number> = {};

  /** Takes what was noted. @returns whether nothing is under way any more */
  async function take(): Promise<boolean> {
    const { rows } = await client.query<{ name: string | null; operation: string; at_rest: boolean }>(
      takeNotes,
    );
    for (const { name, operation } of rows) {
      if (name === null) continue;
      const key = `${operation} on ${name}`;
      writes[key] = (writes[key] ?? 0) + 1;
    }
    return rows[0]?.at_rest === true;
  }

  return {
    read: async () => {
      // What an earlier request put on a queue must not be taken for the work of a later one.
      if (!(await take())) await expect.poll(take, { timeout: 20_000, interval: 20 }).toBe(true);
      return { ...writes };
    },
    query: async (text, values = []) => (await client.query(text, values)).rows,
    close: () => client.end(),
  };
}
