// Background jobs, by pg-boss: what has expired is swept away, once for all processes.
import { lt, sql } from 'drizzle-orm';
import { PgBoss } from 'pg-boss';
import type { Context } from '../context.ts';
import { accountSessions, attemptLimits, pinSessions, usedProofs } from '../database/schema.ts';

const sweepQueue = 'sweep-expired';
const dayMs = 24 * 3600 * 1000;

/** Deletes what nothing will ask for again. */
export async function sweepExpired({ database, clock }: Pick<Context, 'database' | 'clock'>): Promise<void> {
  const now = clock();
  await database.acrossOrganizations(async (tx) => {
    await tx.delete(usedProofs).where(lt(usedProofs.expiresAt, now));
    await tx.delete(attemptLimits).where(lt(attemptLimits.expire, now.getTime()));
    await tx
      .delete(accountSessions)
      .where(lt(accountSessions.createdAt, new Date(now.getTime() - 30 * dayMs)));
    await tx
      .delete(pinSessions)
      .where(lt(pinSessions.createdAt, sql`${now}::timestamptz - interval '12 hours'`));
  });
}

/** Starts the jobs. @returns how to stop them */
export async function startJobs(context: Context): Promise<() => Promise<void>> {
  const boss = new PgBoss({ connectionString: context.database.connectionString, max: 2 });
  boss.on('error', (error) => context.log.warn({ err: error }, 'a job failed'));
  await boss.start();
  await boss.createQueue(sweepQueue);
  await boss.schedule(sweepQueue, '*/10 * * * *');
  await boss.work(sweepQueue, { pollingIntervalSeconds: 60 }, () => sweepExpired(context));
  return () => boss.stop({ graceful: true, timeout: 5_000 });
}
