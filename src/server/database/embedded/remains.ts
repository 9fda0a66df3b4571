/** Clears away what an earlier Floorkey that was killed left running in a data folder. */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Log } from './log.ts';
import { type PostmasterPid, readPostmasterPid } from './postmaster-pid.ts';
import { listProcesses } from './process-list.ts';
import { waitUntil } from './wait-until.ts';

const run = promisify(execFile);
const PATIENCE = 30_000;

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!gone)
      throw new Error(
        `Process ${pid} is a PostgreSQL left behind by Floorkey, and can't be stopped: ${error}`,
      );
  }
}

type Remains = { postmaster: number | undefined; backends: number[] };

/**
 * The socket folder has a random name, so a command line that holds it is proof that a process belongs to this data
 * folder: a process id alone may have been given to someone else since.
 */
async function findRemains(folder: string, left: PostmasterPid): Promise<Remains> {
  const processes = await listProcesses();
  const command = processes.get(left.pid);
  if (command?.includes(`unix_socket_directories=${left.socketDirectory}`)) {
    return { postmaster: left.pid, backends: [] };
  }
  const [program = ''] = command?.split(' ') ?? [];
  if (basename(program) === 'postgres' && !command?.includes('unix_socket_directories=')) {
    throw new Error(
      `A PostgreSQL that Floorkey did not start (process ${left.pid}) runs on ${folder}. Stop it first.`,
    );
  }
  const title = `postgres: ${basename(left.socketDirectory)}: `;
  const backends = [...processes].filter(([, text]) => text.startsWith(title)).map(([pid]) => pid);
  if (command !== undefined && backends.length === 0) {
    // The id belongs to a stranger, or to a dead process that nobody reaps. PostgreSQL would take either for its
    // own postmaster and refuse to start.
    await rm(join(folder, 'postmaster.pid'), { force: true });
  }
  return { postmaster: undefined, backends };
}

async function isClear(folder: string, left: PostmasterPid): Promise<boolean> {
  const { postmaster, backends } = await findRemains(folder, left);
  // Without their postmaster, backends are of no use to anybody and keep the next one from starting.
  for (const pid of backends) signal(pid, 'SIGQUIT');
  return postmaster === undefined && backends.length === 0;
}

/** A postmaster writes the file in two steps, so one that started a moment ago has not named its socket folder yet. */
async function readWholePid(folder: string): Promise<PostmasterPid | undefined> {
  let left: PostmasterPid | undefined;
  await waitUntil(1000, async () => {
    left = await readPostmasterPid(folder);
    return left === undefined || left.socketDirectory !== '';
  });
  return left;
}

/**
 * Stops a PostgreSQL that still runs on the data folder although its Floorkey is gone, and returns when all its
 * processes have ended. Only the holder of the folder's lock may call this.
 *
 * @throws Error when they can't be stopped, or when the PostgreSQL there was not started by Floorkey.
 */
export async function endRemains(folder: string, pgCtl: string, log: Log): Promise<void> {
  if (process.platform === 'win32') {
    if (!(await readPostmasterPid(folder))) return;
    // Fails when nothing runs, which is the usual case.
    await run(pgCtl, ['stop', '-D', folder, '-m', 'fast', '-w']).catch(() => undefined);
    return;
  }
  const left = await readWholePid(folder);
  if (!left) return;
  const { postmaster } = await findRemains(folder, left);
  if (postmaster !== undefined) {
    log({ event: 'postgres-orphan-stopped', level: 'warn', pid: postmaster });
    signal(postmaster, 'SIGINT');
  }
  if (await waitUntil(PATIENCE, () => isClear(folder, left))) return;
  if (postmaster !== undefined) signal(postmaster, 'SIGQUIT');
  if (await waitUntil(PATIENCE, () => isClear(folder, left))) return;
  throw new Error(
    `The PostgreSQL that an earlier Floorkey left behind in ${folder} does not stop. End it by hand.`,
  );
}
