// A whole server on a database of a test run, listening on real HTTP.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../../../src/server/context.ts';
import { argon2Parameters } from '../../../src/server/crypto/argon2-parameters.ts';
import { readEnv, WrongSetting } from '../../../src/server/env.ts';
import { usualPace } from '../../../src/server/jobs/jobs.ts';
import { openLog } from '../../../src/server/log.ts';
import { type Pace, type RunningServer, startServer } from '../../../src/server/start.ts';
import { findFreePort } from './free-port.ts';
import { TestClock } from './test-clock.ts';

/** One key for all test servers, so that two of them can share a database. */
export const testSecretKey = 'a-secret-key-of-the-tests-alone-0123456789-abcdef';

/** A thousandth of the work, in the same code. */
const lightParameters = { ...argon2Parameters, memoryCost: 64 };

export type TestServerOptions = {
  readonly databaseUrl: string;
  readonly clock?: TestClock;
  /** Settings besides the database, port and folder. */
  readonly env?: Readonly<Record<string, string>>;
  /** How long it waits for others; as in real life unless told. */
  readonly pace?: Pace;
  /** Hashes with the strength of real life, for tests that are about hashing. */
  readonly realHashing?: boolean;
  /** Where an earlier server of the same test stood; a free port unless told. */
  readonly port?: number;
};

export type TestServer = {
  /** Where it listens, whatever its PUBLIC_URL: `http://localhost:PORT`. */
  readonly url: string;
  readonly context: Context;
  /** Its folder; mails are written below it. */
  readonly dataDir: string;
  readonly clock: TestClock;
  /** The code of the set-up link, while nothing is set up. */
  readonly setupCode: string | null;
  /** Every line that went to the log. */
  readonly logLines: readonly string[];
  stop(): Promise<void>;
};

async function startOnFreePort(
  start: (port: number) => Promise<RunningServer>,
  tries = 5,
): Promise<RunningServer & { port: number }> {
  const port = await findFreePort();
  try {
    return { ...(await start(port)), port };
  } catch (error) {
    // Somebody took the port between the look and the start.
    if (tries > 1 && error instanceof WrongSetting && error.message.includes('in use')) {
      return startOnFreePort(start, tries - 1);
    }
    throw error;
  }
}

/** Starts a server; `stop` also deletes its data folder. */
export async function startTestServer({
  databaseUrl,
  clock = new TestClock(),
  env = {},
  port: wantedPort,
  pace,
  realHashing = false,
}: TestServerOptions): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'floorkey-test-data-'));
  const logLines: string[] = [];
  const log = openLog({ logLevel: 'debug' }, { write: (line) => void logLines.push(line) });
  const settings = { SECRET_KEY: testSecretKey, ...env, DATA_DIR: dataDir, DATABASE_URL: databaseUrl };
  const removeData = () => rm(dataDir, { recursive: true, force: true });
  try {
    const start = (port: number) =>
      startServer(readEnv({ ...settings, PORT: String(port) }), log, () => clock.now, {
        // A slow machine must not be told to ask again; what that is like, tests of its own show.
        requests: 'tool',
        hashing: realHashing ? argon2Parameters : lightParameters,
        // Each worker looks for jobs again and again, which costs more than many a test.
        jobs: { ...usualPace, workersMost: 1 },
        ...pace,
      });
    const server = await (wantedPort === undefined
      ? startOnFreePort(start)
      : start(wantedPort).then((running) => ({ ...running, port: wantedPort })));
    return {
      url: `${env.TLS_CERT ? 'https' : 'http'}://localhost:${server.port}`,
      context: server.context,
      dataDir,
      clock,
      setupCode: server.setupLink?.split('#code=')[1] ?? null,
      logLines,
      stop: async () => {
        await server.stop();
        await removeData();
      },
    };
  } catch (error) {
    await removeData();
    throw error;
  }
}
