/** Makes the role and the database that Floorkey itself uses. */
import pg from 'pg';
import { outliveBreaks } from '../outlive-breaks.ts';
import { type Address, writeConnectionString } from './address.ts';

/** The role and the database have one name. */
export const FLOORKEY = 'floorkey';

// Row-level security binds a role only if it is neither superuser nor allowed to bypass it.
const ATTRIBUTES = 'LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION';

/** Makes sure that role and database exist; the role owns the database and has no other rights. */
export async function ensureFloorkeyDatabase(address: Address): Promise<void> {
  const client = outliveBreaks(
    new pg.Client({ connectionString: writeConnectionString(address, 'postgres', 'postgres') }),
  );
  await client.connect();
  try {
    const role = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [FLOORKEY]);
    if (role.rowCount === 0) {
      const password =
        address.password === undefined ? '' : `PASSWORD ${client.escapeLiteral(address.password)}`;
      await client.query(`CREATE ROLE ${FLOORKEY} ${ATTRIBUTES} ${password}`);
    }
    const database = await client.query('SELECT FROM pg_database WHERE datname = $1', [FLOORKEY]);
    if (database.rowCount === 0) await client.query(`CREATE DATABASE ${FLOORKEY} OWNER ${FLOORKEY}`);
  } finally {
    await client.end();
  }
}

/** Tells whether Floorkey's own database can be opened there right now. */
export async function acceptsConnections(address: Address): Promise<boolean> {
  const client = outliveBreaks(
    new pg.Client({ connectionString: writeConnectionString(address, FLOORKEY, FLOORKEY) }),
  );
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
