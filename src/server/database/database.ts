// The connections to PostgreSQL and the two ways to use them: inside one organization, or for a look-up across them.
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { outliveBreaks } from './outlive-breaks.ts';
import * as schema from './schema.ts';

export type Queries = NodePgDatabase<typeof schema>;

export type Database = {
  /**
   * Runs work in one transaction that sees and writes only the rows of one organization.
   * The transaction is undone when the work throws.
   */
  inOrganization<T>(organizationId: string, work: (tx: Queries) => Promise<T>): Promise<T>;
  /** Runs work in one transaction that reaches every row: set-up and tools, where there is no organization yet. */
  acrossOrganizations<T>(work: (tx: Queries) => Promise<T>): Promise<T>;
  /**
   * Single statements across organizations, where it can't be known yet whose they are: tokens and addresses.
   * Its commits don't wait for the disk, so nothing that is acknowledged may be written through it.
   */
  readonly lookUp: Queries;
  /** The pool for libraries that bring their own SQL; it sees no organization's rows. */
  readonly pool: pg.Pool;
  readonly connectionString: string;
  close(): Promise<void>;
};

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Opens pools.
 * @param onError hears of idle connections that break, which must not end the process
 * @param role what every connection works in, from `prepareTenantRole`; `null` for the one that connects
 */
export function openDatabase(
  connectionString: string,
  onError: (error: Error) => void,
  role: string | null = null,
): Database {
  const asRole = role === null ? '' : `-c role=${role}`;
  const base = {
    connectionString,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
  };
  const pool = new pg.Pool({ ...base, max: 16, application_name: 'floorkey', options: asRole });
  const lookUpPool = new pg.Pool({
    ...base,
    max: 8,
    application_name: 'floorkey look-up',
    options: `-c floorkey.reach=server -c synchronous_commit=off ${asRole}`,
  });
  let closing = false;
  for (const each of [pool, lookUpPool]) {
    // What breaks during the stop is meant to.
    each.on('error', (error) => closing || onError(error));
    // Between the pool, which stops to listen, and whoever gets the connection, nobody would.
    each.on('connect', outliveBreaks);
  }

  async function inTransaction<T>(setting: string, work: (tx: Queries) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken = false;
    // A connection that breaks between two statements tells nobody else.
    const noteBreak = (error: Error) => {
      broken = true;
      if (!closing) onError(error);
    };
    client.on('error', noteBreak);
    try {
      // One round trip; `setting` is made here, from a checked id.
      await client.query(`BEGIN; ${setting}`);
      const result = await work(drizzle(client, { schema }));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {
        broken = true;
      });
      throw error;
    } finally {
      client.off('error', noteBreak);
      client.release(broken);
    }
  }

  return {
    inOrganization: (organizationId, work) => {
      if (!uuidForm.test(organizationId)) throw new TypeError('not the id of an organization');
      return inTransaction(`SET LOCAL floorkey.organization_id = '${organizationId}'`, work);
    },
    acrossOrganizations: (work) => inTransaction(`SET LOCAL floorkey.reach = 'server'`, work),
    lookUp: drizzle(lookUpPool, { schema }),
    pool,
    connectionString,
    close: async () => {
      closing = true;
      await Promise.all([pool.end(), lookUpPool.end()]);
    },
  };
}

/** Tells whether an error is PostgreSQL's refusal of a second row under a unique constraint, by the constraint's name. */
export function isTaken(error: unknown, constraint: string): boolean {
  if (!(error instanceof Error)) return false;
  if ('constraint' in error && error.constraint === constraint) return true;
  return isTaken(error.cause, constraint);
}
