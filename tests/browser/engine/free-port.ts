// A free TCP port below the ephemeral range, where two test workers seldom meet.
import { createServer } from 'node:net';

const lowest = 21000;
const highest = 21999;

/** Answers a port of 127.0.0.1 between 21000 and 21999 that nobody listens on at this moment. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest + 1));
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
