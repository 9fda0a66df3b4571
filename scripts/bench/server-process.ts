// The server as it is shipped, in a process of its own, with its own PostgreSQL in a fresh folder.
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { type Database, openDatabase } from '../../src/server/database/database.ts';
import { borrowEmbeddedPostgres } from '../../src/server/database/embedded/embedded-postgres.ts';
import { startProcess } from '../../tests/browser/engine/kept-process.ts';
import { findFreePort } from '../../tests/integration/harness/free-port.ts';
import { makeBenchFolder } from './bench-folder.ts';
import type { Scope } from './scope.ts';

const main = fileURLToPath(new URL('../../dist-server/start.js', import.meta.url));
const stopMs = 20_000;

const requestLine = z.object({
  msg: z.literal('request'),
  path: z.string(),
  status: z.int(),
  ms: z.number(),
});
export type LoggedRequest = z.infer<typeof requestLine>;

export type ServerProcess = {
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  /** The code of the set-up link; `null` when the server is set up. */
  readonly setupCode: string | null;
  /** From the start of the process to the line that says that it is ready, in milliseconds. */
  readonly startMs: number;
  /** What the server's own log says of the requests so far; empty it to begin anew. */
  readonly requests: LoggedRequest[];
  stop(): Promise<void>;
};

function readRequest(line: string): LoggedRequest | null {
  if (!line.startsWith('{')) return null;
  return requestLine.safeParse(JSON.parse(line)).data ?? null;
}

/**
 * Starts a server and waits until it is ready.
 * @param dataDir its folder; an empty one of its own unless told
 * @param isEmpty whether nothing was set up in the folder yet
 * @param wantedPort where it listens, so that a tablet finds it again; a free port unless told
 */
export async function startServerProcess(
  scope: Scope,
  dataDir?: string,
  isEmpty = dataDir === undefined,
  wantedPort?: number,
): Promise<ServerProcess> {
  const folder = dataDir ?? (await makeBenchFolder(scope));
  const port = wantedPort ?? (await findFreePort());
  const env = { PATH: process.env.PATH, DATA_DIR: folder, PORT: String(port) };
  const started = performance.now();
  const { child, stop: kill } = startProcess(process.execPath, [main], env, ['ignore', 'pipe', 'inherit']);
  const exited = once(child, 'exit');
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      child.kill('SIGTERM');
      await Promise.race([exited, wait(stopMs, undefined, { ref: false })]);
      await kill();
    })();
    return stopping;
  };
  scope.defer(stop);
  if (!child.stdout || child.pid === undefined) throw new Error('the server could not be started');
  const requests: LoggedRequest[] = [];
  const lines = createInterface({ input: child.stdout });
  let setupCode: string | null = null;
  const ready = new Promise<number>((resolve) => {
    let readyAt = 0;
    lines.on('line', (line) => {
      const request = readRequest(line);
      if (request) requests.push(request);
      if (line.startsWith('Floorkey is ready')) readyAt = performance.now();
      setupCode = line.split('/setup#code=')[1] ?? setupCode;
      // A server that was set up before prints no link.
      if (readyAt > 0 && (setupCode || !isEmpty)) resolve(readyAt - started);
    });
  });
  const startMs = await Promise.race([
    ready,
    exited.then(() => {
      throw new Error('the server ended at its start');
    }),
  ]);
  return {
    url: `http://localhost:${port}`,
    pid: child.pid,
    dataDir: folder,
    setupCode,
    startMs,
    requests,
    stop,
  };
}

/** Connects to the database of a server that runs, past the server. */
export async function openServerDatabase(scope: Scope, { dataDir }: { dataDir: string }): Promise<Database> {
  const folder = join(dataDir, 'postgres');
  const postgres = await borrowEmbeddedPostgres({ folder, log: () => undefined });
  const database = openDatabase(postgres.connectionString, () => undefined, null, 'tool');
  scope.defer(() => database.close());
  return database;
}
