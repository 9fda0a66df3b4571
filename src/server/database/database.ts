// The connections to PostgreSQL and the two ways to use them: inside one organization, or for a look-up across them.
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Patience } from '../fair-queue.ts';
import { type ConnectionShares, shareConnections, waitLimitsOf } from './connection-shares.ts';
import { outliveBreaks } from './outlive-breaks.ts';
import * as schema from './schema.ts';

export type Queries = NodePgDatabase<typeof schema>;

/** Work across organizations has shares of its own, so that strangers who sign in keep back no mail, no sign-up and no look at the database. */
export type ServerLine = 'server' | 'mails' | 'sign-ins' | 'apps' | 'probe';

export type Database = {
  /**
   * Runs work in one transaction that sees and writes only the rows of one organization.
   * The transaction is undone when the work throws. No transaction may be begun within another: of connections each
   * organization has but a share.
   * @param deviceId whose turn among the organization's it takes, for work of which one device can bring as much as it likes
   * @throws DatabaseBusy when no connection of its share is free in good time
   */
  inOrganization<T>(organizationId: string, work: (tx: Queries) => Promise<T>, deviceId?: string): Promise<T>;
  /**
   * Calls a function of the database in a transaction of its own, with one round trip. Its first argument is the organization,
   * in which it works by itself: `floorkey_begin_in`.
   * @param deviceId as above
   * @throws DatabaseBusy as above
   */
  call<Row extends pg.QueryResultRow>(
    name: string,
    [organizationId, ...rest]: readonly [string, ...unknown[]],
    deviceId?: string,
  ): Promise<Row | undefined>;
  /**
   * Runs work in one transaction that reaches every row: set-up and tools, where there is no organization yet.
   * @param line whose share of the connections it takes
   * @throws DatabaseBusy as above
   */
  acrossOrganizations<T>(work: (tx: Queries) => Promise<T>, line?: ServerLine): Promise<T>;
  /**
   * Single statements across organizations, where it can't be known yet whose they are: tokens and addresses.
   * Its commits don't wait for the disk, so nothing that is acknowledged may be written through it.
   */
  readonly lookUp: Queries;
  /** Tells of each commit of the transactions above, those that only read too. */
  onCommit(listener: () => void): void;
  /** The pool for libraries that bring their own SQL; it sees no organization's rows. */
  readonly pool: pg.Pool;
  readonly connectionString: string;
  /** Ends the connections, those that are still in use a little later. */
  close(): Promise<void>;
};

/**
 * A row's lock that is not free in 3 s is held by other changes of the same organization, which are all done in parts of
 * well under a second; the transaction before is then too busy, and this one says so. Ten seconds are more than the largest
 * statement of the largest organization takes; a transaction that does nothing for ten has been left alone by its process.
 */
const requestTimeouts =
  '-c lock_timeout=3000 -c statement_timeout=10000 -c idle_in_transaction_session_timeout=10000';

/** Look-ups stand before every request, and none of them is long. */
const lookUpTimeouts = '-c lock_timeout=1000 -c statement_timeout=5000';

const transactionsAtOnce = 14;
const lookUpsAtOnce = 7;
const libraryStatementsAtOnce = 3;

