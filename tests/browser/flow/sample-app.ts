// A small app of a shop, as a browser meets it: it signs people in with Floorkey, keeps a session of its own, and ends it when it is told to.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as client from 'openid-client';
import { createApp } from '../../../src/contract/endpoints/apps.ts';
import { issuerOf } from '../../../src/server/domain/apps/list-apps.ts';
import { endWithFile } from '../../integration/harness/end-with-file.ts';
import type { Member } from '../../integration/harness/test-organization.ts';
import type { TestServer } from '../../integration/harness/test-server.ts';

export type SampleApp = {
  readonly url: string;
  /** How many sessions it was told the end of. */
  readonly logouts: number;
};

type Person = { name: string; acr: string; sid: string };
type Started = { verifier: string; state: string };

function readCookie(request: IncomingMessage): string {
  return /(?:^|; )sample=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return new URLSearchParams(body);
}

/** Starts it, and has an admin add it with a tile; it ends with the test file. */
export async function openSampleApp(
  server: TestServer,
  { client: admin, session }: Member,
  name: string,
  parameters: Record<string, string> = {},
): Promise<SampleApp> {
  const started = new Map<string, Started>();
  const people = new Map<string, Person>();
  const told = { logouts: 0, url: '' };
  const connected: { config?: client.Configuration } = {};

  const start = async (config: client.Configuration, response: ServerResponse) => {
    const id = randomUUID();
    const own = { verifier: client.randomPKCECodeVerifier(), state: client.randomState() };
    started.set(id, own);
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: `${told.url}/callback`,
      scope: 'openid profile',
      code_challenge: await client.calculatePKCECodeChallenge(own.verifier),
      code_challenge_method: 'S256',
      state: own.state,
      ...parameters,
    });
    response.writeHead(302, { location: address.href, 'set-cookie': `sample=${id}; HttpOnly; Path=/` }).end();
  };
  const finish = async (config: client.Configuration, request: IncomingMessage, response: ServerResponse) => {
    const id = readCookie(request);
    const own = started.get(id);
    if (!own) return response.writeHead(400).end('This sign-in was not started here.');
    const tokens = await client.authorizationCodeGrant(config, new URL(request.url ?? '', told.url), {
      pkceCodeVerifier: own.verifier,
      expectedState: own.state,
    });
    const claims = tokens.claims();
    people.set(id, { name: String(claims?.name), acr: String(claims?.acr), sid: String(claims?.sid) });
    return response.writeHead(302, { location: '/' }).end();
  };
  const logOut = async (config: client.Configuration, request: IncomingMessage, response: ServerResponse) => {
    const { jwks_uri: keys = '', issuer } = config.serverMetadata();
    const token = (await readForm(request)).get('logout_token') ?? '';
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(keys)), {
      issuer,
      typ: 'logout+jwt',
    });
    for (const [id, person] of people) if (person.sid === payload.sid) people.delete(id);
    told.logouts += 1;
    response.writeHead(200).end();
  };
  const listener = createServer((request, response) => {
    const { config } = connected;
    if (!config) return response.writeHead(503).end();
    const { pathname } = new URL(request.url ?? '/', told.url);
    const answer = async () => {
      if (pathname === '/logout') return logOut(config, request, response);
      if (pathname === '/callback') return finish(config, request, response);
      if (pathname !== '/') return response.writeHead(204).end();
      const person = people.get(readCookie(request));
      if (!person) return start(config, response);
      const page = `<!doctype html><title>${name}</title><p>Hello, ${person.name} (${person.acr})</p>`;
      return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    };
    answer().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  endWithFile(async () => {
    listener.closeAllConnections();
    listener.close();
  });
  // Bound to an address: never null or a path.
  const { port } = listener.address() as AddressInfo;
  told.url = `http://127.0.0.1:${port}`;
  const { app, secret } = await admin.succeed(createApp, {
    body: {
      name,
      kind: 'oidc',
      picture: 'orders',
      address: `${told.url}/`,
      redirectUris: [`${told.url}/callback`],
      logoutUri: `${told.url}/logout`,
      privateLogout: true,
    },
  });
  connected.config = await client.discovery(
    new URL(issuerOf(server.context, session.organization.id)),
    app.id,
    undefined,
    client.ClientSecretPost(secret ?? ''),
    { execute: [client.allowInsecureRequests] },
  );
  return told;
}
