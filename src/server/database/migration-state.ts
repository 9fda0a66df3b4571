// How far the tables of a database are, and how far this version would bring them.
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { migrationsFolder } from '../places.ts';
import type { Queries } from './database.ts';

/** One migration: the SHA-256 of its text, and when it was written (milliseconds since 1970). */
export type Migration = { hash: string; writtenAt: number };

/** The last migration that this version knows. */
export function findNewestMigration(): Migration {
  const newest = readMigrationFiles({ migrationsFolder }).at(-1);
  if (!newest) throw new Error('this version brings no migrations');
  return { hash: newest.hash, writtenAt: newest.folderMillis };
}

/** The last migration that a database has seen; `null` when Floorkey never started on it. */
export async function readAppliedMigration(tx: Queries): Promise<Migration | null> {
  const table = await tx.execute<{ name: string | null }>(
    sql`select to_regclass('drizzle.__drizzle_migrations')::text as name`,
  );
  if (!table.rows[0]?.name) return null;
  const { rows } = await tx.execute<{ hash: string; written_at: string }>(
    sql`select hash, created_at::text as written_at from drizzle.__drizzle_migrations order by created_at desc limit 1`,
  );
  const [last] = rows;
  return last ? { hash: last.hash, writtenAt: Number(last.written_at) } : null;
}
