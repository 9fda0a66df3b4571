// Limits on how often somebody may try, counted in the database before the work that they guard.
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limit } from '../../../contract/endpoint.ts';
import { ProblemError } from './problem-error.ts';

export type AttemptLimits = {
  /** Counts one try. @returns how many are left @throws ProblemError `too_many_attempts` with the time when the next one is taken */
  count(scope: string, limit: Limit, who: string): Promise<number>;
  /** Takes one counted try back: it was right. Those before it stay, since they may have been somebody else's. */
  giveBack(scope: string, limit: Limit, who: string): Promise<void>;
  /** Forgets all tries, after a proof that they can be made good, such as a link to the mailbox. */
  forget(scope: string, limit: Limit, who: string): Promise<void>;
};

// Addresses of users are not kept in clear in a table of counters.
const keyOf = (who: string) => createHash('sha256').update(who).digest('base64url');

/** Counts in the table `attempt_limits`, so that a restart forgets nothing and all processes share it. */
export function createAttemptLimits(pool: pg.Pool): AttemptLimits {
  const limiters = new Map<string, RateLimiterPostgres>();

  function limiterOf(scope: string, { by, points, seconds }: Limit): RateLimiterPostgres {
    const keyPrefix = `${scope}/${by}`;
    // A site may do more than one place in it, under the same name.
    const terms = `${keyPrefix}/${points}`;
    const known = limiters.get(terms);
    if (known) return known;
    const limiter = new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'attempt_limits',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix,
      points,
      duration: seconds,
    });
    limiters.set(terms, limiter);
    return limiter;
  }

  return {
    count: async (scope, limit, who) => {
      try {
        return (await limiterOf(scope, limit).consume(keyOf(who))).remainingPoints;
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const retryAt = new Date(Date.now() + refusal.msBeforeNext);
        const minutes = Math.max(1, Math.ceil(refusal.msBeforeNext / 60_000));
        throw new ProblemError(
          'too_many_attempts',
          `Too many tries. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
          { retryAt },
        );
      }
    },
    giveBack: async (scope, limit, who) => {
      // Never below nothing: nobody can save tries up.
      await pool.query('update attempt_limits set points = greatest(points - 1, 0) where key = $1', [
        `${scope}/${limit.by}:${keyOf(who)}`,
      ]);
    },
    forget: async (scope, limit, who) => {
      await limiterOf(scope, limit).delete(keyOf(who));
    },
  };
}
