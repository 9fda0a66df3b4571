// A server in front of Floorkey that hands out its worker as another build of it, whenever a test says so.
import { createServer, request } from 'node:http';
import { afterAll } from 'vitest';
import { findFreePort } from '../../integration/harness/free-port.ts';
import { makeServer } from '../../integration/harness/server-of-file.ts';
import { type Member, setUpOrganization } from '../../integration/harness/test-organization.ts';
import { makeRunningClock } from './running-clock.ts';

export interface ChangingSite {
  readonly url: string;
  readonly owner: Member;
  /** From now on the worker differs from the one before. */
  changeBuild(): void;
}

/** Starts Floorkey with "Northgate Bakery" behind it; both end with the test file. */
export async function openChangingSite(): Promise<ChangingSite> {
  const port = await findFreePort();
  const url = `http://localhost:${port}`;
  const env = { PUBLIC_URL: url, TRUST_PROXY: 'true' };
  const server = await makeServer({ clock: makeRunningClock(), env });
  const behind = new URL(server.url);
  let build = 1;
  const front = createServer((asked, answer) => {
    const isWorker = asked.url === '/worker.js';
    const headers = {
      ...asked.headers,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      ...(isWorker ? { 'accept-encoding': 'identity', 'if-none-match': '' } : {}),
    };
    const { method, url: path } = asked;
    const passed = request({ host: behind.hostname, port: behind.port, method, path, headers }, (got) => {
      const { 'content-length': length, etag, ...kept } = got.headers;
      const sent = isWorker ? kept : { ...kept, ...(length ? { 'content-length': length } : {}), etag };
      for (const [name, value] of Object.entries(sent))
        if (value !== undefined) answer.setHeader(name, value);
      answer.writeHead(got.statusCode ?? 502);
      if (!isWorker) {
        got.pipe(answer);
        return;
      }
      got.on('data', (piece: unknown) => answer.write(piece));
      got.on('end', () => answer.end(`\n// build ${build}\n`));
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => front.listen(port, resolve));
  afterAll(() => {
    front.closeAllConnections();
    front.close();
  });
  const owner = await setUpOrganization(server);
  return {
    url,
    owner,
    changeBuild() {
      build += 1;
    },
  };
}
