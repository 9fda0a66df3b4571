// What may be done so often in a day: counted inside the transaction that does it, so that what is undone was not counted.
import { and, eq, gt, sql } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { attemptLimits } from '../../database/schema.ts';
import { dayMs } from '../../day.ts';

/** How often something was done in the day that began when it was done first. */
export async function readDay(tx: Queries, key: string, now: Date): Promise<number> {
  const [row] = await tx
    .select({ points: attemptLimits.points })
    .from(attemptLimits)
    .where(and(eq(attemptLimits.key, key), gt(attemptLimits.expire, now.getTime())));
  return row?.points ?? 0;
}

/** Counts that something is done. @returns how often it was by now, and when the day ends */
export async function countInDay(
  tx: Queries,
  key: string,
  times: number,
  now: Date,
): Promise<{ used: number; until: Date }> {
  const expire = now.getTime() + dayMs;
  const isOver = sql`${attemptLimits.expire} <= ${now.getTime()}`;
  const [counted] = await tx
    .insert(attemptLimits)
    .values({ key, points: times, expire })
    .onConflictDoUpdate({
      target: attemptLimits.key,
      set: {
        points: sql`case when ${isOver} then ${times} else ${attemptLimits.points} + ${times} end`,
        expire: sql`case when ${isOver} then ${expire} else ${attemptLimits.expire} end`,
      },
    })
    .returning({ used: attemptLimits.points, expire: attemptLimits.expire });
  if (!counted) throw new Error('nothing was counted');
  return { used: counted.used, until: new Date(counted.expire ?? expire) };
}
