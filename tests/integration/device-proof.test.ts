// Proofs of the device key (RFC 9449): what is taken, and every way in which one may be wrong.
import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { pullChanges } from '../../src/contract/endpoints/device.ts';
import { type Answer, codeOf, readAnswer } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import { setUpOrganization } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const { path } = pullChanges;
const minuteMs = 60_000;

let server: TestServer;
let tablet: TestDevice;
beforeAll(async () => {
  server = await makeServer();
  const owner = await setUpOrganization(server);
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, 'Tablet');
});

type Changes = {
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  keys?: { publicKey: CryptoKey; privateKey: CryptoKey };
};

/** A proof that would be taken, but for the changes. */
async function forge({ claims = {}, header = {}, keys = tablet.keys }: Changes = {}): Promise<string> {
  const { kty = 'EC', crv = '', x = '', y = '' } = await exportJWK(keys.publicKey);
  const good = {
    jti: randomUUID(),
    htm: 'GET',
    htu: server.url + path,
    iat: Math.floor(Date.now() / 1000),
    nonce: tablet.nonce,
    ath: createHash('sha256').update(tablet.token).digest('base64url'),
  };
  return new SignJWT({ ...good, ...claims })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty, crv, x, y }, ...header })
    .sign(keys.privateKey);
}

const send = async (proof: string, target: string = path, method = 'GET'): Promise<Answer> =>
  readAnswer(
    await fetch(server.url + target, {
      method,
      headers: { authorization: `DPoP ${tablet.token}`, dpop: proof },
    }),
  );

describe('the nonce', () => {
  it('is asked for when there is none, and comes along', async () => {
    const answer = await send(await forge({ claims: { nonce: undefined } }));
    expect(codeOf(answer)).toBe('use_dpop_nonce');
    expect(answer.headers.get('www-authenticate')).toBe('DPoP error="use_dpop_nonce"');
    const nonce = answer.headers.get('dpop-nonce') ?? '';
    expect((await send(await forge({ claims: { nonce } }))).status).toBe(200);
  });

  it('is good for 5 minutes after its own, and stale after that', async () => {
    server.clock.now = new Date(Math.ceil(server.clock.now.getTime() / minuteMs) * minuteMs);
    const { headers } = await send(await forge({ claims: { nonce: 'none' } }));
    const nonce = headers.get('dpop-nonce') ?? '';
    server.clock.advance(6 * minuteMs - 1);
    expect((await send(await forge({ claims: { nonce } }))).status).toBe(200);
    server.clock.advance(1);
    expect(codeOf(await send(await forge({ claims: { nonce } })))).toBe('use_dpop_nonce');
  });

  it('can’t be made up', async () => {
    await tablet.pull();
    const [minute, mac] = (tablet.nonce ?? '').split('.');
    const later = (Number.parseInt(minute ?? '', 36) + 1).toString(36);
    for (const nonce of [
      `${later}.${mac}`,
      `${minute}.${'A'.repeat(43)}`,
      `${minute}.`,
      '.',
      'NaN.x',
      '\0',
    ]) {
      expect(codeOf(await send(await forge({ claims: { nonce } })))).toBe('use_dpop_nonce');
    }
  });
});