/** What a request that is just ending may still take at the stop. */
const closingMs = 1_500;

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
  patience: Patience = 'request',
): Database {
  const asRole = role === null ? '' : `-c role=${role}`;
  const patient = patience === 'tool';
  const base = {
    connectionString,
    connectionTimeoutMillis: patient ? 10_000 : 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
  };
  const options = `${asRole} ${patient ? '' : requestTimeouts}`;
  const transactions = new pg.Pool({
    ...base,
    max: transactionsAtOnce,
    application_name: 'floorkey',
    options,
  });
  const shares: ConnectionShares = shareConnections(transactionsAtOnce, waitLimitsOf(patience));
  const pool = new pg.Pool({
    ...base,
    max: libraryStatementsAtOnce,
    application_name: 'floorkey statements',
    options,
  });
  const lookUpPool = new pg.Pool({
    ...base,
    max: lookUpsAtOnce,
    application_name: 'floorkey look-up',
    options: `-c floorkey.reach=server -c synchronous_commit=off ${asRole} ${patient ? '' : lookUpTimeouts}`,
  });
  const pools = [transactions, pool, lookUpPool];
  const inUse = new Set<pg.PoolClient>();
  // Made with each connection, not with each transaction: it reads through the whole schema.
  const queriesOfClients = new WeakMap<pg.PoolClient, Queries>();
  const queriesOf = (client: pg.PoolClient): Queries => {
    const queries = queriesOfClients.get(client) ?? drizzle(client, { schema });
    queriesOfClients.set(client, queries);
    return queries;
  };
  const commitListeners: (() => void)[] = [];
  let closing = false;
  for (const each of pools) {
    // What breaks during the stop is meant to.
    each.on('error', (error) => closing || onError(error));
    // Between the pool, which stops to listen, and whoever gets the connection, nobody would.
    each.on('connect', outliveBreaks);
  }

  type Line = { group: string; member?: string | undefined };

  async function onShare<T>(
    { group, member }: Line,
    work: (client: pg.PoolClient) => Promise<T>,
  ): Promise<T> {
    const giveBack = await shares.take(group, member);
    try {
      const result = await onConnection(work);
      for (const tell of commitListeners) tell();
      return result;
    } finally {
      giveBack();
    }
  }

  const inTransaction = <T>(line: Line, setting: string, work: (tx: Queries) => Promise<T>): Promise<T> =>
    onShare(line, async (client) => {
      // One round trip; `setting` is made here, from a checked id.
      await client.query(`BEGIN; ${setting}`);
      const result = await work(queriesOf(client));
      await client.query('COMMIT');
      return result;
    });

  async function onConnection<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await transactions.connect();
    inUse.add(client);
    let broken = false;
    // A connection that breaks between two statements tells nobody else.
    const noteBreak = (error: Error) => {
      broken = true;
      if (!closing) onError(error);
    };
    client.on('error', noteBreak);
    try {
      return await work(client);
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {
        broken = true;
      });
      throw error;
    } finally {
      client.off('error', noteBreak);
      inUse.delete(client);
      client.release(broken);
    }
  }

  return {
    inOrganization: (organizationId, work, deviceId) => {
      if (!uuidForm.test(organizationId)) throw new TypeError('not the id of an organization');
      const setting = `SET LOCAL floorkey.organization_id = '${organizationId}'`;
      return inTransaction({ group: organizationId, member: deviceId }, setting, work);
    },
    call: (name, [organizationId, ...rest], deviceId) =>
      onShare({ group: organizationId, member: deviceId }, async (client) => {
        const places = [organizationId, ...rest].map((_, at) => `$${at + 1}`).join(', ');
        const text = `SELECT * FROM ${name}(${places})`;
        return (await client.query({ name, text, values: [organizationId, ...rest] })).rows[0];
      }),
    acrossOrganizations: (work, line = 'server') =>
      inTransaction({ group: line }, `SET LOCAL floorkey.reach = 'server'`, work),
    lookUp: drizzle(lookUpPool, { schema }),
    onCommit: (listener) => commitListeners.push(listener),
    pool,
    connectionString,
    close: async () => {
      closing = true;
      shares.refuseWaiting();
      // One that is in the middle of something is cut off: PostgreSQL undoes it.
      const late = setTimeout(() => {
        for (const client of inUse) void client.end().catch(() => {});
      }, closingMs);
      await Promise.all(pools.map((each) => each.end())).finally(() => clearTimeout(late));
    },
  };
}

/**
 * Keeps a query that is asked again and again, with placeholders: building it takes longer than sending it.
 * @param build makes and names it, once for each set of connections
 */
export function buildOnce<Q>(build: (queries: Queries) => Q): (queries: Queries) => Q {
  const built = new WeakMap<Queries, Q>();
  return (queries) => {
    const known = built.get(queries);
    if (known) return known;
    const query = build(queries);
    built.set(queries, query);
    return query;
  };
}

/** Tells whether an error is PostgreSQL's refusal of a second row under a unique constraint, by the constraint's name. */
export function isTaken(error: unknown, constraint: string): boolean {
  if (!(error instanceof Error)) return false;
  if ('constraint' in error && error.constraint === constraint) return true;
  return isTaken(error.cause, constraint);
}

/** Tells whether a function of the database has raised an error of this code. */
export function isRaised(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

// A lock or a statement that took too long, and two that waited for each other (PostgreSQL, appendix A).
const overtaken = new Set(['55P03', '57014', '40P01']);

/** Tells whether PostgreSQL broke a statement off because others stood in its way: it may go well in a moment. */
export function isOvertaken(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && overtaken.has(error.code)) return true;
  return isOvertaken(error.cause);
}
