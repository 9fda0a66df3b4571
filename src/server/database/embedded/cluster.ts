/** Makes the database cluster in an empty data folder, and checks the one that is there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, lchown, mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openFolder } from './open-folder.ts';
import type { PostgresAccount } from './postgres-account.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { givePostgresEnvironment } from './postgres-environment.ts';

/** `passwordFile` holds the superuser's password where connections go over TCP; undefined on a Unix socket. */
export type Cluster = {
  folder: string;
  account: PostgresAccount;
  binaries: PostgresBinaries;
  passwordFile: string | undefined;
};

const SUPERUSER = 'postgres';
const ENCODING = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/** `trust` is safe on the socket: its folder (mode 0700) lets in nobody but the owner of the database files, and root. */
function chooseAuthentication(passwordFile: string | undefined): string[] {
  return passwordFile === undefined
    ? ['--auth-local=trust', '--auth-host=reject']
    : ['--auth=scram-sha-256', `--pwfile=${passwordFile}`];
}

async function runInitdb(cluster: Cluster, place: string): Promise<void> {
  const { account, binaries, passwordFile } = cluster;
  await mkdir(place, { recursive: true, mode: 0o700 });
  if (account) await chown(place, account.uid, account.gid);
  const opened = openFolder(place, account);
  try {
    const flags = [
      `--username=${SUPERUSER}`,
      '--no-instructions',
      ...ENCODING,
      ...chooseAuthentication(passwordFile),
    ];
    const child = spawn(binaries.initdb, ['-D', opened.argument, ...flags], {
      cwd: dirname(binaries.initdb),
      env: givePostgresEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe', opened.descriptor],
      ...account,
    });
    const [output, [code]] = await Promise.all([
      child.stderr ? text(child.stderr) : '',
      once(child, 'close'),
    ]);
    if (code !== 0)
      throw new Error(`PostgreSQL can't make its database in ${cluster.folder}: ${output.trim()}`);
  } finally {
    opened.close();
  }
}

/** Without this, a loss of power could undo the rename after the folder has been used. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

async function makeCluster(cluster: Cluster): Promise<void> {
  const { folder } = cluster;
  const staging = `${folder}.new`;
  await rm(staging, { recursive: true, force: true });
  const removal = await rmdir(folder).catch((error: NodeJS.ErrnoException) => error.code);
  // A mount point or a symlink can't be replaced; there, the database is made in place.
  if (removal !== undefined && removal !== 'ENOENT') {
    await runInitdb(cluster, folder);
    return;
  }
  try {
    await runInitdb(cluster, staging);
    await rename(staging, folder);
    await syncFolder(dirname(folder));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function giveTo(account: { uid: number; gid: number }, folder: string): Promise<void> {
  await lchown(folder, account.uid, account.gid);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await giveTo(account, path);
    else await lchown(path, account.uid, account.gid);
  }
}

async function readMajorVersion(folder: string): Promise<string | undefined> {
  try {
    return (await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return undefined;
    throw new Error(`Floorkey can't read ${folder} (${code}). Start it as the user that it ran as before.`);
  }
}

/**
 * Makes sure that the data folder holds a database of the right version that `account` may use. A new one is made
 * beside the folder and appears by a rename, so that a start that was cut short leaves nothing half-made.
 *
 * @throws Error with one line for a folder of another major version, of another user, or with other files in it.
 */
export async function prepareCluster(cluster: Cluster): Promise<void> {
  const { folder, account, binaries } = cluster;
  const major = await readMajorVersion(folder);
  if (major === undefined) {
    const others = await readdir(folder).catch(() => []);
    if (others.length === 0) return await makeCluster(cluster);
    throw new Error(`${folder} holds files, but no PostgreSQL database. Empty it, or set another DATA_DIR.`);
  }
  if (major !== binaries.major) {
    throw new Error(
      `${folder} was written by PostgreSQL ${major}, and this Floorkey brings PostgreSQL ${binaries.major}. ` +
        `Make a backup with the Floorkey that wrote it ("npm run backup"), and restore it with this one into an empty DATA_DIR.`,
    );
  }
  // Files that root copied back belong to root, where PostgreSQL can't run.
  if (account && (await stat(join(folder, 'PG_VERSION'))).uid === 0) await giveTo(account, folder);
}
