/** The lock that lets one Floorkey process at a time own a data folder. */
import { DatabaseSync } from 'node:sqlite';

/** Another living Floorkey process owns the data folder. The message is one line for a person. */
export class DataFolderInUse extends Error {
  override name = 'DataFolderInUse';
  constructor(folder: string) {
    super(
      `Another Floorkey process is using the data folder ${folder}. Stop that process first, or give this one its own DATA_DIR.`,
    );
  }
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

/**
 * Takes the owner's lock of a data folder, as the file `<folder>.lock` beside it.
 *
 * Node has no file lock of its own, so SQLite's is used: the kernel drops it in the instant in which the process
 * ends, however it ends, so it never goes stale and needs no running PostgreSQL. Nothing else in this process may
 * open that file: with POSIX locks, closing any descriptor of it would drop the lock.
 *
 * @returns a function that gives the lock back, or undefined when another process holds it.
 * @throws Error when the file can't be made, e.g. because the folder above belongs to someone else.
 */
export function lockFolder(folder: string): (() => void) | undefined {
  const path = `${folder}.lock`;
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    database.exec('PRAGMA journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (isBusy(error)) return undefined;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Floorkey can't write ${path} (${reason}). Start it as the user that owns the data folder, or set DATA_DIR.`,
    );
  }
  const held = database;
  return () => held.close();
}
