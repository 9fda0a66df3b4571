// In how many organizations one e-mail address is used at most on this server, which every sign-in has to allow for.
import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import type { Database } from '../database/database.ts';

/** A sign-in looks at so many accounts of one address, the oldest first. */
export const accountsMost = 8;

const keptMs = 60_000;
const kept = new WeakMap<Database, { at: number; most: number }>();

/**
 * How many passwords every sign-in compares, so that its time doesn't tell in how many organizations an address is
 * known: as many as the address has that is shared most. Counted once a minute.
 * @param found how many accounts the address of this sign-in has
 */
export async function countComparisons(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  found: number,
): Promise<number> {
  const now = clock().getTime();
  let known = kept.get(database);
  if (!known || Math.abs(now - known.at) > keptMs) {
    const { rows } = await database.lookUp.execute<{ most: number }>(sql`
      select coalesce(max(shared), 1)::int as most from (
        select count(*) as shared from users where email_folded is not null group by email_folded) addresses`);
    known = { at: now, most: rows[0]?.most ?? 1 };
  }
  known = { ...known, most: Math.min(accountsMost, Math.max(known.most, found, 1)) };
  kept.set(database, known);
  return known.most;
}
