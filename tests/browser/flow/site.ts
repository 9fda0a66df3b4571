// One Floorkey with a database of its own, which a flow can stop and start again at the same address.
import { makeDatabase, makeServer } from '../../integration/harness/server-of-file.ts';
import type { TestClock } from '../../integration/harness/test-clock.ts';
import { type Member, setUpOrganization } from '../../integration/harness/test-organization.ts';
import type { TestServer } from '../../integration/harness/test-server.ts';
import { makeRunningClock } from './running-clock.ts';

export interface Site {
  /** `http://localhost:PORT` */
  readonly url: string;
  readonly clock: TestClock;
  /** The server that runs now, or ran last. */
  readonly server: TestServer;
  stop(): Promise<void>;
  /** Starts it again on the same database, at the same address. */
  start(): Promise<void>;
}

type Options = {
  /** Server and tablets hash with the strength of real life: where each engine is to show that it can. */
  readonly realHashing?: boolean;
};

/** Starts a server on which nothing is set up yet; it ends with the test file. */
export async function openSite({ realHashing = false }: Options = {}): Promise<Site> {
  const { url: databaseUrl } = await makeDatabase();
  const clock = makeRunningClock();
  const options = { databaseUrl, clock, realHashing };
  let server = await makeServer(options);
  const port = Number(new URL(server.url).port);
  return {
    url: server.url,
    clock,
    get server() {
      return server;
    },
    stop: () => server.stop(),
    async start() {
      server = await makeServer({ ...options, port });
    },
  };
}

/** Starts a server with "Northgate Bakery" on it. @returns it with its owner, who is signed in at the API alone */
export async function openBakery(options: Options = {}): Promise<{ site: Site; owner: Member }> {
  const site = await openSite(options);
  return { site, owner: await setUpOrganization(site.server) };
}
