// What the database holds, seen from outside of the server, to show that a refused request left no trace.
import pg from 'pg';
import { expect } from 'vitest';

// Proofs, counted tries and jobs are written on purpose before a request is looked at.
// The trail may tell of the refusal itself; the chain only follows the trail.
const leftOut = ['used_proofs', 'attempt_limits', 'key_check', 'audit_chain', 'audit_heads'];

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

const openJobs = `select 1 from pgboss.job
  where state in ('created', 'retry', 'active') and start_after <= now() and name <> 'sweep-expired' limit 1`;

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

  const isAtRest = async () => (await client.query(openJobs)).rowCount === 0;
  /** What an earlier request put on a queue must not be taken for the work of a later one. */
  async function waitForJobs(): Promise<void> {
    if (!(await isAtRest())) await expect.poll(isAtRest, { timeout: 20_000, interval: 20 }).toBe(true);
  }

  return {
    read: async () => {
      await waitForJobs();
      const { rows } = await client.query<{ name: string; operation: string }>(
        'delete from watched.writes returning *',
      );
      for (const { name, operation } of rows) {
        const key = `${operation} on ${name}`;
        writes[key] = (writes[key] ?? 0) + 1;
      }
      return { ...writes };
    },
    query: async (text, values = []) => (await client.query(text, values)).rows,
    close: () => client.end(),
  };
}
