/** The private runtime folder that holds PostgreSQL's Unix socket. */
import { chown, mkdtemp, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { PostgresAccount } from './postgres-account.ts';

/** PostgreSQL names its socket after a port, also where it listens on none. */
export const SOCKET_PORT = 5432;

const PREFIX = 'floorkey-pg-';
const SOCKET = `.s.PGSQL.${SOCKET_PORT}`;
// The kernel's limit is 107 bytes on Linux and 103 on macOS; six random characters follow the prefix.
const LONGEST_PATH = 103;

function listParents(account: PostgresAccount): string[] {
  // Root's TMPDIR may lie where the PostgreSQL account can't go.
  return account ? ['/tmp', '/run', '/var/tmp'] : [tmpdir(), '/tmp', '/var/tmp'];
}

/**
 * Makes a folder of mode 0700 with a random name and a short path, owned by the PostgreSQL account. Being in it is
 * the right to connect: only that account and root can, and both own the database files anyway.
 *
 * @throws Error when no folder for short-lived files can be written.
 */
export async function makeSocketDirectory(account: PostgresAccount): Promise<string> {
  for (const parent of listParents(account)) {
    const start = join(parent, PREFIX);
    if (Buffer.byteLength(join(`${start}XXXXXX`, SOCKET)) > LONGEST_PATH) continue;
    const made = await mkdtemp(start).catch(() => undefined);
    if (made === undefined) continue;
    if (account) await chown(made, account.uid, account.gid);
    return made;
  }
  throw new Error(`No folder for PostgreSQL's socket can be made in ${listParents(account).join(', ')}.`);
}

/** Removes what a killed PostgreSQL left in the folder, so that a process with its old id is not taken for it. */
export async function emptySocketDirectory(directory: string): Promise<void> {
  if (!basename(directory).startsWith(PREFIX)) return;
  await rm(join(directory, SOCKET), { force: true });
  await rm(join(directory, `${SOCKET}.lock`), { force: true });
}

/** Removes the folder, if it is one of ours and holds nothing else. */
export async function removeSocketDirectory(directory: string): Promise<void> {
  if (!basename(directory).startsWith(PREFIX)) return;
  await emptySocketDirectory(directory);
  await rmdir(directory).catch(() => undefined);
}