describe('a proof', () => {
  it('is taken once, and refused when it is sent again', async () => {
    await tablet.pull();
    const proof = await forge();
    expect((await send(proof)).status).toBe(200);
    expect(codeOf(await send(proof))).toBe('proof_replayed');
  });

  it('is taken exactly once out of twenty at the same time, over two processes', async () => {
    await tablet.pull();
    const other = await makeServer({
      databaseUrl: server.context.database.connectionString,
      clock: server.clock,
      env: { PUBLIC_URL: server.url },
    });
    const proof = await forge();
    const headers = { authorization: `DPoP ${tablet.token}`, dpop: proof };
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, at) =>
        readAnswer(await fetch((at % 2 ? server : other).url + path, { headers })),
      ),
    );
    expect(answers.map(codeOf).toSorted()).toEqual([null, ...Array(19).fill('proof_replayed')].toSorted());
    await other.stop();
  });

  it('stays spent for as long as its nonce would be taken', async () => {
    await tablet.pull();
    const proof = await forge();
    await send(proof);
    const { sweepExpired } = await import('../../src/server/jobs/sweep-expired.ts');
    server.clock.advance(4 * minuteMs);
    await sweepExpired(server.context);
    expect(codeOf(await send(proof))).toBe('proof_replayed');
    server.clock.advance(10 * minuteMs);
    await sweepExpired(server.context);
    expect(codeOf(await send(proof))).toBe('use_dpop_nonce');
  });

  it.each([-10, 10])('is taken from a tablet whose clock is %i years off', async (years) => {
    await tablet.pull();
    const iat = Math.floor(Date.now() / 1000) + years * 365 * 24 * 3600;
    expect((await send(await forge({ claims: { iat } }))).status).toBe(200);
  });

  it.each([
    ['another method', { claims: { htm: 'POST' } }],
    ['another address', { claims: { htu: 'http://localhost:1/api/device/sync' } }],
    ['another path', { claims: { htu: 'PATH/api/device/changes' } }],
    ['another token', { claims: { ath: createHash('sha256').update('another').digest('base64url') } }],
    ['no token hash', { claims: { ath: undefined } }],
    ['no id', { claims: { jti: undefined } }],
    ['an id that is too short', { claims: { jti: 'x' } }],
    ['an id that is no text', { claims: { jti: 12345678901234 } }],
    ['no time', { claims: { iat: undefined } }],
    ['another kind of token', { header: { typ: 'JWT' } }],
    ['no kind', { header: { typ: undefined } }],
  ])('is refused with %s', async (_, changes: Changes) => {
    await tablet.pull();
    const { htu } = changes.claims ?? {};
    const claims =
      typeof htu === 'string' ? { ...changes.claims, htu: htu.replace('PATH', server.url) } : changes.claims;
    const answer = await send(await forge({ ...changes, ...(claims ? { claims } : {}) }));
    expect(codeOf(answer)).toBe('proof_invalid');
    expect(answer.headers.get('www-authenticate')).toBe('DPoP error="invalid_dpop_proof"');
  });

  it('is refused when it was signed by another key than the one that it shows, or than the device’s', async () => {
    await tablet.pull();
    const keys = await generateKeyPair('ES256');
    expect(codeOf(await send(await forge({ keys })))).toBe('proof_invalid');
    const { kty, crv, x, y } = await exportJWK(tablet.keys.publicKey);
    expect(codeOf(await send(await forge({ keys, header: { jwk: { kty, crv, x, y } } })))).toBe(
      'proof_invalid',
    );
  });

  it('is refused when it shows the private key along with the public one', async () => {
    await tablet.pull();
    const jwk = { ...(await exportJWK(tablet.keys.publicKey)), d: 'A'.repeat(43) };
    expect(codeOf(await send(await forge({ header: { jwk } })))).toBe('proof_invalid');
  });

  it('is refused without a signature, or with one of a shared secret', async () => {
    await tablet.pull();
    const [, payload = ''] = (await forge()).split('.');
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const jwk = await exportJWK(tablet.keys.publicKey);
    expect(codeOf(await send(`${encode({ alg: 'none', typ: 'dpop+jwt', jwk })}.${payload}.`))).toBe(
      'proof_invalid',
    );
    const hmac = await new SignJWT({})
      .setProtectedHeader({ alg: 'HS256', typ: 'dpop+jwt' })
      .sign(new TextEncoder().encode(JSON.stringify(jwk).padEnd(64)));
    expect(codeOf(await send(hmac))).toBe('proof_invalid');
  });

  it('is good for its address with any query', async () => {
    await tablet.pull();
    expect((await send(await forge(), `${path}?appVersion=1.0.0`)).status).toBe(200);
  });
});

it('makes a copied token alone worth nothing', async () => {
  const authorization = `DPoP ${tablet.token}`;
  expect(codeOf(await readAnswer(await fetch(server.url + path, { headers: { authorization } })))).toBe(
    'proof_invalid',
  );
  const bearer = { authorization: `Bearer ${tablet.token}` };
  expect(codeOf(await readAnswer(await fetch(server.url + path, { headers: bearer })))).toBe(
    'device_unknown',
  );
  const thief = await TestDevice.make(server.url);
  thief.token = tablet.token;
  expect((await thief.refuse(pullChanges, {})).code).toBe('proof_invalid');
});
