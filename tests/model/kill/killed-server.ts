// A real server process with its own PostgreSQL, both of which can be killed at any moment and started again.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect } from 'vitest';
import { writeConnectionString } from '../../../src/server/database/embedded/address.ts';
import { readPostmasterPid } from '../../../src/server/database/embedded/postmaster-pid.ts';
import { findFreePort } from '../../integration/harness/free-port.ts';
import { type ServerProcess, startServerProcess } from '../../integration/harness/program.ts';

export type Victim = 'server' | 'postgres' | 'both';

const waiting = { timeout: 60_000, interval: 50 };

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
    this.#process = await startServerProcess('src/server/main.ts', env, (line) => sign.test(line));
    return this.#process;
  }

  async #findPostgres(): Promise<number> {
    const found = await readPostmasterPid(join(this.#dataDir, 'postgres'));
    if (!found) throw new Error('this server has no PostgreSQL');
    return found.pid;
  }

  /** Kills without a warning (`kill -9`), and waits until everything answers again. */
  async kill(victim: Victim): Promise<void> {
    const postgres = await this.#findPostgres();
    if (victim !== 'server') process.kill(postgres, 'SIGKILL');
    if (victim !== 'postgres') {
      process.kill(this.#process?.pid ?? 0, 'SIGKILL');
      await this.#process?.stop();
      await this.#start(/is ready at/);
    }
    await expect
      .poll(async () => {
        const isNew = victim === 'server' || (await this.#findPostgres().catch(() => postgres)) !== postgres;
        return isNew && (await fetch(`${this.url}/api/ready`).catch(() => null))?.ok;
      }, waiting)
      .toBe(true);
  }

  /** Asks PostgreSQL itself, as a superuser. */
  async query(text: string, values: unknown[]): Promise<Record<string, unknown>[]> {
    const found = await readPostmasterPid(join(this.#dataDir, 'postgres'));
    if (!found) throw new Error('this server has no PostgreSQL');
    const address = { host: found.socketDirectory, port: found.port, password: undefined };
    const client = new pg.Client({
      connectionString: writeConnectionString(address, 'postgres', 'floorkey'),
    });
    await client.connect();
    try {
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** Ends it in good order. */
  async stop(): Promise<void> {
    await this.#process?.stop();
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}
