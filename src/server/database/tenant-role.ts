// The database role that Floorkey works in where the one of DATABASE_URL bypasses row-level security.
import pg from 'pg';
import { migrationLock } from './migrate.ts';
import { outliveBreaks } from './outlive-breaks.ts';

/** It can't sign in, owns nothing and is bound by every policy; all databases of a PostgreSQL server share it. */
const tenantRole = 'floorkey_tenant';

/** Those of Floorkey's tables and of the queues that jobs are put on in the transaction that causes them. */
const schemas = ['public', 'pgboss'];

// Servers of several databases may start at once, and roles belong to all of them.
const makeRole = `DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${tenantRole}') THEN CREATE ROLE ${tenantRole} NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`;

const grant = (schema: string) => `GRANT USAGE ON SCHEMA ${schema} TO ${tenantRole};
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${tenantRole};
  GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${tenantRole}`;

async function isBound(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(
    'SELECT FROM pg_roles WHERE rolname = current_user AND NOT rolsuper AND NOT rolbypassrls',
  );
  return rowCount === 1;
}

async function isSuperuser(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = current_user AND rolsuper');
  return rowCount === 1;
}

async function take(client: pg.Client): Promise<string | null> {
  await client.query(makeRole);
  // A superuser may take every role.
  if (!(await isSuperuser(client))) await client.query(`GRANT ${tenantRole} TO CURRENT_USER`);
  const { rows } = await client.query<{ name: string }>(
    'SELECT nspname AS name FROM pg_namespace WHERE nspname = ANY ($1)',
    [schemas],
  );
  for (const { name } of rows) await client.query(grant(name));
  await client.query(`SET ROLE ${tenantRole}`);
  return (await isBound(client)) ? tenantRole : null;
}

/**
 * Finds the role in which row-level security binds, whoever connects. Called again once there are new tables.
 * @returns `null` where the connecting role is bound already, or may not make another one: then it stays as it is
 */
export async function prepareTenantRole(connectionString: string): Promise<string | null> {
  const client = outliveBreaks(new pg.Client({ connectionString, application_name: 'floorkey migrations' }));
  await client.connect();
  try {
    if (await isBound(client)) return null;
    // Two grants on the same table at once would refuse one of them.
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    return await take(client);
  } catch (error) {
    const insufficientPrivilege = '42501';
    if (error instanceof pg.DatabaseError && error.code === insufficientPrivilege) return null;
    throw error;
  } finally {
    await client.end();
  }
}
