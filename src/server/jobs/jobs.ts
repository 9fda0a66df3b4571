// Background jobs, by pg-boss: put on the queue in the transaction that causes them, done once for all processes.
import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Queries } from '../database/database.ts';

/** What the queue knows of an import. */
export type ImportJob = {
  organizationId: string;
  importId: string;
  /** Where it was started from. */
  address?: string | null;
};

/** What each queue takes. Never a secret: the tables of the queue are not sealed. */
export type JobData = {
  'sweep-expired': Record<string, never>;
  'send-mail': { mailId: string };
  /** The id of the sealed request; see `request-password-reset.ts`. */
  'request-password-reset': { sealed: string };
  'import-users': ImportJob;
  'log-out-of-app': { organizationId: string; appSessionId: string };
  /** An import that was tried for the last time. */
  'import-users-failed': ImportJob;
};
export type JobName = keyof JobData;

export type Jobs = {
  /** Puts a job on its queue: it runs if, and only if, the transaction commits. @param startAfter when it may run */
  enqueue<N extends JobName>(tx: Queries, name: N, data: JobData[N], startAfter?: Date): Promise<void>;
  /**
   * Begins to do the jobs of a queue; a job that throws is tried again with growing pauses.
   * @param handle gets, besides what the job takes, how often it was tried before
   */
  work<N extends JobName>(name: N, handle: (data: JobData[N], tries: number) => Promise<void>): Promise<void>;
  /** Does a job by the clock (cron form). */
  schedule(name: JobName, cron: string): Promise<void>;
  /** Tells jobs that take long that the server stops: they are to leave the rest for later. */
  readonly stopping: AbortSignal;
  /** Makes `stopping` true, so that what takes long is left for later while requests in flight still end. */
  endSoon(): void;
  stop(): Promise<void>;
};

type QueueTerms = {
  retryLimit: number;
  expireInSeconds: number;
  heartbeatSeconds?: number;
  /** Where a job goes that failed for the last time; that queue stands before this one. */
  deadLetter?: JobName;
  /** How many workers take how many at once: a job that hangs holds up only those that were taken with it. */
  workers?: number;
  batch?: number;
  /** How often a worker looks for jobs, in seconds. */
  poll?: number;
};

/** How often an app is told of a logout again that does not answer: with growing pauses that is most of a day. */
export const logoutTriesMost = 12;

const queues: Readonly<Record<JobName, QueueTerms>> = {
  'sweep-expired': { retryLimit: 2, expireInSeconds: 900, poll: 60 },
  // Whoever sends decides when it has been tried for long enough; a job that just ended would leave its mail waiting.
  'send-mail': {
    retryLimit: 1000,
    expireInSeconds: 300,
    heartbeatSeconds: 60,
    workers: 3,
    batch: 4,
    poll: 0.5,
  },
  'request-password-reset': { retryLimit: 5, expireInSeconds: 60 },
  // An app that hangs must not hold up the others.
  'log-out-of-app': { retryLimit: logoutTriesMost, expireInSeconds: 60, workers: 3, batch: 10, poll: 0.5 },
  'import-users-failed': { retryLimit: 20, expireInSeconds: 60 },
  // A process that dies in the middle misses its heartbeats, and another one takes over.
  'import-users': {
    retryLimit: 3,
    expireInSeconds: 3 * 3600,
    heartbeatSeconds: 30,
    deadLetter: 'import-users-failed',
  },
};

const isJobName = (name: string): name is JobName => name in queues;

export type JobPace = {
  /** The first pause before a job that failed is tried again, in seconds; each further one is twice as long. */
  readonly retryDelay: number;
  readonly retryDelayMax: number;
  /** How often jobs are looked for whose process died, in seconds. */
  readonly lookInterval: number;
  /** How many workers a queue has at most. */
  readonly workersMost?: number;
};

/** How long jobs may take to end at the stop; one that is cut off is done again. */
const stopMs = 3_000;

export const usualPace: JobPace = { retryDelay: 5, retryDelayMax: 1800, lookInterval: 60 };

/**
 * Opens the queues; nothing is done before `work`.
 * @param pace shorter pauses, for tests
 */
export async function openJobs(
  connectionString: string,
  log: Logger,
  { lookInterval, workersMost = Number.POSITIVE_INFINITY, ...pauses }: JobPace = usualPace,
): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString,
    max: 4,
    superviseIntervalSeconds: lookInterval,
    monitorIntervalSeconds: lookInterval,
  });
  const stopping = new AbortController();
  boss.on('error', (error) => log.warn({ err: error }, 'a job failed'));
  await boss.start();
  for (const name of Object.keys(queues).filter(isJobName)) {
    const { workers, batch, poll, ...terms } = queues[name];
    const wanted = { ...terms, ...pauses, retryBackoff: true };
    await boss.createQueue(name, wanted);
    // An earlier version may have made it with other terms.
    await boss.updateQueue(name, wanted);
  }
  return {
    enqueue: async (tx, name, data, startAfter) => {
      await boss.send(name, data, { db: fromDrizzle(tx, sql), ...(startAfter ? { startAfter } : {}) });
    },
    work: async (name, handle) => {
      const { workers = 1, batch = 1, poll = 1 } = queues[name];
      const options = {
        pollingIntervalSeconds: poll,
        localConcurrency: Math.min(workers, workersMost),
        batchSize: batch,
        burstWhenBatchFull: true,
        includeMetadata: true,
        perJobResults: true,
      } as const;
      await boss.work<JobData[typeof name], void, typeof options>(name, options, (jobs) =>
        Promise.all(
          jobs.map(async ({ id, data, retryCount }) => {
            try {
              await handle(data, retryCount);
              return { id, status: 'completed' as const };
            } catch (error) {
              log.warn({ err: error, queue: name, tries: retryCount }, 'a job failed');
              return { id, status: 'failed' as const };
            }
          }),
        ),
      );
    },
    schedule: (name, cron) => boss.schedule(name, cron),
    stopping: stopping.signal,
    endSoon: () => stopping.abort(),
    stop: () => {
      stopping.abort();
      return boss.stop({ graceful: true, timeout: stopMs });
    },
  };
}
