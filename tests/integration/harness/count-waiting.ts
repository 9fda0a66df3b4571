// How many statements of a test's database wait for a lock right now.
import type { TestServer } from './test-server.ts';

export async function countWaiting({ context }: Pick<TestServer, 'context'>): Promise<number> {
  const { rows } = await context.database.pool.query<{ waiting: number }>(
    "select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return rows[0]?.waiting ?? 0;
}
