/** The processes of this machine and their command lines. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Reads one command line on Linux, which every user may; undefined for a process that is gone. */
async function readCommand(pid: string): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return text?.replaceAll('\0', ' ').trim();
}

/**
 * Lists the processes by id; on Linux the command line of one that has ended but is not yet reaped is empty. Command
 * lines are used, not /proc/PID/cwd, since root in a container may not look at the latter (it lacks CAP_SYS_PTRACE).
 * On Windows the list is empty.
 */
export async function listProcesses(): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  if (process.platform === 'linux') {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const commands = await Promise.all(pids.map(async (pid) => [pid, await readCommand(pid)] as const));
    for (const [pid, command] of commands) if (command !== undefined) found.set(Number(pid), command);
  } else if (process.platform !== 'win32') {
    const { stdout } = await run('ps', ['-axww', '-o', 'pid=,command=']);
    for (const [, pid, command] of stdout.matchAll(/^\s*(\d+)\s+(.*)$/gm))
      found.set(Number(pid), command ?? '');
  }
  return found;
}
