// Ports for test servers, outside the range that the system gives to outgoing connections.
import { createServer } from 'node:net';

const first = 21_000;
const count = 1_000;

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** A port from 21000 to 21999 that nothing listens on right now. */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < count; tries += 1) {
    const port = first + Math.floor(Math.random() * count);
    if (await isFree(port)) return port;
  }
  throw new Error('No port from 21000 to 21999 is free. Stop what listens there.');
}
