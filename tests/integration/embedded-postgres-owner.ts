/** A process that owns a data folder until it is told to stop: the tests start it, kill it and race it. */
import { writeSync } from 'node:fs';
import { startEmbeddedPostgres } from '../../src/server/database/embedded/embedded-postgres.ts';

const folder = process.argv[2] ?? '';
const say = (line: Record<string, unknown>) => writeSync(1, `${JSON.stringify(line)}\n`);

try {
  const postgres = await startEmbeddedPostgres({ folder, log: () => undefined });
  process.stdin.once('end', () => {
    void postgres.stop();
  });
  process.stdin.resume();
  say({
    started: true,
    connectionString: postgres.connectionString,
    socketDirectory: postgres.socketDirectory,
  });
} catch (error) {
  say({ started: false, name: error instanceof Error ? error.name : '', message: String(error) });
}
