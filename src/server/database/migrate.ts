// Brings the tables up to this version, one process at a time.
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { migrationsFolder } from '../places.ts';
import { outliveBreaks } from './outlive-breaks.ts';

/** Any number, as long as nothing else that shares the database takes the same. */
export const migrationLock = 7_041_001;

/** Applies the migrations that are missing, under an advisory lock that other processes wait for. */
export async function migrateDatabase(connectionString: string): Promise<void> {
  const client = outliveBreaks(new pg.Client({ connectionString, application_name: 'floorkey migrations' }));
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await migrate(drizzle(client), { migrationsFolder });
  } finally {
    await client.end();
  }
}

/** Tells whether the role that connections work in bypasses row-level security, which is then no second fence. */
export async function bypassesRowSecurity(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ bypasses: boolean }>(
    'SELECT rolsuper OR rolbypassrls AS bypasses FROM pg_roles WHERE rolname = current_user',
  );
  return rows[0]?.bypasses ?? false;
}
