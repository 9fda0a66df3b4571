// What the database holds, seen from outside of the server, to show that a refused request left no trace.
import pg from 'pg';
import { expect } from 'vitest';

// Proofs, counted tries and jobs are written on purpose before a request is looked at.
// The trail may tell of the refusal itself; the chain only follows the trail.
const leftOut = ['used_proofs', 'attempt_limits', 'key_check', 'audit_chain', 'audit_heads'];
const withoutRefusals = (name: string) =>
  name === 'audit_events' ? " where action <> 'access.refused'" : '';

// A mail that is there already goes its own way meanwhile; another one would show.
const onlyIds = ['mails'];

const openJobs = `select count(*)::int as open from pgboss.job
  where state in ('created', 'retry', 'active') and start_after <= now() and name <> 'sweep-expired'`;

export type StoredRows = {
  /** A text for each table that changes with any row of it. */
  read(): Promise<Record<string, string>>;
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
  const text = tables
    .map(
      ({ name }) =>
        `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as content from (select ${onlyIds.includes(name) ? 'id' : '*'} from ${name}${withoutRefusals(name)}) t`,
    )
    .join(' union all ');
  /** What an earlier request put on a queue must not be taken for the work of a later one. */
  async function waitForJobs(): Promise<void> {
    await expect
      .poll(async () => (await client.query(openJobs)).rows[0]?.open, { timeout: 20_000, interval: 50 })
      .toBe(0);
  }
  return {
    read: async () => {
      await waitForJobs();
      const { rows } = await client.query<{ name: string; content: string }>(text);
      return Object.fromEntries(rows.map(({ name, content }) => [name, content]));
    },
    query: async (text, values = []) => (await client.query(text, values)).rows,
    close: () => client.end(),
  };
}
