/** Reads `postmaster.pid`, in which a running PostgreSQL says how to reach it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the file says; `ready` once connections are accepted. */
export type PostmasterPid = { pid: number; port: number; socketDirectory: string; ready: boolean };

/** Reads the file in a data folder; undefined when there is none, or when it is not written to the end yet. */
export async function readPostmasterPid(folder: string): Promise<PostmasterPid | undefined> {
  const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3]), socketDirectory: lines[4] ?? '', ready: lines[7] === 'ready' };
}
