// What a server behind a proxy makes of what the proxy says, leaves unsaid or says oddly.
import { beforeAll, expect, it } from 'vitest';
import { signIn } from '../../src/contract/endpoints/password.ts';
import { requestPasswordReset } from '../../src/contract/endpoints/password-reset.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { setUpOrganization, testPassword } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const publicHost = { 'x-forwarded-host': 'floorkey.example.com' };

let server: TestServer;
beforeAll(async () => {
  server = await makeServer({ env: { TRUST_PROXY: 'true', PUBLIC_URL: 'https://floorkey.example.com' } });
  await setUpOrganization(server);
});

it.each([undefined, 'https', 'HTTPS', 'http, https', 'https, HTTPS', 'nonsense', 'http'])(
  'keeps cookies for TLS where PUBLIC_URL says https, when the proxy says %s of the scheme',
  async (scheme) => {
    const headers = { ...publicHost, ...(scheme === undefined ? {} : { 'x-forwarded-proto': scheme }) };
    const body = { email: 'olive@northgate.example', password: testPassword };
    const answer = await new ApiClient(server.url).callRaw(signIn, { body }, headers);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-floorkey=.*; Secure/);
  },
);

it('binds browsers to TLS below the public host, too, also where the proxy leaves the scheme unsaid', async () => {
  const hsts = async (headers: Record<string, string>) =>
    (await new ApiClient(server.url).send('/', { headers })).headers.get('strict-transport-security');
  const wholeHost = 'max-age=31536000; includeSubDomains';
  expect(await hsts(publicHost)).toBe(wholeHost);
  expect(await hsts({ ...publicHost, 'x-forwarded-proto': 'HTTPS' })).toBe(wholeHost);
  const otherHost = { 'x-forwarded-host': 'example.com', 'x-forwarded-proto': 'https' };
  expect(await hsts(otherHost)).toBe('max-age=31536000');
});

it('counts what is no address as the proxy’s own, so that made-up words bring no new tries', async () => {
  const client = new ApiClient(server.url);
  const [, { points }] = requestPasswordReset.limits;
  for (let at = 0; at <= points; at += 1) {
    const body = { email: `somebody-${at}@northgate.example` };
    const answer = await client.callRaw(
      requestPasswordReset,
      { body },
      { ...publicHost, 'x-forwarded-for': `unknown-${at}` },
    );
    expect(codeOf(answer)).toBe(at < points ? null : 'too_many_attempts');
  }
});
