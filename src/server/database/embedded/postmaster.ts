/** Starts and stops one postmaster, which is PostgreSQL's main process. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Address, hasUnixSockets } from './address.ts';
import type { Log } from './log.ts';
import type { OpenFolder } from './open-folder.ts';
import type { PostgresAccount } from './postgres-account.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { givePostgresEnvironment } from './postgres-environment.ts';
import { readPostmasterPid } from './postmaster-pid.ts';

/** A running postmaster; `exited` resolves to how it ended, whoever ended it. */
export type Postmaster = { exited: Promise<string>; interrupt(): void; stop(): Promise<void> };

export type PostmasterOptions = {
  folder: string;
  opened: OpenFolder;
  socketDirectory: string;
  address: Address;
  account: PostgresAccount;
  binaries: PostgresBinaries;
  maxConnections: number;
  log: Log;
};

const run = promisify(execFile);
const KEPT_LINES = 20;
const FAST_SHUTDOWN_PATIENCE = 30_000;

function chooseSettings({ socketDirectory, address, maxConnections }: PostmasterOptions): string[] {
  const listen = hasUnixSockets
    ? ['listen_addresses=', `unix_socket_directories=${socketDirectory}`, 'unix_socket_permissions=0700']
    : [`listen_addresses=${address.host}`];
  const settings = [
    ...listen,
    `port=${address.port}`,
    // Part of every process title, by which left-over processes are found again.
    `cluster_name=${basename(socketDirectory)}`,
    `max_connections=${maxConnections}`,
    'shared_buffers=64MB',
    // One process and no extra workers: data of this size is read from the page cache.
    'io_method=sync',
    'max_logical_replication_workers=0',
    'timezone=UTC',
    'log_timezone=UTC',
    // Errors of statements go to the caller; their details can hold users’ data and belong in no log.
    'log_min_messages=log',
    'log_min_error_statement=panic',
    'log_checkpoints=off',
    'log_line_prefix=',
    'logging_collector=off',
  ];
  return settings.flatMap((setting) => ['-c', setting]);
}

function passOnLog(child: ChildProcess, log: Log, isStopping: () => boolean): string[] {
  const last: string[] = [];
  if (!child.stderr) return last;
  createInterface({ input: child.stderr }).on('line', (line) => {
    last.push(line);
    if (last.length > KEPT_LINES) last.shift();
    const isGrave = /^(FATAL|PANIC):/.test(line) && !isStopping();
    log({ event: 'postgres', level: isGrave ? 'warn' : 'debug', line });
  });
  return last;
}

/**
 * Starts a postmaster and resolves when it accepts connections. It gets a session of its own, so that Ctrl-C in a
 * terminal reaches Floorkey alone, which stops it when the requests in flight are done.
 *
 * @throws Error with the last lines of PostgreSQL's log when it ends before it is ready.
 */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const { folder, opened, account, binaries, log } = options;
  let stopping = false;
  const child = spawn(binaries.postgres, ['-D', opened.argument, ...chooseSettings(options)], {
    cwd: dirname(binaries.postgres),
    env: givePostgresEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe', opened.descriptor],
    detached: hasUnixSockets,
    windowsHide: true,
    ...account,
  });
  const lastLines = passOnLog(child, log, () => stopping);
  const ended = Promise.withResolvers<string>();
  child.once('error', (error) => ended.resolve(error.message));
  // Not 'close': a backend that outlives a killed postmaster keeps the log's pipe open.
  child.once('exit', (code, signal) => ended.resolve(signal ?? `exit code ${code}`));

  const interrupt = () => {
    stopping = true;
    child.kill('SIGINT');
  };
  const stop = async () => {
    stopping = true;
    if (child.exitCode === null && child.signalCode === null) {
      if (hasUnixSockets) child.kill('SIGINT');
      else await run(binaries.pgCtl, ['stop', '-D', folder, '-m', 'fast', '-w']);
    }
    const timer = setTimeout(() => child.kill('SIGQUIT'), FAST_SHUTDOWN_PATIENCE);
    await ended.promise.finally(() => clearTimeout(timer));
  };

  let reason: string | undefined;
  const over = ended.promise.then((how) => {
    reason = how;
  });
  for (;;) {
    const status = await readPostmasterPid(folder);
    if (status?.pid === child.pid && status?.ready) break;
    await Promise.race([over, delay(10)]);
    if (reason === undefined) continue;
    // The pipe may still hold the line that says why.
    await delay(20);
    throw new Error(`PostgreSQL did not start in ${folder} (${reason}): ${lastLines.join('\n')}`);
  }
  return { exited: ended.promise, interrupt, stop };
}
