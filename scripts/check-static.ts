// Everything that can be said of the code without running it, all at once: format and lint, types, unused code.
// `types` alone checks the types alone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = `${root}node_modules/`;
// What was found of files that have not changed since is not looked for again.
const cache = `${modules}.cache/types/`;

type Check = { readonly name: string; readonly program: string; readonly args: readonly string[] };

const rooms = ['src/contract', 'src/server', 'src/device', 'src/worker', 'src/app', 'tests'];
const types = rooms.map((room): Check => {
  const found = `${cache}${room.replace('/', '-')}.tsbuildinfo`;
  const args = ['-p', room, '--incremental', '--tsBuildInfoFile', found];
  return { name: `types of ${room}`, program: 'typescript/bin/tsc', args };
});
const others: readonly Check[] = [
  { name: 'format and lint', program: '@biomejs/biome/bin/biome', args: ['check', '.'] },
  { name: 'unused code', program: 'knip/bin/knip.js', args: ['--cache'] },
];

/** Runs one check; tells how it went, and all that it said where it found something. */
async function run({ name, program, args }: Check): Promise<void> {
  const started = performance.now();
  const child = spawn(process.execPath, [modules + program, ...args], { cwd: root, stdio: 'pipe' });
  const [out, error, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? '✓' : '✗'} ${name} ${seconds} s\n${code === 0 ? '' : out + error}`);
  if (code !== 0) process.exitCode = 1;
}

await mkdir(cache, { recursive: true });
// The long ones first, so that none of them is left over at the end.
const waiting = process.argv.includes('types') ? types.toReversed() : [...others, ...types.toReversed()];
async function runNext(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) await run(check);
}
await Promise.all(Array.from({ length: availableParallelism() }, runNext));
