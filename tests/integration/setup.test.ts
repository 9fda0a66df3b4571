// Set-up of an empty server: the one-time link and what it makes.
import { beforeAll, describe, expect, it } from 'vitest';
import { checkSetupCode, setUp } from '../../src/contract/endpoints/setup.ts';
import { auditEvents, organizations } from '../../src/server/database/schema.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { setUpOrganization, testPassword, whoIs } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const form = {
  organizationName: 'Harbour Mill',
  firstName: 'Hana',
  lastName: 'Mill',
  email: 'hana@harbour.example',
  password: testPassword,
};

const countOrganizations = async ({ context }: TestServer) =>
  (await context.database.acrossOrganizations((tx) => tx.select().from(organizations))).length;

describe('an empty server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await makeServer();
  });

  it('refuses a wrong set-up code and makes nothing', async () => {
    const client = new ApiClient(server.url);
    const wrong = `${server.setupCode?.slice(0, -3)}AAA`;
    for (const code of [wrong, 'nonsense', '\0', 'x'.repeat(200)]) {
      expect((await client.refuse(checkSetupCode, { body: { code } })).code).toBe('setup_code_invalid');
      expect((await client.refuse(setUp, { body: { ...form, code } })).code).toBe('setup_code_invalid');
    }
    expect(await countOrganizations(server)).toBe(0);
  });

  it('keeps the link good when the form had a mistake', async () => {
    const client = new ApiClient(server.url);
    const code = server.setupCode ?? '';
    const problem = await client.refuse(setUp, { body: { ...form, code, password: 'password1234567' } });
    expect(problem).toMatchObject({ code: 'validation_failed', errors: [{ field: 'password' }] });
    await client.succeed(checkSetupCode, { body: { code } });
    expect(await countOrganizations(server)).toBe(0);
  });

  it('makes the organization once, signs its owner in, and records it', async () => {
    const owner = await setUpOrganization(server);
    expect(await whoIs(owner.client)).toMatchObject({
      kind: 'account',
      assurance: 'password',
      user: { name: 'Olive Owner', email: 'olive@northgate.example' },
      role: { name: 'Owner' },
      organization: { name: 'Northgate Bakery' },
    });
    const events = await server.context.database.inOrganization(owner.session.organization.id, (tx) =>
      tx.select().from(auditEvents),
    );
    expect(events).toMatchObject([{ action: 'organization.set-up', actorId: owner.session.user.id }]);

    const again = new ApiClient(server.url);
    const code = server.setupCode ?? '';
    expect((await again.refuse(checkSetupCode, { body: { code } })).code).toBe('already_set_up');
    expect((await again.refuse(setUp, { body: { ...form, code } })).code).toBe('already_set_up');
    expect(await countOrganizations(server)).toBe(1);
  });
});

it('makes exactly one organization out of twenty redemptions at once, spread over two processes', async () => {
  const { url: databaseUrl } = await makeDatabase();
  const [a, b] = await Promise.all([makeServer({ databaseUrl }), makeServer({ databaseUrl })]);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) => {
      const [client, code] =
        at % 2 ? [new ApiClient(a.url), a.setupCode] : [new ApiClient(b.url), b.setupCode];
      return client.call(setUp, { body: { ...form, code: code ?? '' } });
    }),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const refusals = answers.filter(({ status }) => status !== 200);
  expect(new Set(refusals.map(codeOf))).toEqual(new Set(['already_set_up']));
  expect(await countOrganizations(a)).toBe(1);
});

it('prints no set-up link once there is an organization', async () => {
  const { url: databaseUrl } = await makeDatabase();
  const first = await makeServer({ databaseUrl });
  await setUpOrganization(first);
  await first.stop();
  expect((await makeServer({ databaseUrl })).setupCode).toBeNull();
});
