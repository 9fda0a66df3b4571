// The server of the histories: the product's own app and domain on a real PostgreSQL, without a listener, and with crashes.

import pg from 'pg';
import { inject } from 'vitest';
import { createApp } from '../../../src/server/app.ts';
import type { Context } from '../../../src/server/context.ts';
import { deriveKeys } from '../../../src/server/crypto/secret-keys.ts';
import { openDatabase } from '../../../src/server/database/database.ts';
import { createWriteProbe } from '../../../src/server/database/write-probe.ts';
import { createAttemptLimits } from '../../../src/server/domain/access/attempt-limits.ts';
import { createRefusals } from '../../../src/server/domain/audit/note-refusals.ts';
import { readEnv } from '../../../src/server/env.ts';
import { openLog } from '../../../src/server/log.ts';
import { TestClock } from '../../integration/harness/test-clock.ts';
import { cloneDatabase } from '../../integration/harness/test-postgres.ts';
import { lightHashing } from './pins.ts';

export const origin = 'http://localhost:8080';

/** Where the server's process ends: at which of its statements, or commits, and whether PostgreSQL did that one. */
export type ServerCrash = {
  readonly at: 'statement' | 'COMMIT';
  readonly count: number;
  readonly done: boolean;
};

export class ServerCrashed extends Error {
  override readonly name = 'ServerCrashed';
}

let crash: ServerCrash | null = null;
let statements = 0;
let isDead = false;

const query = pg.Client.prototype.query;

function fail(args: unknown[]): unknown {
  const error = new ServerCrashed('the server’s process ended');
  const heed = args.at(-1);
  if (typeof heed !== 'function') return Promise.reject(error);
  process.nextTick(heed, error);
  return undefined;
}

// Every statement of every pool passes here, so that a process can end before or after any of them.
Object.defineProperty(pg.Client.prototype, 'query', {
  value(this: pg.Client, ...args: unknown[]): unknown {
    if (crash === null || args[0] === 'ROLLBACK') return Reflect.apply(query, this, args);
    if (isDead) return fail(args);
    if (crash.at === 'statement' || args[0] === crash.at) statements += 1;
    else return Reflect.apply(query, this, args);
    if (statements < crash.count) return Reflect.apply(query, this, args);
    isDead = true;
    if (!crash.done) return fail(args);
    const heed = args.at(-1);
    if (typeof heed !== 'function') {
      return Promise.resolve(Reflect.apply(query, this, args)).then(() => fail([]));
    }
    return Reflect.apply(query, this, [...args.slice(0, -1), () => fail([heed])]);
  },
});

/**
 * Runs work of the server that a crash may end.
 * @param wanted `undefined`: the work runs within other work that a crash may end
 * @returns whether it did, and what the work gave or threw
 */
export async function withCrash<T>(
  wanted: ServerCrash | null | undefined,
  work: () => Promise<T>,
): Promise<{ crashed: boolean; value?: T; error?: unknown }> {
  if (wanted !== undefined) {
    crash = wanted;
    statements = 0;
  }
  try {
    const value = await work();
    return { crashed: isDead, value };
  } catch (error) {
    return { crashed: isDead, error };
  } finally {
    if (wanted !== undefined) {
      crash = null;
      isDead = false;
    }
  }
}

/** Tells whether the process has ended in the work that is under way. */
export const hasCrashed = () => isDead;

export type ModelServer = {
  readonly context: Context;
  readonly clock: TestClock;
  /** As a superuser, whom row-level security doesn't bind. */
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Answers one request as the server would over HTTP. */
  answer(request: Request): Promise<Response>;
  close(): Promise<void>;
};

const never = () => Promise.reject(new Error('no history comes here'));

/** Opens the server on a database of its own. */
export async function openModelServer(): Promise<ModelServer> {
  const clone = await cloneDatabase(inject('postgres'));
  const admin = new pg.Client({ connectionString: clone.adminUrl });
  await admin.connect();
  const database = openDatabase(clone.url, () => undefined);
  const clock = new TestClock();
  const context: Context = {
    env: readEnv({ DATABASE_URL: clone.url, LOG_LEVEL: 'fatal', PUBLIC_URL: origin }),
    version: '0.0.0',
    log: openLog({ logLevel: 'fatal' }),
    clock: () => clock.now,
    keys: deriveKeys('a-secret-key-of-the-histories-0123456789-abcdef'),
    hashing: lightHashing,
    database,
    writeProbe: createWriteProbe(database),
    signals: { announce: () => undefined, onSignal: () => () => undefined, close: async () => undefined },
    jobs: {
      enqueue: never,
      work: never,
      schedule: never,
      stopping: new AbortController().signal,
      endSoon: () => undefined,
      stop: async () => undefined,
    },
    mailTransport: { destination: 'nowhere', deliver: never, takesEveryScript: never, stop: () => undefined },
    publicUrl: origin,
    attemptLimits: createAttemptLimits(database.pool),
    refusals: createRefusals({ database, clock: () => clock.now, log: openLog({ logLevel: 'fatal' }) }),
  };
  const app = createApp(context, 'nowhere');
  const bindings = {
    incoming: { socket: { remoteAddress: '127.0.0.1', remotePort: 1, remoteFamily: 'IPv4' } },
  };
  return {
    context,
    clock,
    query: async (text, values = []) => (await admin.query(text, values)).rows,
    answer: async (request) => app.fetch(request, bindings),
    close: async () => {
      app.close();
      await database.close();
      await admin.end();
      await clone.drop();
    },
  };
}
