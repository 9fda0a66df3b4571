// An app of a shop: a relying party on openid-client, with a server of its own that is told of logouts, and the browser of somebody who opens it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as client from 'openid-client';
import { continueAppSignIn } from '../../../src/contract/endpoints/app-sign-ins.ts';
import { type App, createApp } from '../../../src/contract/endpoints/apps.ts';
import { issuerOf } from '../../../src/server/domain/apps/list-apps.ts';
import { type Answer, ApiClient } from './api-client.ts';
import { endWithFile } from './end-with-file.ts';
import { freshUsername, type Member } from './test-organization.ts';
import type { TestServer } from './test-server.ts';

export type TestAppOptions = Partial<Omit<App, 'id' | 'secrets' | 'revision' | 'kind'>> & {
  /** How it answers when it is told of a logout; 200 unless told, `hang` is not at all. */
  logoutStatus?: number | 'hang';
  /** Is told of no logout. */
  isNotTold?: boolean;
};

/** A sign-in that the browser was led to. */
export type Waiting = {
  signInId: string;
  browser: ApiClient;
  verifier: string;
  state: string;
  nonce: string;
};

export class TestApp {
  readonly app: App;
  readonly secret: string | null;
  readonly config: client.Configuration;
  readonly redirectUri: string;
  /** The logout tokens that it was sent. */
  readonly logouts: string[] = [];
  readonly #server: TestServer;
  /** What it answers to them from now on. */
  logoutStatus: number | 'hang';

  private constructor(
    server: TestServer,
    made: { app: App; secret: string | null; redirectUri: string },
    config: client.Configuration,
    logoutStatus: number | 'hang',
  ) {
    this.#server = server;
    this.app = made.app;
    this.secret = made.secret;
    this.redirectUri = made.redirectUri;
    this.config = config;
    this.logoutStatus = logoutStatus;
  }

  /** Has an admin add it, and lets it find the provider. */
  static async make(
    server: TestServer,
    { client: admin, session }: Member,
    { logoutStatus = 200, isNotTold = false, ...options }: TestAppOptions = {},
  ): Promise<TestApp> {
    const told: { app?: TestApp } = {};
    const listener = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const { app } = told;
      app?.logouts.push(new URLSearchParams(body).get('logout_token') ?? '');
      if (app?.logoutStatus === 'hang') return;
      response.writeHead(app?.logoutStatus ?? 500).end();
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    endWithFile(async () => {
      listener.closeAllConnections();
      listener.close();
    });
    // Bound to an address: never null or a path.
    const { port } = listener.address() as AddressInfo;
    const redirectUri = `http://127.0.0.1:${port}/callback`;
    const made = await admin.succeed(createApp, {
      body: {
        name: freshUsername(),
        kind: 'oidc',
        address: `http://127.0.0.1:${port}/`,
        redirectUris: [redirectUri],
        ...(isNotTold ? {} : { logoutUri: `http://127.0.0.1:${port}/logout`, privateLogout: true }),
        ...options,
      },
    });
    const issuer = new URL(issuerOf(server.context, session.organization.id));
    const config = await client.discovery(
      issuer,
      made.app.id,
      undefined,
      made.secret === null ? client.None() : client.ClientSecretBasic(made.secret),
      { execute: [client.allowInsecureRequests] },
    );
    const app = new TestApp(server, { ...made, redirectUri }, config, logoutStatus);
    told.app = app;
    return app;
  }

  /** Where it sends a browser. */
  async startAt(parameters: Record<string, string> = {}) {
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const address = client.buildAuthorizationUrl(this.config, {
      redirect_uri: this.redirectUri,
      scope: 'openid profile email roles',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      ...parameters,
    });
    return { address, verifier, state, nonce };
  }

  /** Opens it in a browser of its own, up to the page on which somebody proves who they are. */
  async open(parameters: Record<string, string> = {}): Promise<Waiting> {
    const { address, ...own } = await this.startAt(parameters);
    const browser = new ApiClient(this.#server.url);
    const location = await follow(browser, address.href);
    const [, signInId] = /\/open-app\/[\w-]+\/([\w-]+)$/.exec(location) ?? [];
    if (!signInId) throw new Error(`the sign-in led to ${location}`);
    return { signInId, browser, ...own };
  }

  /** Takes what the browser brought back, and gets tokens for it. */
  async take(
    callback: string,
    { verifier, state, nonce }: Omit<Waiting, 'signInId' | 'browser'>,
    options: client.DPoPOptions & { maxAge?: number } = {},
  ) {
    const { maxAge, ...rest } = options;
    return client.authorizationCodeGrant(
      this.config,
      new URL(callback),
      {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        ...(maxAge === undefined ? {} : { maxAge }),
      },
      undefined,
      rest,
    );
  }

  /** Signs somebody in: on a device by its proof, elsewhere by their account. @returns the tokens */
  async signIn(who: ApiClient, parameters: Record<string, string> = {}) {
    const waiting = await this.open(parameters);
    const { continueAt } = await who.succeed(continueAppSignIn, { params: { signInId: waiting.signInId } });
    const callback = await follow(waiting.browser, continueAt);
    return this.take(callback, waiting);
  }

  /** Tries to sign somebody in who is to be refused. */
  async refused(who: ApiClient, parameters: Record<string, string> = {}): Promise<Answer> {
    const { signInId } = await this.open(parameters);
    return who.call(continueAppSignIn, { params: { signInId } });
  }
}

/** Goes to an address of the server. @returns where that leads on */
export async function follow(browser: ApiClient, address: string): Promise<string> {
  const { pathname, search } = new URL(address);
  const response = await browser.send(pathname + search, { headers: { accept: 'text/html' } });
  const location = response.headers.get('location');
  if (!location) throw new Error(`${response.status} at ${pathname}: ${await response.text()}`);
  return location;
}
