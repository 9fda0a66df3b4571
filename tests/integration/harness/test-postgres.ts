// The PostgreSQL of a test run: one server, a migrated template database, and clones of it.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { startEmbeddedPostgres } from '../../../src/server/database/embedded/embedded-postgres.ts';
import { migrateDatabase } from '../../../src/server/database/migrate.ts';

const role = 'floorkey';

/** How to reach the PostgreSQL of a run; plain text, so that it can be handed to other processes. */
export type TestPostgres = {
  /** A superuser's connection. */
  readonly adminUrl: string;
  /** The database that clones are made of. */
  readonly template: string;
};

export type DatabaseClone = {
  /** The role that the server uses: neither superuser nor allowed to bypass row-level security. */
  readonly url: string;
  /** A superuser's connection to the same database. */
  readonly adminUrl: string;
  /** Deletes the database, whoever is still connected. */
  drop(): Promise<void>;
};

async function asAdmin<T>(adminUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

// A Unix socket's address (postgres://user@/name?host=…) has no host that URL could parse.
function pointTo(adminUrl: string, database: string, user?: string): string {
  const [, scheme, owner, host, query] = /^(\w+:\/\/)([^@]*@)?([^/?]*)\/[^?]*(\?.*)?$/.exec(adminUrl) ?? [];
  if (scheme === undefined) throw new Error('the address of PostgreSQL has no database in it');
  return `${scheme}${user ? `${user}@` : (owner ?? '')}${host ?? ''}/${database}${query ?? ''}`;
}

async function makeTemplate(adminUrl: string, template: string): Promise<void> {
  await asAdmin(adminUrl, async (client) => {
    const known = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
    if (known.rowCount === 0) {
      await client.query(`CREATE ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE`);
    }
    await client.query(`CREATE DATABASE ${template} OWNER ${role}`);
  });
  const url = pointTo(adminUrl, template, role);
  await migrateDatabase(url);
  // The tables of the jobs too, which would otherwise cost every start most of its time.
  const boss = new PgBoss({ connectionString: url, max: 1, supervise: false, schedule: false });
  await boss.start();
  await boss.stop({ graceful: false });
}

/**
 * Starts PostgreSQL for a run, or uses the one of `adminUrl`, and makes the template.
 * @param adminUrl a superuser's connection without a password, such as TEST_DATABASE_URL
 * @returns how to reach it, and how to take everything away again
 */
export async function startTestPostgres(
  adminUrl: string | undefined = undefined,
): Promise<TestPostgres & { stop(): Promise<void> }> {
  const template = `floorkey_template_${randomBytes(4).toString('hex')}`;
  if (adminUrl) {
    await makeTemplate(adminUrl, template);
    const stop = () =>
      asAdmin(adminUrl, async (client) => void (await client.query(`DROP DATABASE ${template}`)));
    return { adminUrl, template, stop };
  }
  const home = await mkdtemp(join(tmpdir(), 'floorkey-test-postgres-'));
  const removeHome = () => rm(home, { recursive: true, force: true });
  try {
    const postgres = await startEmbeddedPostgres({
      folder: join(home, 'postgres'),
      // Several files run at once, and some start several servers.
      maxConnections: 400,
      log: () => undefined,
    });
    const { adminConnectionString } = postgres;
    await asAdmin(adminConnectionString, async (client) => {
      // Page not found has to outlive the machine, and a busy disk must not hold a test up.
      for (const setting of ['synchronous_commit', 'fsync', 'full_page_writes']) {
        await client.query(`ALTER SYSTEM SET ${setting} = off`);
      }
      await client.query('SELECT pg_reload_conf()');
    });
    await makeTemplate(adminConnectionString, template);
    return {
      adminUrl: adminConnectionString,
      template,
      stop: async () => {
        await postgres.stop();
        await removeHome();
      },
    };
  } catch (error) {
    await removeHome();
    throw error;
  }
}

/** Makes a database of its own out of the template. */
export async function cloneDatabase({ adminUrl, template }: TestPostgres): Promise<DatabaseClone> {
  const name = `floorkey_test_${randomBytes(8).toString('hex')}`;
  await asAdmin(adminUrl, (client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${role} STRATEGY FILE_COPY`),
  );
  return {
    url: pointTo(adminUrl, name, role),
    adminUrl: pointTo(adminUrl, name),
    drop: () =>
      asAdmin(
        adminUrl,
        async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
      ),
  };
}
