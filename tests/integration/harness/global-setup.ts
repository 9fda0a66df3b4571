// Starts the one PostgreSQL of a test run before its first file, and ends it after the last.
import type { TestProject } from 'vitest/node';
import { startTestPostgres, type TestPostgres } from './test-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestPostgres;
  }
}

type Shared = { users: number; starting: ReturnType<typeof startTestPostgres> };

// Every project loads this file anew, and all of them are to share one PostgreSQL.
declare global {
  var floorkeyTestPostgres: Shared | undefined;
}

/** Called by vitest once for each project that names this file. @returns what ends it */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  globalThis.floorkeyTestPostgres ??= {
    users: 0,
    starting: startTestPostgres(process.env.TEST_DATABASE_URL),
  };
  const shared = globalThis.floorkeyTestPostgres;
  shared.users += 1;
  const { adminUrl, template, stop } = await shared.starting;
  project.provide('postgres', { adminUrl, template });
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    globalThis.floorkeyTestPostgres = undefined;
    await stop();
  };
}
