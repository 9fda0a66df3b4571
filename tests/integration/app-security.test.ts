// RFC 9700 (Best Current Practice for OAuth 2.0 Security), point by point, against the provider of an organization.
import { generateKeyPair, SignJWT } from 'jose';
import * as client from 'openid-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { continueAppSignIn, refuseAppSignIn } from '../../src/contract/endpoints/app-sign-ins.ts';
import { deleteApp, makeAppSecret } from '../../src/contract/endpoints/apps.ts';
import { deleteUsers } from '../../src/contract/endpoints/users.ts';
import { deriveKeys } from '../../src/server/crypto/secret-keys.ts';
import { keepFor } from '../../src/server/domain/apps/provider-adapter.ts';
import { readProviderKeys } from '../../src/server/domain/apps/provider-keys.ts';
import { ApiClient } from './harness/api-client.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
import { follow, TestApp } from './harness/test-app.ts';
import { TestDevice } from './harness/test-device.ts';
import { addOrganization, addUser, type Member, setUpOrganization } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const pin = '840372';

let server: TestServer;
let rows: StoredRows;
let owner: Member;
let app: TestApp;
let inBrowser: TestApp;
let tablet: TestDevice;
let issuer: string;

beforeAll(async () => {
  const database = await makeDatabase();
  rows = await openStoredRows(database.adminUrl);
  server = await makeServer({ databaseUrl: database.url });
  owner = await setUpOrganization(server);
  app = await TestApp.make(server, owner, {
    isNotTold: true,
    afterLogoutUris: ['http://127.0.0.1:3000/bye'],
  });
  inBrowser = await TestApp.make(server, owner, { isNotTold: true, isPublic: true });
  await addUser(owner.client, 'staff', { pin });
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, 'Counter');
  await tablet.signInWithPin(pin);
  issuer = app.config.serverMetadata().issuer;
});

