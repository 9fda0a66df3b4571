// The database and the servers of one test file, ended when the file is.
import { inject } from 'vitest';
import { endWithFile } from './end-with-file.ts';
import { cloneDatabase, type DatabaseClone } from './test-postgres.ts';
import { startTestServer, type TestServer, type TestServerOptions } from './test-server.ts';

/** A fresh, migrated database for this file. */
export async function makeDatabase(): Promise<DatabaseClone> {
  const database = await cloneDatabase(inject('postgres'));
  endWithFile(() => database.drop());
  return database;
}

/** A server for this file, on a database of its own unless one is named. It may be stopped before the file ends. */
export async function makeServer(options: Partial<TestServerOptions> = {}): Promise<TestServer> {
  const databaseUrl = options.databaseUrl ?? (await makeDatabase()).url;
  const server = await startTestServer({ ...options, databaseUrl });
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= server.stop();
    return stopping;
  };
  endWithFile(stop);
  return { ...server, stop };
}
