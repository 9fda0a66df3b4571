// Starts a whole Floorkey server out of its settings, and stops it again.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { createApp } from './app.ts';
import type { Context } from './context.ts';
import type { Argon2Parameters } from './crypto/argon2-parameters.ts';
import { createHashing } from './crypto/hashing.ts';
import { laneLimitsOf } from './crypto/hashing-lanes.ts';
import { deriveKeys, loadSecret } from './crypto/secret-keys.ts';
import { openChangeSignals } from './database/change-signals.ts';
import { type Database, openDatabase } from './database/database.ts';
import { startEmbeddedPostgres } from './database/embedded/embedded-postgres.ts';
import { requireMatchingKey } from './database/key-check.ts';
import { bypassesRowSecurity, migrateDatabase } from './database/migrate.ts';
import { requireReachable } from './database/require-reachable.ts';
import { prepareTenantRole } from './database/tenant-role.ts';
import { createWriteProbe } from './database/write-probe.ts';
import { createAttemptLimits } from './domain/access/attempt-limits.ts';
import { indexEverybody } from './domain/access/index-people.ts';
import { followAuditTrail } from './domain/audit/chain-audit-trail.ts';
import { createRefusals } from './domain/audit/note-refusals.ts';
import { makeSetupCode } from './domain/organization/setup.ts';
import { refoldAddresses } from './domain/users/refold-addresses.ts';
import type { Env } from './env.ts';
import type { Patience } from './fair-queue.ts';
import { type JobPace, openJobs } from './jobs/jobs.ts';
import { workJobs } from './jobs/work-jobs.ts';
import { listen } from './listen.ts';
import { openMailTransport } from './mail/open-mail-transport.ts';
import type { SmtpPatience } from './mail/smtp-transport.ts';
import { appFolder, packageFile } from './places.ts';
import { type Stop, stopAll } from './stop-all.ts';

/** How long to wait for others and how hard to hash, where it is not as in real life. No setting leads here: only tests do. */
export type Pace = {
  readonly jobs?: JobPace;
  readonly smtp?: SmtpPatience;
  /** How long requests wait for connections, locks and hashes. */
  readonly requests?: Patience;
  readonly hashing?: Argon2Parameters;
};

export type RunningServer = {
  readonly publicUrl: string;
  readonly context: Context;
  /** The link to set up an empty server; `null` when it is set up. */
  readonly setupLink: string | null;
  stop(): Promise<void>;
};

/** What the operator reads of those events of the built-in PostgreSQL that are errors. */
const postgresTroubles: Readonly<Record<string, string>> = {
  'postgres-crashed': 'PostgreSQL ended unexpectedly; starting it again',
  'postgres-restart-failed': 'PostgreSQL can’t be started again; trying further',
};

async function reachDatabase(env: Env, log: Logger, stops: Stop[]): Promise<string> {
  if (env.databaseUrl) {
    await requireReachable(env.databaseUrl);
    return env.databaseUrl;
  }
  const postgres = await startEmbeddedPostgres({
    folder: join(env.dataDir, 'postgres'),
    log: ({ event, level, ...rest }) =>
      level === 'error' ? log.error(rest, postgresTroubles[event] ?? event) : log.debug(rest, event),
  });
  stops.push(() => postgres.stop());
  return postgres.connectionString;
}

async function warn(database: Database, log: Logger): Promise<void> {
  if (!(await bypassesRowSecurity(database.pool))) return;
  log.warn(
    'the role in DATABASE_URL bypasses row-level security and may not take one that does not, so organizations have one fence less: use a role without SUPERUSER and BYPASSRLS',
  );
}

async function readVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(packageFile, 'utf8'));
  return String(version);
}

/**
 * Starts database, migrations, jobs and listener, in this order; what was started is stopped again when a later step fails.
 * @param clock the time, so that tests can move it
 * @param pace shorter pauses, so that tests need not wait, and lighter hashes
 * @throws WrongSetting, DataFolderInUse with one line for the operator
 */
export async function startServer(
  env: Env,
  log: Logger,
  clock: () => Date = () => new Date(),
  pace: Pace = {},
): Promise<RunningServer> {
  const stops: Stop[] = [];
  const stop = () => stopAll(stops.splice(0).reverse());
  try {
    await mkdir(env.dataDir, { recursive: true });
    const mailTransport = await openMailTransport(env, log, clock, pace.smtp);
    const connectionString = await reachDatabase(env, log, stops);
    const keys = deriveKeys(await loadSecret(env.secretKey, env.dataDir));
    await migrateDatabase(connectionString);
    const role = await prepareTenantRole(connectionString);
    const database = openDatabase(
      connectionString,
      (error) => log.warn({ err: error }, 'a database connection broke'),
      role,
      pace.requests,
    );
    stops.push(() => database.close());
    await requireMatchingKey(database, keys);
    stops.push(followAuditTrail(database, log));
    const signals = await openChangeSignals(connectionString, database.pool, log);
    stops.push(() => signals.close());
    const jobs = await openJobs(connectionString, log, pace.jobs);
    stops.push(() => jobs.stop());
    // The first start makes the tables of the jobs.
    if (role) await prepareTenantRole(connectionString);
    stops.push(async () => mailTransport.stop());
    const publicUrl = env.publicUrl ?? `${env.tls ? 'https' : 'http'}://localhost:${env.port}`;
    const context: Context = {
      env,
      publicUrl,
      jobs,
      mailTransport,
      version: await readVersion(),
      log,
      clock,
      keys,
      hashing: await createHashing({
        limits: laneLimitsOf(pace.requests ?? 'request'),
        ...(pace.hashing ? { parameters: pace.hashing } : {}),
      }),
      database,
      writeProbe: createWriteProbe(database),
      signals,
      attemptLimits: createAttemptLimits(database.pool),
      refusals: createRefusals({ database, clock, log }),
    };
    await refoldAddresses(context);
    await indexEverybody(context);
    await workJobs(context);
    const setupCode = await makeSetupCode(context);
    const listener = await listen(createApp(context, appFolder), env, log);
    stops.push(() => listener.close());
    stops.push(async () => jobs.endSoon());
    await warn(database, log);
    return { publicUrl, context, setupLink: setupCode && `${publicUrl}/setup#code=${setupCode}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
