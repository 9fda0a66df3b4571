// A real server process with its own PostgreSQL, of which any process can be killed at any moment and started again.

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { openDatabase, type Queries } from '../../../src/server/database/database.ts';
import { writeConnectionString } from '../../../src/server/database/embedded/address.ts';
import { readPostmasterPid } from '../../../src/server/database/embedded/postmaster-pid.ts';
import { waitUntil } from '../../../src/server/database/embedded/wait-until.ts';
import { findFreePort } from '../../integration/harness/free-port.ts';
import { type ServerProcess, shippedServer, startServerProcess } from '../../integration/harness/program.ts';

/** `backend`: the child of PostgreSQL that is just then at work for the server, in a commit where there is one. */
export type Victim = 'server' | 'postgres' | 'both' | 'backend';

const patienceMs = 60_000;
const answerMs = 5_000;

export class KilledServer {
  readonly url: string;
  readonly #dataDir: string;
  readonly #port: number;
  #process: ServerProcess | undefined;

  private constructor(dataDir: string, port: number) {
    this.#dataDir = dataDir;
    this.#port = port;
    this.url = `http://localhost:${port}`;
  }

  /** @returns the server, and the code with which its organization is set up */
  static async make(): Promise<{ server: KilledServer; setupCode: string }> {
    const server = new KilledServer(
      await mkdtemp(join(tmpdir(), 'floorkey-test-kill-')),
      await findFreePort(),
    );
    const { lines } = await server.#start(/#code=/);
    const [, setupCode = ''] = /#code=(\S+)/.exec(lines.join('\n')) ?? [];
    return { server, setupCode };
  }

  async #start(sign: RegExp): Promise<ServerProcess> {
    const env = { DATA_DIR: this.#dataDir, PORT: String(this.#port), LOG_LEVEL: 'error' };
    this.#process = await startServerProcess(shippedServer, env, (line) => sign.test(line));
    return this.#process;
  }

  /** The end of what the server has said, for whoever looks for the cause. */
  #fail(message: string): Error {
    return new Error(`${message}:\n${this.#process?.lines.slice(-50).join('\n')}`);
  }

  async #findPostgres() {
    const found = await readPostmasterPid(join(this.#dataDir, 'postgres'));
    if (!found) throw new Error('this server has no PostgreSQL');
    return found;
  }

  /** Looks a few times for one in the middle of a commit, then takes one in a transaction, then any. */
  async #findBackend(): Promise<number> {
    for (let look = 0; look < 20; look += 1) {
      const [row] = await this.query(
        `select pid, query ilike 'commit%' and state = 'active' as commits from pg_stat_activity
         where application_name = 'floorkey' and pid <> pg_backend_pid()
         order by commits desc, state = 'active' desc, state like 'idle in%' desc limit 1`,
        [],
      );
      if (row && (row.commits === true || look > 10)) return Number(row.pid);
      await pause(2);
    }
    throw new Error('nobody is at work in PostgreSQL');
  }

  /** @throws when the server has ended although nobody killed it */
  async #isReady(): Promise<boolean> {
    try {
      process.kill(this.#process?.pid ?? 0, 0);
    } catch {
      throw this.#fail('the server ended by itself');
    }
    const signal = AbortSignal.timeout(answerMs);
    return (await fetch(`${this.url}/api/ready`, { signal }).catch(() => null))?.ok ?? false;
  }

  /** @returns tells whether the blow is over, so that an answer comes from those who live on */
  async #strike(victim: Victim): Promise<() => Promise<boolean>> {
    if (victim === 'backend') {
      const backend = await this.#findBackend();
      process.kill(backend, 'SIGKILL');
      // PostgreSQL ends all others and recovers; one that still knows the killed one has not noticed yet.
      return async () => {
        const known = this.query('select 1 from pg_stat_activity where pid = $1', [backend]);
        return (await known.catch(() => null))?.length === 0;
      };
    }
    const { pid: postgres } = await this.#findPostgres();
    if (victim !== 'server') process.kill(postgres, 'SIGKILL');
    if (victim !== 'postgres') {
      process.kill(this.#process?.pid ?? 0, 'SIGKILL');
      await this.#process?.stop();
      await this.#start(/is ready at/);
    }
    return async () => {
      const now = await this.#findPostgres().catch(() => null);
      return now !== null && now.pid !== postgres;
    };
  }

  /**
   * Kills without a warning (`kill -9`), and waits until everything answers again.
   * @throws with the end of the server's log when it does not
   */
  async kill(victim: Victim): Promise<void> {
    const isOver = await this.#strike(victim);
    if (await waitUntil(patienceMs, async () => (await isOver()) && this.#isReady())) return;
    throw this.#fail(`the server is not ready after a kill of ${victim}`);
  }

  async #address(): Promise<string> {
    const { socketDirectory: host, port } = await this.#findPostgres();
    return writeConnectionString({ host, port, password: undefined }, 'postgres', 'floorkey');
  }

  /** Asks PostgreSQL itself, as a superuser. */
  async query(text: string, values: unknown[]): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: await this.#address() });
    // A server that is killed meanwhile is told by the query.
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** Runs the product's own code on its database. */
  async work<T>(organizationId: string, work: (tx: Queries) => Promise<T>): Promise<T> {
    const database = openDatabase(await this.#address(), () => undefined);
    try {
      return await database.inOrganization(organizationId, work);
    } finally {
      await database.close();
    }
  }

  /** The ids of the mails that were written to files; one that was written twice is there twice. */
  async readMailIds(): Promise<string[]> {
    const names = await readdir(join(this.#dataDir, 'mail')).catch(() => []);
    return names.flatMap((name) => /Z-([0-9a-f-]{36})\.eml$/.exec(name)?.[1] ?? []);
  }

  /** Ends it in good order. */
  async stop(): Promise<void> {
    await this.#process?.stop();
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}
