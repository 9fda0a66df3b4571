/** The built-in PostgreSQL: start, restart, ownership of its folder, and recovery from kills. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  borrowEmbeddedPostgres,
  DataFolderInUse,
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/server/database/embedded/embedded-postgres.ts';

const isRoot = process.getuid?.() === 0;
const ownerScript = join(import.meta.dirname, 'embedded-postgres-owner.ts');
const timeout = 30_000;

let home: string;
let folder: string;
let cleanUp: (() => Promise<void>)[];
let events: string[];
const log = (line: { event: string }) => events.push(line.event);

async function start(onCrash = () => undefined): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ folder, log, onCrash });
  cleanUp.push(postgres.stop);
  return postgres;
}

async function ask(connectionString: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

type Owner = { child: ChildProcess; answer: Record<string, unknown> };

async function startOwner(): Promise<Owner> {
  const child = spawn(process.execPath, [ownerScript, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  cleanUp.push(async () => {
    child.stdin?.end();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, answer: JSON.parse(String(line)) };
}

async function kill({ child }: Owner): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function readPid(): Promise<number> {
  return Number((await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

beforeEach(async () => {
  // mkdtemp makes it 0700: as root, this is a place that PostgreSQL's user can't enter.
  home = await mkdtemp(join(tmpdir(), 'floorkey-test-'));
  folder = join(home, 'data', 'postgres');
  cleanUp = [];
  events = [];
});

afterEach(async () => {
  for (const step of cleanUp.reverse()) await step();
  await rm(home, { recursive: true, force: true });
});

describe('the built-in PostgreSQL', { timeout }, () => {
  it('starts in an empty folder and keeps what was written over a restart', async () => {
    const first = await start();
    await ask(first.connectionString, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    expect(existsSync(first.socketDirectory)).toBe(false);
    const second = await start();
    expect(await ask(second.connectionString, 'SELECT answer FROM kept')).toEqual([42]);
  });

  it.skipIf(!isRoot)(
    'runs as another user when started by root, below a folder that this user cannot enter',
    async () => {
      await start();
      expect((await stat(home)).mode & 0o777).toBe(0o700);
      expect((await stat(join(folder, 'PG_VERSION'))).uid).not.toBe(0);
      expect((await stat(`/proc/${await readPid()}`)).uid).not.toBe(0);
    },
  );

  it('says in one line what to do with a folder of another major version, and leaves it alone', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'PG_VERSION'), '15\n');
    const failure = await startEmbeddedPostgres({ folder, log }).catch((error: Error) => error);
    expect(String(failure)).toMatch(/PostgreSQL 15.*backup.*restore/);
    expect(String(failure)).not.toContain('\n');
  });

  it('says in the error what PostgreSQL wrote when it does not start', async () => {
    await (await start()).stop();
    await rm(join(folder, 'global', 'pg_control'));
    await expect(startEmbeddedPostgres({ folder, log })).rejects.toThrow(/pg_control/);
  });
});

describe('the PostgreSQL that Floorkey works with', { timeout }, () => {
  let shared: EmbeddedPostgres;
  let sharedHome: string;

  beforeAll(async () => {
    sharedHome = await mkdtemp(join(tmpdir(), 'floorkey-test-'));
    vi.stubEnv('FLOORKEY_TEST_SECRET', 'do-not-pass-on');
    shared = await startEmbeddedPostgres({ folder: join(sharedHome, 'postgres'), log: () => undefined });
  }, timeout);

  afterAll(async () => {
    await shared.stop();
    vi.unstubAllEnvs();
    await rm(sharedHome, { recursive: true, force: true });
  });

  it('has a role without power and a UTF-8 database that it owns, synced to disk', async () => {
    const rights =
      'SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user';
    expect(await ask(shared.connectionString, rights)).toEqual([false, false, false, false]);
    const database = `SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding), current_setting('fsync')
      FROM pg_database WHERE datname = current_database()`;
    expect(await ask(shared.connectionString, database)).toEqual(['floorkey', 'UTF8', 'on']);
    const admin = "SELECT current_user, current_setting('is_superuser')";
    expect(await ask(shared.adminConnectionString, admin)).toEqual(['postgres', 'on']);
  });

  it('listens on a socket in a private folder and on no network port', async () => {
    expect(await ask(shared.connectionString, 'SHOW listen_addresses')).toEqual(['']);
    expect((await stat(shared.socketDirectory)).mode & 0o777).toBe(0o700);
  });

  it('does not see the environment of Floorkey', async () => {
    const client = new pg.Client({ connectionString: shared.adminConnectionString });
    await client.connect();
    await client.query(`CREATE TEMP TABLE env (line text); COPY env FROM PROGRAM 'env'`);
    const { rows } = await client.query('SELECT line FROM env').finally(() => client.end());
    expect(JSON.stringify(rows)).toContain('TZ=UTC');
    expect(JSON.stringify(rows)).not.toContain('FLOORKEY_TEST_SECRET');
  });
});

describe('the ownership of a data folder', { timeout }, () => {
  it('is refused to a second process in one line that names the folder, until the first one stops', async () => {
    const first = await startOwner();
    const refusal = await startEmbeddedPostgres({ folder, log }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DataFolderInUse);
    expect(String(refusal)).toContain(folder);
    expect(String(refusal)).not.toContain('\n');
    first.child.stdin?.end();
    await once(first.child, 'exit');
    await expect(start()).resolves.toBeDefined();
  });

  it('goes to exactly one of three processes that start at the same instant', async () => {
    const owners = await Promise.all([startOwner(), startOwner(), startOwner()]);
    expect(owners.map(({ answer }) => answer.started).sort()).toEqual([false, false, true]);
    const refused = owners.filter(({ answer }) => !answer.started);
    expect(refused.map(({ answer }) => answer.name)).toEqual(['DataFolderInUse', 'DataFolderInUse']);
  });

  it('passes to the next start when the owner was killed, and its PostgreSQL is stopped first', async () => {
    const owner = await startOwner();
    const orphan = await readPid();
    await ask(String(owner.answer.connectionString), 'CREATE TABLE kept AS SELECT 42 AS answer');
    await kill(owner);
    expect(existsSync(`/proc/${orphan}/status`)).toBe(true);
    const next = await start();
    expect(events).toContain('postgres-orphan-stopped');
    expect(await readPid()).not.toBe(orphan);
    expect(existsSync(String(owner.answer.socketDirectory))).toBe(false);
    expect(await ask(next.connectionString, 'SELECT answer FROM kept')).toEqual([42]);
  });

  it('passes on when owner and PostgreSQL were both killed while a query was running', async () => {
    const owner = await startOwner();
    const client = new pg.Client({ connectionString: String(owner.answer.connectionString) });
    client.on('error', () => undefined);
    await client.connect();
    const busy = client.query('SELECT count(*) FROM generate_series(1, 1e10::bigint)').catch(() => 'ended');
    const postmaster = await readPid();
    await kill(owner);
    process.kill(postmaster, 'SIGKILL');
    const next = await start();
    expect(await busy).toBe('ended');
    expect(await ask(next.connectionString, 'SELECT 1')).toEqual([1]);
  });

  it('is not held up by a stranger who was given the process id of the old PostgreSQL', async () => {
    await (await start()).stop();
    // PostgreSQL takes a process for its own only when it may send signals to it, so the stranger has its user.
    const { uid } = await stat(join(folder, 'PG_VERSION'));
    const stranger = spawn('sleep', ['60'], { cwd: '/', uid, stdio: 'ignore' });
    cleanUp.push(async () => void stranger.kill());
    const stale = [
      stranger.pid,
      folder,
      1_700_000_000,
      5432,
      '/tmp/floorkey-pg-longgone',
      '',
      '1 1',
      'ready',
    ];
    await writeFile(join(folder, 'postmaster.pid'), `${stale.join('\n')}\n`);
    const next = await start();
    expect(await ask(next.connectionString, 'SELECT 1')).toEqual([1]);
  });

  it('is shared with a tool, whose end leaves the running PostgreSQL alone', async () => {
    const owner = await startOwner();
    const borrowed = await borrowEmbeddedPostgres({ folder, log });
    expect(borrowed.connectionString).toBe(owner.answer.connectionString);
    await borrowed.stop();
    expect(await ask(borrowed.connectionString, 'SELECT 1')).toEqual([1]);
  });

  it('is taken by a tool for its own time when nobody else has it', async () => {
    const borrowed = await borrowEmbeddedPostgres({ folder, log });
    cleanUp.push(borrowed.stop);
    expect(await ask(borrowed.connectionString, 'SELECT 1')).toEqual([1]);
    await borrowed.stop();
    expect(existsSync(join(folder, 'postmaster.pid'))).toBe(false);
  });
});

describe('a PostgreSQL that is killed under a living Floorkey', { timeout }, () => {
  it('comes back by itself at the same address, with what was committed, also while a query was running', async () => {
    const crashed = Promise.withResolvers<undefined>();
    const postgres = await start(() => {
      crashed.resolve(undefined);
      return undefined;
    });
    const pool = new pg.Pool({ connectionString: postgres.connectionString });
    pool.on('error', () => undefined);
    cleanUp.push(() => pool.end());
    await pool.query('CREATE TABLE kept AS SELECT 42 AS answer');
    const busy = pool.query('SELECT count(*) FROM generate_series(1, 1e10::bigint)').catch(() => 'ended');
    const killed = await readPid();
    process.kill(killed, 'SIGKILL');
    await crashed.promise;
    await expect.poll(() => events, { timeout: 10_000 }).toContain('postgres-restarted');
    expect(await busy).toBe('ended');
    expect((await pool.query('SELECT answer FROM kept')).rows).toEqual([{ answer: 42 }]);
    expect(await readPid()).not.toBe(killed);
    await expect(startEmbeddedPostgres({ folder, log })).rejects.toThrow(DataFolderInUse);
  });
});
