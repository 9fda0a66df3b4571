// Child processes and folders of the browsers, which end with the test process even when a test forgot to close them.
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './installed-engines.ts';

const releases = new Set<() => void>();

function releaseAll(): void {
  for (const release of [...releases].reverse()) release();
  releases.clear();
}

process.on('exit', releaseAll);

/** Runs `release` when this process exits, unless the answered function was called before. */
export function releaseAtExit(release: () => void): () => void {
  releases.add(release);
  return () => {
    releases.delete(release);
  };
}

/** The command in which the kernel ends a program together with its parent, where the system has one for that. */
export function bindToParent(program: string, args: string[]): { program: string; args: string[] } {
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : undefined;
  return setpriv
    ? { program: setpriv, args: ['--pdeathsig', 'KILL', '--', program, ...args] }
    : { program, args };
}

/** A started child and how to end it. */
export interface KeptProcess {
  child: ChildProcess;
  /** Ends the child and waits until it is gone. May be called twice. */
  stop(): Promise<void>;
}

/** Starts a child that does not outlive this process. */
export function startProcess(
  program: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  stdio: StdioOptions,
): KeptProcess {
  const command = bindToParent(program, args);
  const child = spawn(command.program, command.args, { env, stdio });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const forget = releaseAtExit(() => child.kill('SIGKILL'));
  const stop = async () => {
    const killer = setTimeout(() => child.kill('SIGKILL'), 3000);
    child.kill('SIGTERM');
    await exited;
    clearTimeout(killer);
    forget();
  };
  return { child, stop };
}

/** An empty folder outside the checkout. */
export interface KeptFolder {
  path: string;
  remove(): void;
}

const folderPrefix = 'floorkey-browser-';

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Deletes the folders of test processes that were killed before they could do it. */
function sweepFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = name.startsWith(folderPrefix)
      ? Number.parseInt(name.slice(folderPrefix.length), 10)
      : Number.NaN;
    if (owner > 0 && !isRunning(owner)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

/** Makes an empty folder that is deleted when this process exits, or by the next one when this one is killed. */
export function makeFolder(name: string): KeptFolder {
  sweepFolders();
  const path = mkdtempSync(join(tmpdir(), `${folderPrefix}${process.pid}-${name}-`));
  const erase = () => rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  const forget = releaseAtExit(erase);
  return {
    path,
    remove() {
      erase();
      forget();
    },
  };
}
