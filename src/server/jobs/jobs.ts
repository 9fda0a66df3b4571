// Background jobs, by pg-boss: put on the queue in the transaction that causes them, done once for all processes.
import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Queries } from '../database/database.ts';

/** What each queue takes. Never a secret: the tables of the queue are not sealed. */
export type JobData = {
  'sweep-expired': Record<string, never>;
  'send-mail': { mailId: string };
  /** The id of the sealed request; see `request-password-reset.ts`. */
  'request-password-reset': { sealed: string };
  'import-users': { organizationId: string; importId: string };
};
export type JobName = keyof JobData;

export type Jobs = {
  /** Puts a job on its queue: it runs if, and only if, the transaction commits. @param startAfter when it may run */
  enqueue<N extends JobName>(tx: Queries, name: N, data: JobData[N], startAfter?: Date): Promise<void>;
  /** Begins to do the jobs of a queue; a job that throws is tried again with growing pauses. */
  work<N extends JobName>(name: N, handle: (data: JobData[N]) => Promise<void>): Promise<void>;
  /** Does a job by the clock (cron form). */
  schedule(name: JobName, cron: string): Promise<void>;
  stop(): Promise<void>;
};

const queues: Readonly<Record<JobName, { retryLimit: number; expireInSeconds: number }>> = {
  'sweep-expired': { retryLimit: 2, expireInSeconds: 900 },
  'send-mail': { retryLimit: 40, expireInSeconds: 300 },
  'request-password-reset': { retryLimit: 5, expireInSeconds: 60 },
  'import-users': { retryLimit: 0, expireInSeconds: 3 * 3600 },
};

const isJobName = (name: string): name is JobName => name in queues;

/** Opens the queues; nothing is done before `work`. */
export async function openJobs(connectionString: string, log: Logger): Promise<Jobs> {
  const boss = new PgBoss({ connectionString, max: 4 });
  boss.on('error', (error) => log.warn({ err: error }, 'a job failed'));
  await boss.start();
  for (const name of Object.keys(queues).filter(isJobName)) {
    await boss.createQueue(name, { ...queues[name], retryBackoff: true, retryDelay: 5, retryDelayMax: 900 });
  }
  return {
    enqueue: async (tx, name, data, startAfter) => {
      await boss.send(name, data, { db: fromDrizzle(tx, sql), ...(startAfter ? { startAfter } : {}) });
    },
    work: async (name, handle) => {
      const pollingIntervalSeconds = name === 'sweep-expired' ? 60 : 1;
      await boss.work<JobData[typeof name]>(name, { pollingIntervalSeconds }, async (jobs) => {
        for (const { data } of jobs) await handle(data);
      });
    },
    schedule: (name, cron) => boss.schedule(name, cron),
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}
