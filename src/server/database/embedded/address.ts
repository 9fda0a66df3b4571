/** Where the built-in PostgreSQL listens, and the connection strings to it. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';

/** `host` is the socket's folder, or 127.0.0.1 where there are no Unix sockets, and then with a password. */
export type Address = { host: string; port: number; password: string | undefined };

/** Unix sockets everywhere but on Windows, where Node's client can't use PostgreSQL's. */
export const hasUnixSockets = process.platform !== 'win32';

/** Writes a connection string for the `pg` package. */
export function writeConnectionString(
  { host, port, password }: Address,
  role: string,
  database: string,
): string {
  if (password === undefined) return `postgresql://${role}@/${database}?host=${encodeURIComponent(host)}`;
  return `postgresql://${role}:${password}@${host}:${port}/${database}`;
}

/** Finds a TCP port that is free on 127.0.0.1. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No TCP port is free on 127.0.0.1.');
  return address.port;
}

/** Reads the random password in a file; makes both at the first time (256 bits, mode 0600). */
export async function keepPassword(file: string): Promise<string> {
  const fresh = randomBytes(32).toString('hex');
  await writeFile(file, fresh, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return (await readFile(file, 'utf8')).trim();
}
