// A connection that PostgreSQL breaks in the very moment in which it is made.
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../src/server/database/database.ts';
import { migrateDatabase } from '../../src/server/database/migrate.ts';
import { toProblemError } from '../../src/server/http/problem-response.ts';

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const welcome = [message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))];
const farewell = message(
  'E',
  Buffer.from('SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0'),
);

/** Speaks as a PostgreSQL that dies: "ready" and its last words come in one piece. */
async function startDyingPostgres(): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(Buffer.concat([...welcome, farewell])));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `postgres://floorkey@127.0.0.1:${typeof address === 'object' ? address?.port : ''}/floorkey`;
}

// What ends the process ends the run of the tests, too.
it('fails the work, and not the server, when PostgreSQL dies just as a connection is made', async () => {
  const database = openDatabase(await startDyingPostgres(), () => {});
  const failure = await database.acrossOrganizations(async () => 'done').catch((error: unknown) => error);
  expect(toProblemError(failure).code).toBe('unavailable');
  await expect(database.pool.query('select 1')).rejects.toThrow(/not queryable|terminat/);
  await database.close();
});

it('fails the start in good order when PostgreSQL dies just as a connection is made', async () => {
  await expect(migrateDatabase(await startDyingPostgres())).rejects.toThrow(/not queryable|terminat/);
});
