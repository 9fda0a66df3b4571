// What Linux tells of PostgreSQL's processes, of memory, and of the time that processors worked.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The fields of /proc/PID/stat after the name, which may hold spaces; the first one is the state. */
async function readStat(pid: number | string): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** What one clock tick is, which Linux counts in, whatever it runs on. */
const tickMs = 10;

async function readWorkedMs(place: number | string): Promise<number> {
  const stat = await readStat(place);
  return (Number(stat[11] ?? 0) + Number(stat[12] ?? 0)) * tickMs;
}

/** How long a server's main thread, its other threads and PostgreSQL have worked so far, in milliseconds. */
export async function readServerWork({ pid, dataDir }: { pid: number; dataDir: string }) {
  const postgres = await Promise.all((await findPostgresProcesses(dataDir)).map(readWorkedMs));
  const main = await readWorkedMs(`${pid}/task/${pid}`);
  return {
    main,
    threads: (await readWorkedMs(pid)) - main,
    postgres: postgres.reduce((sum, ms) => sum + ms, 0),
  };
}

/** PostgreSQL's processes: the postmaster of a data folder and its children. */
export async function findPostgresProcesses(dataDir: string): Promise<number[]> {
  const postmaster = Number(
    (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0],
  );
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const parents = await Promise.all(pids.map(async (pid) => Number((await readStat(pid))[1])));
  return [postmaster, ...pids.filter((_, at) => parents[at] === postmaster)];
}

/** Memory in bytes: `rss` counts shared pages in full, `pss` the process's share of them. */
export async function readMemory(pids: readonly number[]): Promise<{ rss: number; pss: number }> {
  const sums = { rss: 0, pss: 0 };
  for (const pid of pids) {
    const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    const read = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * 1024;
    sums.rss += read('Rss');
    sums.pss += read('Pss');
  }
  return sums;
}
