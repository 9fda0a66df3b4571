// How a command line tool reaches the database: beside a running server, or alone.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { type Database, openDatabase } from '../database/database.ts';
import {
  borrowEmbeddedPostgres,
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../database/embedded/embedded-postgres.ts';
import { migrateDatabase } from '../database/migrate.ts';
import { findNewestMigration, readAppliedMigration } from '../database/migration-state.ts';
import type { Env } from '../env.ts';
import { ToolRefusal } from './tool-refusal.ts';

type Place = Pick<Env, 'dataDir' | 'databaseUrl'>;

const folderOf = ({ dataDir }: Place) => join(dataDir, 'postgres');

async function requireDatabaseFolder(place: Place): Promise<void> {
  const isThere = await stat(folderOf(place)).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  throw new ToolRefusal(
    `There is no database in ${place.dataDir}: set DATA_DIR or DATABASE_URL to what the server runs with.`,
  );
}

async function workOver<T>(
  place: Place,
  open: (options: { folder: string; log(): void }) => Promise<EmbeddedPostgres>,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const postgres = place.databaseUrl ? null : await open({ folder: folderOf(place), log: () => {} });
  try {
    const address = postgres?.connectionString ?? place.databaseUrl ?? '';
    const database = openDatabase(address, () => {}, null, 'tool');
    return await work(database).finally(() => database.close());
  } finally {
    await postgres?.stop();
  }
}

async function requireThisVersion(database: Database): Promise<void> {
  const applied = await database.acrossOrganizations(readAppliedMigration);
  if (applied?.hash === findNewestMigration().hash) return;
  throw new ToolRefusal(
    applied
      ? 'The database belongs to another version of Floorkey: use the tools of the version that the server runs.'
      : 'Floorkey never started on this database, so there is nothing in it: set DATA_DIR or DATABASE_URL to what the server runs with.',
  );
}

/**
 * Works on the database of a server that may be running meanwhile.
 * @throws ToolRefusal when there is no database, or one of another version
 */
export async function workBesideServer<T>(
  place: Place,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  if (!place.databaseUrl) await requireDatabaseFolder(place);
  return workOver(place, borrowEmbeddedPostgres, async (database) => {
    await requireThisVersion(database);
    return work(database);
  });
}

/** Servers keep one named connection open; those of another database role can't be seen. */
async function requireNoServer(database: Database): Promise<void> {
  const { rowCount } = await database.lookUp.execute(
    sql`select 1 from pg_stat_activity where datname = current_database() and application_name = 'floorkey signals'`,
  );
  if (!rowCount) return;
  throw new ToolRefusal(
    'A Floorkey server is using this database: stop every server with this DATABASE_URL, then try again.',
  );
}

/**
 * Works on a database that no server uses, at this version's state of the tables. A new folder is filled where `mayMake` is set.
 * @throws ToolRefusal, DataFolderInUse while a server runs
 */
export async function workAlone<T>(
  place: Place,
  { mayMake }: { mayMake: boolean },
  work: (database: Database) => Promise<T>,
): Promise<T> {
  if (!place.databaseUrl && !mayMake) await requireDatabaseFolder(place);
  return workOver(place, startEmbeddedPostgres, async (database) => {
    await requireNoServer(database);
    await migrateDatabase(database.connectionString);
    return work(database);
  });
}
