// Runs Floorkey's own programs as processes: a server, and the operator's command line tools.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { endWithFile } from './end-with-file.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** The server as it is shipped; `npm run build` makes it. */
export const shippedServer = 'dist-server/start.js';

const settings = ['PORT', 'HOST', 'PUBLIC_URL', 'DATA_DIR', 'DATABASE_URL', 'SECRET_KEY', 'SMTP_URL'];

export type Settings = Readonly<Record<string, string>>;

function start(script: string, args: readonly string[], env: Settings, timeout = 0) {
  const inherited = Object.entries(process.env).filter(([name]) => !settings.includes(name));
  return spawn(process.execPath, [script, ...args], {
    cwd: root,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
  });
}

/** Runs a script to its end, which must come within a minute. */
export async function runProgram(
  script: string,
  args: readonly string[],
  env: Settings,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = start(script, args, env, 60_000);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

export type ServerProcess = {
  readonly pid: number;
  readonly lines: readonly string[];
  /** Ends it as an operator would, and waits for it. @returns its exit code */
  stop(): Promise<number | null>;
};

/**
 * Starts a server and waits for a line of its output.
 * @throws with its output when it ends before
 */
export async function startServerProcess(
  script: string,
  env: Settings,
  isReady: (line: string) => boolean,
): Promise<ServerProcess> {
  const child = start(script, [], env);
  const lines: string[] = [];
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  // A test that failed must leave no process behind.
  endWithFile(stop);
  createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      if (isReady(line)) resolve();
    });
    void ended.then((code) => reject(new Error(`${script} ended with ${code}: ${lines.join('\n')}`)));
  });
  return { pid: child.pid ?? 0, lines, stop };
}
