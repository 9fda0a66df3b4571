// Builds the app into dist/ when its sources have changed, and holds the first pad to its budget.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashSources } from './hash-sources.ts';
import { firstPadBudget, measureFirstPad } from './measure-first-pad.ts';
import { precompress } from './precompress.ts';
import { takeTurns } from './take-turns.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, '.cache');
const dist = join(root, 'dist');

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const inKilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

async function checkBudget(built: string): Promise<void> {
  const { bytes, files } = await measureFirstPad(built);
  for (const { file, bytes } of files) say(`  ${inKilobytes(bytes).padStart(9)}  ${file}`);
  say(
    `First pad: ${inKilobytes(bytes)} of JavaScript and CSS, gzipped; the budget is ${inKilobytes(firstPadBudget)}.`,
  );
  if (bytes > firstPadBudget) {
    throw new Error(
      `The first pad is ${inKilobytes(bytes - firstPadBudget)} over its budget. Load something of it later.`,
    );
  }
}

/** Builds beside dist/ and swaps, so that a running server never serves half a build. */
async function buildInto(hash: string): Promise<void> {
  const fresh = join(cache, `dist-${process.pid}`);
  const old = join(cache, `old-${process.pid}`);
  process.env.FLOORKEY_DIST = fresh;
  const { build } = await import('vite');
  try {
    await build({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
    await checkBudget(fresh);
    await rm(join(fresh, '.vite'), { recursive: true });
    await precompress(fresh);
    await writeFile(join(fresh, '.build-hash'), hash);
    await rename(dist, old).catch(() => undefined);
    await rename(fresh, dist);
  } finally {
    await Promise.all([fresh, old].map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

async function buildIfStale(): Promise<void> {
  const hash = await hashSources(root);
  const built = await readFile(join(dist, '.build-hash'), 'utf8').catch(() => '');
  if (built === hash) return say('The app is built and up to date.');
  await buildInto(hash);
}

await mkdir(cache, { recursive: true });
await takeTurns(join(cache, 'build.lock'), buildIfStale).catch((error: unknown) => {
  process.stderr.write(`The app could not be built: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
