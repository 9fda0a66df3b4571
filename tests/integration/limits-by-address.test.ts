// Limits by the place in the network: counted before a request costs the server anything.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { Endpoint } from '../../src/contract/endpoint.ts';
import { askForLink, claimLink } from '../../src/contract/endpoints/device-links.ts';
import { signIn } from '../../src/contract/endpoints/password.ts';
import { attemptLimits, usedProofs } from '../../src/server/database/schema.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import { setUpOrganization } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await makeServer();
  await setUpOrganization(server);
});
beforeEach(async () => {
  await server.context.database.lookUp.delete(attemptLimits);
});

/** Takes all that the limit leaves, as a flood would. */
async function spend({ operation, limits }: Endpoint): Promise<void> {
  const { rowCount } = await server.context.database.pool.query(
    'update attempt_limits set points = $1 where key like $2',
    [limits?.find(({ by }) => by === 'address')?.points, `${operation}/address:%`],
  );
  expect(rowCount).toBe(1);
}

const countProofs = () => server.context.database.lookUp.$count(usedProofs);

it('stop a flood of tablets that ask before a proof is written down', async () => {
  const tablet = await TestDevice.make(server.url);
  const link = await tablet.succeed(askForLink, {});
  const claim = () => tablet.call(claimLink, { params: { linkId: link.id } });
  expect((await claim()).status).toBe(200);
  await spend(claimLink);
  await spend(askForLink);
  const before = await countProofs();
  expect(codeOf(await claim())).toBe('too_many_attempts');
  expect(codeOf(await tablet.call(askForLink, {}))).toBe('too_many_attempts');
  expect(await countProofs()).toBe(before);
});

it('count what is not even a request, too', async () => {
  const client = new ApiClient(server.url);
  expect(codeOf(await client.callRaw(signIn, { body: { email: 'nonsense' } }))).toBe('validation_failed');
  await spend(signIn);
  expect(codeOf(await client.callRaw(signIn, { body: { email: 'nonsense' } }))).toBe('too_many_attempts');
});

it('count nothing that the page of another site sends', async () => {
  const client = new ApiClient(server.url);
  const body = { email: 'olive@northgate.example', password: 'whatever it is' };
  const answer = await client.callRaw(signIn, { body }, { origin: 'https://elsewhere.example' });
  expect(answer.status).toBe(403);
  expect(await server.context.database.lookUp.$count(attemptLimits)).toBe(0);
});
