// Whether the database takes writes: looked at now and then, and heard of from requests that failed.
import { sql } from 'drizzle-orm';
import { within } from '../within.ts';
import type { Database } from './database.ts';
import { keyCheck } from './schema.ts';

/** A look that went well stands so long, so that nobody can make the server write by asking. */
const probeMs = 5_000;
/** A request that could not write counts so long: a database with a full disk may well take a row that is as small as that of the look. */
const failureMs = 10_000;
/** A database that does not answer in this time is none. */
const patienceMs = 5_000;

export type WriteProbe = {
  /** Reads, and writes a row that changes nothing unless that was done just now. @throws what keeps the database from it */
  requireWritable(): Promise<void>;
  /** Hears of an error of a request. */
  noteFailure(error: unknown): void;
};

/**
 * Tells whether an error says that the database can be reached and can't write: it is read-only after a failover (25006),
 * out of disk, memory or connections (class 53), or its disk fails (class 58; PostgreSQL, appendix A).
 */
export function isUnableToWrite(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return /^(25006|53...|58...)$/.test(code) || isUnableToWrite(error.cause);
}

export function createWriteProbe(
  database: Pick<Database, 'acrossOrganizations' | 'lookUp'>,
  now: () => number = () => performance.now(),
): WriteProbe {
  let wroteAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let failure: unknown = null;
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    try {
      await within(
        patienceMs,
        database.acrossOrganizations((tx) => tx.update(keyCheck).set({ mac: keyCheck.mac }), 'probe'),
        () => new Error('the database took too long to write'),
      );
      wroteAt = now();
    } finally {
      looking = null;
    }
  }

  return {
    requireWritable: async () => {
      if (now() - failedAt < failureMs) throw failure;
      if (now() - wroteAt < probeMs) {
        await database.lookUp.execute(sql`select 1`);
        return;
      }
      looking ??= look();
      await looking;
    },
    noteFailure: (error) => {
      if (!isUnableToWrite(error)) return;
      failedAt = now();
      failure = error;
    },
  };
}
