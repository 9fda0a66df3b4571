// One virtual X display for each test process, for the engine that cannot run without a screen.
import { describeMissingEngine, findWebKit } from './installed-engines.ts';
import { type KeptProcess, startProcess } from './kept-process.ts';

interface Display {
  name: string;
  server: KeptProcess;
}

let display: Promise<Display> | undefined;
let users = 0;

/** Starts the display unless it runs, and answers its name (`:7`). Every call needs one {@link releaseDisplay}. */
export async function acquireDisplay(): Promise<string> {
  users += 1;
  display ??= startDisplay();
  return (await display).name;
}

/** Stops the display when nobody uses it any more. */
export async function releaseDisplay(): Promise<void> {
  users -= 1;
  if (users > 0 || !display) return;
  const ended = display;
  display = undefined;
  await (await ended).server.stop();
}

async function startDisplay(): Promise<Display> {
  const programs = findWebKit();
  if (!programs) throw describeMissingEngine('webkit');
  const args = ['-displayfd', '3', '-screen', '0', '2560x2560x24', '-nolisten', 'tcp', '-noreset'];
  const server = startProcess(programs.display, args, process.env, ['ignore', 'ignore', 'ignore', 'pipe']);
  const pipe = server.child.stdio[3];
  const number = await new Promise<string>((resolve, reject) => {
    let written = '';
    pipe?.on('data', (bytes: Buffer) => {
      written += bytes.toString();
      if (written.includes('\n')) resolve(written.trim());
    });
    server.child.once('exit', () => reject(new Error('Xvfb ended before it had a display.')));
    server.child.once('error', reject);
  });
  return { name: `:${number}`, server };
}
