// What the database holds, seen from outside of the server, to show that a refused request left no trace.
import pg from 'pg';

// Proofs, counted tries and jobs are written on purpose before a request is looked at.
const leftOut = ['used_proofs', 'attempt_limits', 'key_check'];

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
        `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as content from ${name} t`,
    )
    .join(' union all ');
  return {
    read: async () => {
      const { rows } = await client.query<{ name: string; content: string }>(text);
      return Object.fromEntries(rows.map(({ name, content }) => [name, content]));
    },
    query: async (text, values = []) => (await client.query(text, values)).rows,
    close: () => client.end(),
  };
}
