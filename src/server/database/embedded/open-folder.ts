/** Gives PostgreSQL a data folder, also one that lies where its account can't go. */
import { closeSync, constants, openSync } from 'node:fs';
import type { PostgresAccount } from './postgres-account.ts';

/** What to write after -D, what to pass as the child's descriptor 3, and how to let go of it. */
export type OpenFolder = { argument: string; descriptor: number | 'ignore'; close(): void };

/**
 * Opens a folder for a child that runs as `account`.
 *
 * As root on Linux the folder may lie under a home that the account can't enter. The child then gets an open
 * descriptor of it, and /proc/self/fd/3 leads straight to it without a look at the folders above; every process that
 * PostgreSQL forks inherits it. No capability and no mount is needed, so it works in a container, too.
 */
export function openFolder(folder: string, account: PostgresAccount): OpenFolder {
  if (account === undefined || process.platform !== 'linux') {
    return { argument: folder, descriptor: 'ignore', close: () => undefined };
  }
  const descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  return { argument: '/proc/self/fd/3', descriptor, close: () => closeSync(descriptor) };
}
