// Account sessions: the cookie, how long it lasts, and what ends it.
import { beforeAll, describe, expect, it } from 'vitest';
import { changePassword, signIn, stepUpWithPassword } from '../../src/contract/endpoints/password.ts';
import { getSession, signOut } from '../../src/contract/endpoints/session.ts';
import { createUser, updateUser } from '../../src/contract/endpoints/users.ts';
import { ApiClient } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import {
  addMember,
  findRoleId,
  freshUsername,
  type Member,
  openSession,
  setUpOrganization,
  signInAs,
  testPassword,
  whoIs,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const dayMs = 24 * 3600 * 1000;
const stepUpMs = 5 * 60_000;

let server: TestServer;
let owner: Member;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
});

const codeFor = async (client: ApiClient) => (await client.refuse(getSession, {})).code;

describe('the cookie', () => {
  const cookieOf = async (url: string, headers: Record<string, string> = {}) => {
    const body = { email: 'olive@northgate.example', password: testPassword };
    const answer = await new ApiClient(url).call(signIn, { body }, headers);
    return { answer, cookie: answer.headers.getSetCookie() };
  };

  it('is closed to scripts and to other sites, and over http has no prefix', async () => {
    const { answer, cookie } = await cookieOf(server.url);
    expect(cookie).toHaveLength(1);
    const [pair = '', ...attributes] = cookie[0]?.split('; ') ?? [];
    expect(pair).toMatch(/^floorkey=[0-9a-f-]{36}\.[\w-]{43}$/);
    expect(attributes.toSorted()).toEqual([
      'HttpOnly',
      `Max-Age=${30 * 24 * 3600}`,
      'Path=/',
      'SameSite=Lax',
    ]);
    expect(JSON.stringify(answer.body)).not.toContain(pair.split('.')[1]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('is bound to the host and to TLS behind a proxy that speaks it', async () => {
    const databaseUrl = server.context.database.connectionString;
    const proxied = await makeServer({ databaseUrl, env: { TRUST_PROXY: 'true' } });
    const { cookie } = await cookieOf(proxied.url, { 'x-forwarded-proto': 'https' });
    expect(cookie[0]).toMatch(/^__Host-floorkey=/);
    expect(cookie[0]).toContain('; Secure');
    expect(cookie[0]).not.toContain('Domain');
    // A client can't claim TLS by itself.
    expect((await cookieOf(server.url, { 'x-forwarded-proto': 'https' })).cookie[0]).toMatch(/^floorkey=/);
    await proxied.stop();
  });

  it('keeps only a hash of the secret in the database', async () => {
    const client = await openSession(server, owner.session);
    const [id, secret = ''] = (client.cookies.get('floorkey') ?? '').split('.');
    const { rows } = await server.context.database.lookUp.execute<{ row: string }>(
      `select s::text || encode(secret_hash, 'escape') as row from account_sessions s where id = '${id}'`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.row).not.toContain(secret);
  });
});

describe('its life', () => {
  it('ends 7 days after the last use, to the millisecond', async () => {
    const client = await openSession(server, owner.session);
    server.clock.advance(7 * dayMs - 1);
    await whoIs(client);
    server.clock.advance(7 * dayMs - 1);
    await whoIs(client);
    server.clock.advance(7 * dayMs);
    expect(await codeFor(client)).toBe('not_signed_in');
    server.clock.advance(1);
    expect(await codeFor(client)).toBe('not_signed_in');
  });

  it('ends 30 days after the sign-in, however often it was used', async () => {
    const client = await openSession(server, owner.session);
    for (let week = 0; week < 5; week += 1) {
      server.clock.advance(6 * dayMs - (week === 4 ? 1 : 0));
      await whoIs(client);
    }
    server.clock.advance(1);
    expect(await codeFor(client)).toBe('not_signed_in');
  });
});

describe('the password entered in the last 5 minutes', () => {
  const add = async (client: ApiClient) =>
    client.call(createUser, {
      body: { username: freshUsername(), roleId: await findRoleId(client, 'staff') },
    });

  it('counts until just before the edge, and again after it was confirmed', async () => {
    const client = await openSession(server, owner.session);
    server.clock.advance(stepUpMs - 1);
    expect((await add(client)).status).toBe(200);
    server.clock.advance(1);
    expect((await add(client)).body).toMatchObject({ code: 'step_up_required' });
    expect(
      (await client.refuse(stepUpWithPassword, { body: { password: 'not this one, surely' } })).code,
    ).toBe('wrong_password');
    expect((await add(client)).body).toMatchObject({ code: 'step_up_required' });
    const { stepUpUntil } = await client.succeed(stepUpWithPassword, { body: { password: testPassword } });
    expect(Date.parse(stepUpUntil ?? '')).toBe(server.clock.now.getTime() + stepUpMs);
    expect((await add(client)).status).toBe(200);
  });

  it('is asked for when a change of a user gives power, and not for a name', async () => {
    const { user } = await addMember(server, await openSession(server, owner.session), 'staff');
    const client = await openSession(server, owner.session);
    server.clock.advance(stepUpMs);
    const roleId = await findRoleId(client, 'manager');
    const params = { userId: user.id };
    for (const change of [
      { roleId },
      { pin: '840372' },
      { pin: null },
      { email: 'x@northgate.example' },
      { password: null },
    ]) {
      const problem = await client.refuse(updateUser, {
        params,
        body: { revision: user.revision, ...change },
      });
      expect(problem.code).toBe('step_up_required');
    }
    await client.succeed(updateUser, { params, body: { revision: user.revision, firstName: 'Freya' } });
  });
});

describe('what ends it', () => {
  it('ends one session by signing out, on the server and in the browser', async () => {
    const [client, other] = [
      await openSession(server, owner.session),
      await openSession(server, owner.session),
    ];
    const token = client.cookies.get('floorkey') ?? '';
    await client.succeed(signOut, {});
    expect(client.cookies.size).toBe(0);
    client.cookies.set('floorkey', token);
    expect(await codeFor(client)).toBe('not_signed_in');
    await whoIs(other);
  });

  it('ends the other sessions by a change of the password, and the old password with them', async () => {
    const fresh = await openSession(server, owner.session);
    const { client, user } = await addMember(server, fresh, 'admin');
    const { client: other } = await signInAs(server, user.email ?? '');
    const newPassword = 'another fine long password';
    const wrong = await client.refuse(changePassword, {
      body: { currentPassword: 'no, not this one', newPassword },
    });
    expect(wrong).toMatchObject({ code: 'wrong_password', errors: [{ field: 'currentPassword' }] });
    const common = await client.refuse(changePassword, {
      body: { currentPassword: testPassword, newPassword: 'password1234567' },
    });
    expect(common).toMatchObject({ code: 'validation_failed', errors: [{ field: 'newPassword' }] });
    await whoIs(other);
    await client.succeed(changePassword, { body: { currentPassword: testPassword, newPassword } });
    await whoIs(client);
    expect(await codeFor(other)).toBe('not_signed_in');
    const again = new ApiClient(server.url);
    const email = user.email ?? '';
    expect((await again.refuse(signIn, { body: { email, password: testPassword } })).code).toBe(
      'wrong_credentials',
    );
    await again.succeed(signIn, { body: { email, password: newPassword } });
  });

  it('ends every session of a user who is suspended, with their next request', async () => {
    const fresh = await openSession(server, owner.session);
    const { client, user } = await addMember(server, fresh, 'manager');
    const change = (state: 'active' | 'suspended', revision: number) =>
      fresh.succeed(updateUser, { params: { userId: user.id }, body: { revision, state } });
    const { revision } = await change('suspended', user.revision);
    expect(await codeFor(client)).toBe('not_signed_in');
    await change('active', revision);
    // A session that was ended stays ended.
    expect(await codeFor(client)).toBe('not_signed_in');
    await signInAs(server, user.email ?? '');
  });

  it('ends them when somebody else takes the password away or gives another address', async () => {
    const fresh = await openSession(server, owner.session);
    for (const change of [
      { password: null, withoutWayIn: true },
      { email: 'moved@northgate.example' },
    ] as const) {
      const { client, user } = await addMember(server, fresh, 'manager');
      await fresh.succeed(updateUser, {
        params: { userId: user.id },
        body: { revision: user.revision, ...change },
      });
      expect(await codeFor(client)).toBe('not_signed_in');
    }
  });
});
