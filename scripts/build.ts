// Builds the app into dist/ and the server into dist-server/ when their sources have changed, and holds the first visit to its budget.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashSources } from './hash-sources.ts';
import { firstPadBudget, measureFirstPad, type Visit } from './measure-first-pad.ts';
import { precompress } from './precompress.ts';
import { takeTurns } from './take-turns.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, '.cache');

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const inKilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

/** Lists what a first visit loads in `.first-visit.json`, for the test that holds it against a browser. */
async function checkBudget(built: string): Promise<void> {
  const visits: Record<Visit, string[]> = { unlinked: [], linked: [] };
  for (const visit of ['unlinked', 'linked'] as const) {
    const { bytes, files } = await measureFirstPad(built, visit);
    visits[visit] = files.map(({ file }) => file);
    say(
      `The first visit of a tablet that is ${visit}: ${inKilobytes(bytes)} of JavaScript and CSS, gzipped; the budget is ${inKilobytes(firstPadBudget)}.`,
    );
    if (bytes <= firstPadBudget) continue;
    for (const { file, bytes } of files) say(`  ${inKilobytes(bytes).padStart(9)}  ${file}`);
    throw new Error(
      `The first visit is ${inKilobytes(bytes - firstPadBudget)} over its budget. Load something of it later.`,
    );
  }
  await writeFile(join(built, '.first-visit.json'), JSON.stringify(visits));
}

/** The gallery of components at `/ui` is for development: nothing of it may reach a tablet. */
async function checkNoGallery(built: string): Promise<void> {
  for (const file of await readdir(built, { recursive: true })) {
    if (/\.(js|css)$/.test(file) && (await readFile(join(built, file), 'utf8')).includes('fk-gallery'))
      throw new Error(`The gallery of components is in ${file}. Import it only in development.`);
  }
}

type Build = {
  /** What it makes, as the operator reads it. */
  readonly what: 'app' | 'server';
  readonly folder: string;
  readonly config: string;
  /** All that the result depends on. */
  readonly sources: readonly string[];
  readonly finish?: (built: string) => Promise<void>;
};

const tools = ['package.json', 'package-lock.json', 'scripts/build.ts'];
const builds: readonly Build[] = [
  {
    what: 'app',
    folder: 'dist',
    config: 'vite.config.ts',
    sources: [
      ...tools,
      'vite.config.ts',
      'index.html',
      'public',
      'src/app',
      'src/contract',
      'src/device',
      'src/worker',
    ],
    async finish(built) {
      await checkBudget(built);
      await checkNoGallery(built);
      await rm(join(built, '.vite'), { recursive: true });
      await precompress(built);
    },
  },
  {
    what: 'server',
    folder: 'dist-server',
    config: 'vite.server.config.ts',
    sources: [...tools, 'vite.server.config.ts', 'src/contract', 'src/server'],
  },
];

/** Builds beside the folder and swaps, so that a running server never serves half a build. */
async function buildInto({ folder, config, finish }: Build, hash: string): Promise<void> {
  const fresh = join(cache, `${folder}-${process.pid}`);
  const old = join(cache, `old-${folder}-${process.pid}`);
  process.env.FLOORKEY_DIST = fresh;
  const { build } = await import('vite');
  try {
    await build({ root, configFile: join(root, config), logLevel: 'warn' });
    await finish?.(fresh);
    await writeFile(join(fresh, '.build-hash'), hash);
    await rename(join(root, folder), old).catch(() => undefined);
    await rename(fresh, join(root, folder));
  } finally {
    await Promise.all([fresh, old].map((path) => rm(path, { recursive: true, force: true })));
  }
}

async function buildIfStale(build: Build): Promise<void> {
  const hash = await hashSources(root, build.sources);
  const built = await readFile(join(root, build.folder, '.build-hash'), 'utf8').catch(() => '');
  if (built === hash) return say(`The ${build.what} is built and up to date.`);
  await buildInto(build, hash);
}

await mkdir(cache, { recursive: true });
await takeTurns(join(cache, 'build.lock'), async () => {
  for (const build of builds) await buildIfStale(build);
}).catch((error: unknown) => {
  process.stderr.write(`Floorkey could not be built: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