/** Sends a form to the provider as an app would. */
async function post(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(issuer + path, { method: 'POST', body: new URLSearchParams(form), headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
}

const basic = (one: TestApp, secret = one.secret ?? '') => ({
  authorization: `Basic ${Buffer.from(`${one.app.id}:${secret}`).toString('base64')}`,
});

/** Goes through a sign-in up to the code. */
async function getCode(one: TestApp, parameters: Record<string, string> = {}) {
  const waiting = await one.open(parameters);
  const { continueAt } = await tablet.succeed(continueAppSignIn, { params: { signInId: waiting.signInId } });
  const callback = await follow(waiting.browser, continueAt);
  return { ...waiting, callback, code: new URL(callback).searchParams.get('code') ?? '' };
}

const redeem = (
  one: TestApp,
  { code, verifier }: { code: string; verifier: string },
  more: Record<string, string> = {},
) =>
  post(
    '/token',
    {
      grant_type: 'authorization_code',
      code,
      redirect_uri: one.redirectUri,
      code_verifier: verifier,
      ...(one.secret === null ? { client_id: one.app.id } : {}),
      ...more,
    },
    one.secret === null ? {} : basic(one),
  );

/** Asks for a sign-in, and tells where the browser is led. */
async function ask(one: TestApp, change: (address: URL) => void): Promise<string> {
  const { address } = await one.startAt();
  change(address);
  return follow(new ApiClient(server.url), address.href);
}

describe('2.1 and 4.1: redirect addresses', () => {
  it.each([
    ['another path', (uri: string) => `${uri}/more`],
    ['a query', (uri: string) => `${uri}?more=1`],
    ['another port', (uri: string) => uri.replace(/:\d+/, ':1')],
    ['another host', () => 'https://evil.example/callback'],
    ['upper case', (uri: string) => uri.replace('callback', 'CALLBACK')],
  ])('are compared letter for letter: %s leads to a page of ours, and nowhere else', async (_, change) => {
    const location = await ask(app, ({ searchParams }) => {
      searchParams.set('redirect_uri', change(app.redirectUri));
    });
    expect(location).toBe(`${server.context.publicUrl}/open-app/failed?error=invalid_redirect_uri`);
  });

  it('of an app that nobody knows lead to a page of ours', async () => {
    const location = await ask(app, ({ searchParams }) => searchParams.set('client_id', 'nobody'));
    expect(location).toBe(`${server.context.publicUrl}/open-app/failed?error=invalid_client`);
  });

  it('are asked for again when the code is redeemed', async () => {
    const got = await getCode(app);
    expect((await redeem(app, got, { redirect_uri: 'http://127.0.0.1:1/' })).body.error).toBe(
      'invalid_grant',
    );
  });
});

describe('2.1.1 and 4.5: codes', () => {
  it('work once; a second use ends what came of the first', async () => {
    const got = await getCode(app);
    const first = await redeem(app, got);
    expect(first.status).toBe(200);
    expect((await redeem(app, got)).body.error).toBe('invalid_grant');
    const { active } = await client.tokenIntrospection(app.config, first.body.access_token);
    expect(active).toBe(false);
  });

  it('are redeemed by one of twenty at once at most', async () => {
    const got = await getCode(app);
    const answers = await Promise.all(Array.from({ length: 20 }, () => redeem(app, got)));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
  });

  it('are used up once, also by two that have both found them unused', async () => {
    const kept = keepFor(server.context, owner.session.organization.id, 'AuthorizationCode');
    const code = crypto.randomUUID();
    await kept.upsert(code, {}, 60);
    const found = await Promise.all([kept.find(code), kept.find(code)]);
    expect(found).toEqual([{ jti: code }, { jti: code }]);
    const uses = await Promise.allSettled([kept.consume(code), kept.consume(code)]);
    expect(uses.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('are bound to the app that they were made for', async () => {
    const other = await TestApp.make(server, owner, { isNotTold: true });
    const got = await getCode(app);
    const stolen = await redeem(other, got, { redirect_uri: app.redirectUri });
    expect(stolen.body.error).toBe('invalid_grant');
  });

  it('need the verifier of their challenge', async () => {
    const got = await getCode(app);
    const wrong = await redeem(app, { ...got, verifier: client.randomPKCECodeVerifier() });
    expect(wrong.body.error).toBe('invalid_grant');
  });
});

describe('2.1.1 and 4.8: PKCE', () => {
  it('must be used by an app that can’t keep a secret', async () => {
    const location = await ask(inBrowser, ({ searchParams }) => {
      searchParams.delete('code_challenge');
      searchParams.delete('code_challenge_method');
    });
    expect(new URL(location).searchParams.get('error')).toBe('invalid_request');
  });

  it('can’t be taken off on the way: a verifier without a challenge is refused', async () => {
    const { address, ...own } = await app.startAt();
    address.searchParams.delete('code_challenge');
    address.searchParams.delete('code_challenge_method');
    const browser = new ApiClient(server.url);
    const [signInId = ''] = (await follow(browser, address.href)).split('/').toReversed();
    const { continueAt } = await tablet.succeed(continueAppSignIn, { params: { signInId } });
    const code = new URL(await follow(browser, continueAt)).searchParams.get('code') ?? '';
    expect((await redeem(app, { ...own, code })).status).toBe(400);
  });

  it('takes S256 alone', async () => {
    const location = await ask(app, ({ searchParams }) => searchParams.set('code_challenge_method', 'plain'));
    expect(new URL(location).searchParams.get('error')).toBe('invalid_request');
  });
});

describe('2.1.2 and 2.4: other ways to a token', () => {
  it.each(['token', 'id_token', 'code id_token', 'none'])('do not exist: response type %s', async (type) => {
    const { searchParams, hash } = new URL(
      await ask(app, (address) => address.searchParams.set('response_type', type)),
    );
    const answer = hash === '' ? searchParams : new URLSearchParams(hash.slice(1));
    expect(answer.get('error')).toMatch(/^(unsupported_response_type|invalid_request)$/);
  });

  it.each(['password', 'client_credentials', 'implicit'])(
    'do not exist: grant type %s',
    async (grantType) => {
      const answer = await post(
        '/token',
        { grant_type: grantType, username: 'ada', password: pin },
        basic(app),
      );
      expect(answer.body.error).toBe('unsupported_grant_type');
    },
  );
});

describe('2.1.3 and 4.4: mix-up of providers', () => {
  it('shows by the issuer in each answer', async () => {
    const { callback } = await getCode(app);
    expect(new URL(callback).searchParams.get('iss')).toBe(issuer);
    expect(app.config.serverMetadata().authorization_response_iss_parameter_supported).toBe(true);
  });

  it('of organizations is none: an app, a code and a token of one are nothing to another', async () => {
    const other = await addOrganization(server, 'Elsewhere');
    const theirs = await TestApp.make(server, other, { isNotTold: true });
    const { address } = await app.startAt();
    address.pathname = new URL(theirs.config.serverMetadata().authorization_endpoint ?? '').pathname;
    expect(await follow(new ApiClient(server.url), address.href)).toContain('invalid_client');
    const tokens = await app.signIn(tablet);
    expect((await client.tokenIntrospection(theirs.config, tokens.access_token)).active).toBe(false);
    const { signInId } = await theirs.open();
    expect((await tablet.refuse(continueAppSignIn, { params: { signInId } })).code).toBe('not_found');
  });
});

describe('2.2 and 4.10: tokens', () => {
  it('can be bound to a key of the app (DPoP), and are then nothing without it', async () => {
    const keys = await client.randomDPoPKeyPair('ES256');
    const DPoP = client.getDPoPHandle(app.config, keys);
    const got = await getCode(app);
    const tokens = await app.take(got.callback, got, { DPoP });
    expect(tokens.token_type).toBe('dpop');
    const bearer = await fetch(`${issuer}/me`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(bearer.status).toBe(401);
    const others = client.getDPoPHandle(app.config, await client.randomDPoPKeyPair('ES256'));
    const asOther = client.fetchUserInfo(app.config, tokens.access_token, client.skipSubjectCheck, {
      DPoP: others,
    });
    await expect(asOther).rejects.toThrow();
    const asOwn = await client.fetchUserInfo(app.config, tokens.access_token, client.skipSubjectCheck, {
      DPoP,
    });
    expect(asOwn.sub).toBe(tokens.claims()?.sub);
  });

  it('are never taken out of an address (2.2.1, 4.3.2)', async () => {
    const { access_token: token } = await app.signIn(tablet);
    expect((await fetch(`${issuer}/me?access_token=${token}`)).status).toBe(400);
  });

  it('are told of only to the app that they are of', async () => {
    const { access_token: token } = await app.signIn(tablet);
    const other = await TestApp.make(server, owner, { isNotTold: true });
    expect((await client.tokenIntrospection(other.config, token)).active).toBe(false);
    expect((await post('/token/introspection', { token })).status).toBe(400);
    const foreign = await post('/token/revocation', { token }, basic(other));
    expect(foreign.status).toBe(400);
    expect((await client.tokenIntrospection(app.config, token)).active).toBe(true);
  });

  it('end when the app gives them back', async () => {
    const tokens = await app.signIn(tablet);
    await client.tokenRevocation(app.config, tokens.refresh_token ?? '');
    expect((await client.tokenIntrospection(app.config, tokens.access_token)).active).toBe(false);
  });

  it('stand in the database only as hashes', async () => {
    const tokens = await app.signIn(tablet);
    const stored = JSON.stringify(
      await rows.query('select encode(hash, $1) as hash, payload from app_artifacts', ['hex']),
    );
    for (const token of [tokens.access_token, tokens.refresh_token ?? 'none'])
      expect(stored).not.toContain(token);
    const secrets = JSON.stringify(await rows.query('select * from app_secrets'));
    expect(secrets).not.toContain(app.secret);
  });
});

describe('2.2.2 and 4.14: refresh tokens', () => {
  it('are replaced at each use; a second use of an old one ends all', async () => {
    const tokens = await inBrowser.signIn(tablet);
    const next = await client.refreshTokenGrant(inBrowser.config, tokens.refresh_token ?? '');
    expect(next.refresh_token).not.toBe(tokens.refresh_token);
    const again = client.refreshTokenGrant(inBrowser.config, tokens.refresh_token ?? '');
    await expect(again).rejects.toMatchObject({ error: 'invalid_grant' });
    const last = client.refreshTokenGrant(inBrowser.config, next.refresh_token ?? '');
    await expect(last).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('end with the user', async () => {
    const user = await addUser(owner.client, 'staff', { pin: '591738' });
    const other = await TestDevice.make(server.url);
    await other.authorize(owner.client, 'Leaving');
    await other.signInWithPin('591738');
    const tokens = await app.signIn(other);
    await owner.client.succeed(deleteUsers, { body: { userIds: [user.id] } });
    const refresh = client.refreshTokenGrant(app.config, tokens.refresh_token ?? '');
    await expect(refresh).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});

describe('2.5: apps prove who they are', () => {
  it('with their secret: none, a wrong one, and that of another app are refused', async () => {
    const other = await TestApp.make(server, owner, { isNotTold: true });
    const got = await getCode(app);
    const form = { grant_type: 'authorization_code', code: got.code, redirect_uri: app.redirectUri };
    const verifier = { code_verifier: got.verifier };
    const asked = [{}, basic(app, 'wrong'), basic(app, other.secret ?? ''), { authorization: 'Bearer x' }];
    for (const headers of asked) {
      const answer = await post('/token', { ...form, ...verifier, client_id: app.app.id }, headers);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.body).not.toHaveProperty('access_token');
    }
  });

  it('with the old secret for as long as was asked, and no longer', async () => {
    const rotated = await TestApp.make(server, owner, { isNotTold: true });
    const params = { appId: rotated.app.id };
    const revoke = async (secret: string) =>
      (await post('/token/revocation', { token: 'x'.repeat(43) }, basic(rotated, secret))).status;
    const { secret } = await owner.client.succeed(makeAppSecret, { params, body: { overlapHours: 24 } });
    expect(await revoke(rotated.secret ?? '')).toBe(200);
    expect(await revoke(secret ?? '')).toBe(200);
    await owner.client.succeed(makeAppSecret, { params, body: { overlapHours: 0 } });
    expect(await revoke(rotated.secret ?? '')).toBe(401);
    expect(await revoke(secret ?? '')).toBe(401);
  });

  it('and are nobody once they are deleted', async () => {
    const gone = await TestApp.make(server, owner, { isNotTold: true });
    const { access_token: token } = await gone.signIn(tablet);
    await owner.client.succeed(deleteApp, { params: { appId: gone.app.id } });
    expect((await post('/token/introspection', { token }, basic(gone))).status).toBe(401);
    expect((await fetch(`${issuer}/me`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  });
});

describe('4.7: sign-ins that somebody else began', () => {
  it('lead on nobody: neither without what the proof gave, nor with that of another', async () => {
    const [mine, theirs] = [await app.open(), await app.open()];
    const { continueAt } = await tablet.succeed(continueAppSignIn, { params: { signInId: mine.signInId } });
    await tablet.succeed(continueAppSignIn, { params: { signInId: theirs.signInId } });
    const finish = new URL(continueAt).searchParams.get('finish') ?? '';
    const target = continueAt.replace(mine.signInId, theirs.signInId);
    expect(finish).toHaveLength(43);
    expect(await follow(theirs.browser, target)).not.toContain('code=');
  });

  it('are answered once', async () => {
    const { signInId } = await app.open();
    await tablet.succeed(continueAppSignIn, { params: { signInId } });
    expect((await tablet.refuse(continueAppSignIn, { params: { signInId } })).code).toBe('not_found');
  });

  it('can be given up, which the app is told', async () => {
    const { signInId, browser } = await app.open();
    const { continueAt } = await tablet.succeed(refuseAppSignIn, { params: { signInId } });
    const back = new URL(await follow(browser, continueAt));
    expect(back.origin + back.pathname).toBe(app.redirectUri);
    expect(back.searchParams.get('error')).toBe('access_denied');
  });
});

describe('4.11 and 4.16: pages', () => {
  it('lead nowhere that an app did not name, at sign-out, too', async () => {
    const tokens = await app.signIn(tablet);
    const address = new URL(`${issuer}/session/end`);
    address.searchParams.set('id_token_hint', tokens.id_token ?? '');
    address.searchParams.set('post_logout_redirect_uri', 'https://evil.example/');
    expect(await follow(new ApiClient(server.url), address.href)).toBe(`${server.context.publicUrl}/`);
    address.searchParams.set('post_logout_redirect_uri', 'http://127.0.0.1:3000/bye');
    address.searchParams.set('state', 's');
    expect(await follow(new ApiClient(server.url), address.href)).toBe('http://127.0.0.1:3000/bye?state=s');
  });

  it('can’t be framed, and lead on with 303, so that no form is sent along', async () => {
    const { address } = await app.startAt();
    const response = await fetch(address, { redirect: 'manual' });
    expect(response.status).toBe(303);
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toContain('no-store');
  });
});

describe('signing keys', () => {
  it('are sealed under the secret key, and made anew where that is lost', async () => {
    const organizationId = owner.session.organization.id;
    const before = await readProviderKeys(server.context, organizationId);
    const again = await readProviderKeys(server.context, organizationId);
    expect(again).toEqual(before);
    const lost = { ...server.context, keys: deriveKeys('another-secret-key-0123456789-abcdefghijklmnop') };
    const after = await readProviderKeys(lost, organizationId);
    expect(after.keys.map(({ kid }) => kid)).not.toEqual(before.keys.map(({ kid }) => kid));
  });

  it('sign nothing that another key can: an ID token of somebody else ends nobody’s session', async () => {
    const tokens = await app.signIn(tablet);
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT({ ...tokens.claims() })
      .setProtectedHeader({ alg: 'RS256' })
      .sign(privateKey);
    const address = new URL(`${issuer}/session/end`);
    address.searchParams.set('id_token_hint', forged);
    await follow(new ApiClient(server.url), address.href);
    expect((await client.tokenIntrospection(app.config, tokens.access_token)).active).toBe(true);
  });
});
