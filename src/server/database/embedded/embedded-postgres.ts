/** Floorkey's own PostgreSQL: starts it in a data folder, keeps it running and stops it. */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Address,
  findFreePort,
  hasUnixSockets,
  keepPassword,
  writeConnectionString,
} from './address.ts';
import { prepareCluster } from './cluster.ts';
import { acceptsConnections, ensureFloorkeyDatabase, FLOORKEY } from './floorkey-database.ts';
import { DataFolderInUse, lockFolder } from './folder-lock.ts';
import type { Log } from './log.ts';
import { openFolder } from './open-folder.ts';
import { choosePostgresAccount } from './postgres-account.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { startPostmaster } from './postmaster.ts';
import { readPostmasterPid } from './postmaster-pid.ts';
import { endRemains } from './remains.ts';
import {
  emptySocketDirectory,
  makeSocketDirectory,
  removeSocketDirectory,
  SOCKET_PORT,
} from './socket-directory.ts';
import { supervise } from './supervisor.ts';

export { DataFolderInUse } from './folder-lock.ts';

/** A running PostgreSQL. The connection strings stay true when it is restarted after a crash. */
export type EmbeddedPostgres = {
  /** Role floorkey, database floorkey. */
  connectionString: string;
  /** The superuser, for tests that clone databases; the server itself never uses it. */
  adminConnectionString: string;
  /** Folder of the Unix socket; "127.0.0.1" where there are none. */
  socketDirectory: string;
  /** Ends what this call has started: a fast shutdown. Close pools before. */
  stop(): Promise<void>;
};

/**
 * `folder` is absolute; `onCrash` is told of each end of PostgreSQL that nobody asked for. A Floorkey process opens up to
 * 30 connections, so the default of 100 `maxConnections` serves one and its tools.
 */
export type EmbeddedPostgresOptions = {
  folder: string;
  log: Log;
  maxConnections?: number;
  onCrash?(): void;
};

const SHARED_COPY = '/var/lib/floorkey';
const BORROW_PATIENCE = 60_000;

const passwordFileOf = (folder: string) => (hasUnixSockets ? undefined : `${folder}.password`);

function describe(address: Address, stop: () => Promise<void>): EmbeddedPostgres {
  return {
    connectionString: writeConnectionString(address, FLOORKEY, FLOORKEY),
    adminConnectionString: writeConnectionString(address, 'postgres', 'postgres'),
    socketDirectory: address.host,
    stop,
  };
}

type Undo = (() => void | Promise<void>)[];

async function undoAll(undo: Undo): Promise<void> {
  for (let step = undo.pop(); step; step = undo.pop()) await step();
}

async function startLocked(options: EmbeddedPostgresOptions, undo: Undo): Promise<Address> {
  const { folder, log, maxConnections = 100, onCrash } = options;
  const account = await choosePostgresAccount(folder);
  const binaries = await findPostgresBinaries(account, account ? SHARED_COPY : dirname(folder));
  const passwordFile = passwordFileOf(folder);
  const password = passwordFile === undefined ? undefined : await keepPassword(passwordFile);
  await prepareCluster({ folder, account, binaries, passwordFile });

  const earlier = await readPostmasterPid(folder);
  await endRemains(folder, binaries.pgCtl, log);
  if (earlier) await removeSocketDirectory(earlier.socketDirectory);

  const socketDirectory = await makeSocketDirectory(account);
  undo.push(() => removeSocketDirectory(socketDirectory));
  const opened = openFolder(folder, account);
  undo.push(() => opened.close());
  const address: Address = hasUnixSockets
    ? { host: socketDirectory, port: SOCKET_PORT, password }
    : { host: '127.0.0.1', port: await findFreePort(), password };

  const start = async () => {
    await endRemains(folder, binaries.pgCtl, log);
    await emptySocketDirectory(socketDirectory);
    return await startPostmaster({
      folder,
      opened,
      socketDirectory,
      address,
      account,
      binaries,
      maxConnections,
      log,
    });
  };
  const first = await start();
  const supervisor = supervise({ first, start, log, onCrash: () => onCrash?.() });
  undo.push(() => supervisor.stop());
  await ensureFloorkeyDatabase(address);
  return address;
}

async function startWith(unlock: () => void, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const undo: Undo = [unlock];
  try {
    const address = await startLocked(options, undo);
    let stopped: Promise<void> | undefined;
    return describe(address, () => {
      stopped ??= undoAll(undo);
      return stopped;
    });
  } catch (error) {
    await undoAll(undo);
    throw error;
  }
}

/**
 * Starts PostgreSQL in a data folder, which is filled at the first time, and restarts it whenever it ends by itself.
 * A PostgreSQL that a killed Floorkey left running there is stopped first.
 *
 * @throws DataFolderInUse when another Floorkey process owns the folder; Error with what to do next otherwise.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  await mkdir(dirname(options.folder), { recursive: true, mode: 0o700 });
  const unlock = lockFolder(options.folder);
  if (!unlock) throw new DataFolderInUse(options.folder);
  return await startWith(unlock, options);
}

/**
 * For command line tools: uses the PostgreSQL of the Floorkey that runs on the folder, or starts one for as long as
 * the tool needs it. `stop` ends only what this call has started.
 *
 * @throws Error when the running Floorkey's PostgreSQL is not ready within a minute.
 */
export async function borrowEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { folder } = options;
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  const end = performance.now() + BORROW_PATIENCE;
  while (performance.now() < end) {
    const unlock = lockFolder(folder);
    if (unlock) return await startWith(unlock, options);
    const running = await readPostmasterPid(folder);
    if (running?.ready) {
      const passwordFile = passwordFileOf(folder);
      const address: Address =
        passwordFile === undefined
          ? { host: running.socketDirectory, port: running.port, password: undefined }
          : { host: '127.0.0.1', port: running.port, password: await keepPassword(passwordFile) };
      if (await acceptsConnections(address)) return describe(address, async () => undefined);
    }
    await delay(50);
  }
  throw new DataFolderInUse(folder);
}
