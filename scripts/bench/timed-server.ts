// A server in this process whose hashing, database and signals are timed from outside, so that the product needs no code for it.
import pg from 'pg';
import * as z from 'zod';
import type { Context } from '../../src/server/context.ts';
import type { Queries, ServerLine } from '../../src/server/database/database.ts';
import { readEnv } from '../../src/server/env.ts';
import { openLog } from '../../src/server/log.ts';
import { startServer } from '../../src/server/start.ts';
import { findFreePort } from '../../tests/integration/harness/free-port.ts';
import { makeBenchFolder } from './bench-folder.ts';
import type { Scope } from './scope.ts';

type Span = { readonly from: number; readonly to: number };

/** One answered request, in milliseconds. */
export type TimedRequest = {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly total: number;
  /** The part in which a hash was waited for. */
  readonly hashing: number;
  /** The part in which a connection to the database was waited for or in use. */
  readonly database: number;
};

export type TimedServer = {
  readonly url: string;
  readonly setupCode: string | null;
  readonly context: Context;
  readonly requests: TimedRequest[];
  /** When changes were announced, right after their commits, in milliseconds since 1970. */
  readonly announcements: number[];
};

const requestLine = z.object({ method: z.string(), path: z.string(), status: z.int(), ms: z.number() });

/** How much of a time lies in any of the spans; what overlaps counts once. */
function measureWithin(spans: readonly Span[], { from, to }: Span): number {
  let [sum, reached] = [0, from];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const end = Math.min(span.to, to);
    if (end <= reached) continue;
    sum += end - Math.max(span.from, reached);
    reached = end;
  }
  return sum;
}

/** Times work that needs a connection, from when it is asked for. */
async function timed<T>(spans: Span[], work: Promise<T>): Promise<T> {
  const from = performance.now();
  return work.finally(() => spans.push({ from, to: performance.now() }));
}

function timePool(pool: pg.Pool, spans: Span[]): void {
  const taken = new Map<unknown, number>();
  pool.on('acquire', (client) => void taken.set(client, performance.now()));
  pool.on('release', (_, client) =>
    spans.push({ from: taken.get(client) ?? Infinity, to: performance.now() }),
  );
}

/** Starts a server on a fresh folder, with its own PostgreSQL. */
export async function startTimedServer(scope: Scope): Promise<TimedServer> {
  const port = await findFreePort();
  const [requests, announcements]: [TimedRequest[], number[]] = [[], []];
  const [hashing, database]: [Span[], Span[]] = [[], []];
  const env = readEnv({ DATA_DIR: await makeBenchFolder(scope), PORT: String(port) });
  const log = openLog(env, {
    write(line) {
      const { data } = requestLine.safeParse(JSON.parse(line));
      if (!data) return;
      const { ms, ...request } = data;
      const to = performance.now();
      const span = { from: to - ms, to };
      requests.push({
        ...request,
        total: ms,
        hashing: measureWithin(hashing, span),
        database: measureWithin(database, span),
      });
    },
  });
  const { context, setupLink, stop } = await startServer(env, log);
  scope.defer(stop);
  const { hashPin } = context.hashing;
  const { announce } = context.signals;
  const { inOrganization, acrossOrganizations } = context.database;
  Object.assign(context, {
    hashing: {
      ...context.hashing,
      hashPin: async (...given: Parameters<typeof hashPin>) => {
        const from = performance.now();
        return hashPin(...given).finally(() => hashing.push({ from, to: performance.now() }));
      },
    },
    database: {
      ...context.database,
      inOrganization: <T>(id: string, work: (tx: Queries) => Promise<T>) =>
        timed(database, inOrganization(id, work)),
      acrossOrganizations: <T>(work: (tx: Queries) => Promise<T>, line?: ServerLine) =>
        timed(database, acrossOrganizations(work, line)),
    },
    signals: {
      ...context.signals,
      announce: (signal: Parameters<typeof announce>[0]) => {
        announcements.push(performance.timeOrigin + performance.now());
        announce(signal);
      },
    },
  });
  const { pool, lookUp } = context.database;
  const lookUpPool = '$client' in lookUp ? lookUp.$client : null;
  if (!(lookUpPool instanceof pg.Pool)) throw new Error('the connections of look-ups were not found');
  for (const each of [pool, lookUpPool]) timePool(each, database);
  return {
    url: `http://localhost:${port}`,
    setupCode: setupLink?.split('#code=')[1] ?? null,
    context,
    requests,
    announcements,
  };
}
