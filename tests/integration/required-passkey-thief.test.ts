// What somebody keeps who had a copy of the cookie, or the password, before the passkey was used: nothing.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import {
  addPasskey,
  startPasskey,
  startPasskeyStepUp,
  stepUpWithPasskey,
} from '../../src/contract/endpoints/passkeys.ts';
import { completePasswordReset } from '../../src/contract/endpoints/password-reset.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { listUsers } from '../../src/contract/endpoints/users.ts';
import { ApiClient } from './harness/api-client.ts';
import { makeLinkCode } from './harness/make-link-code.ts';
import {
  makeRequiredPasskeyWorld,
  type RequiredPasskeyWorld,
  stepOf,
} from './harness/required-passkey-world.ts';
import { TestAuthenticator } from './harness/test-authenticator.ts';
import { addMember, addOrganization, openSession, testPassword } from './harness/test-organization.ts';
import { addTestPasskey, confirmByPasskey, failByPasskey } from './harness/test-passkey.ts';

let world: RequiredPasskeyWorld;
beforeAll(async () => {
  world = await makeRequiredPasskeyWorld();
  return () => world.rows.close();
});
beforeEach(async () => {
  // Sign-ins are counted by address, and all tests have the same.
  await world.rows.query('delete from attempt_limits');
  await confirmByPasskey(world.owner.client, world.owner.authenticator);
});

const addManager = () => addMember(world.server, world.owner.client, 'manager');

describe('a copy of the cookie', () => {
  function copyOf({ url, cookies }: ApiClient): ApiClient {
    const copy = new ApiClient(url);
    for (const [name, value] of cookies) copy.cookies.set(name, value);
    return copy;
  }

  it('is worth nothing once the first passkey is added', async () => {
    const { client } = await addManager();
    const copy = copyOf(client);
    await addTestPasskey(client);
    expect((await copy.refuse(getSession, {})).code).toBe('not_signed_in');
    await client.succeed(listUsers, { query: {} });
  });

  it('is worth nothing after the second step, which the audit trail calls no sign-out', async () => {
    const { client, session, user } = await addManager();
    const { authenticator } = await addTestPasskey(client);
    const later = await openSession(world.server, session);
    const copy = copyOf(later);
    expect(await stepOf(copy)).toBe('use');
    expect(await confirmByPasskey(later, authenticator)).toMatchObject({ passkeyStep: null });
    expect((await copy.refuse(getSession, {})).code).toBe('not_signed_in');
    await later.succeed(listUsers, { query: {} });
    const told = await world.rows.query(
      `select id from audit_events where actor_id = $1 and action = 'account.signed-out'`,
      [user.id],
    );
    expect(told).toEqual([]);
  });

  it('is worth nothing after a step-up, and the session keeps the time of its sign-in', async () => {
    const { client, user } = await addManager();
    const { authenticator } = await addTestPasskey(client);
    const began = () =>
      world.rows.query('select created_at from account_sessions where user_id = $1', [user.id]);
    const before = await began();
    const copy = copyOf(client);
    world.server.clock.advance(60_000);
    await confirmByPasskey(client, authenticator);
    expect((await copy.refuse(getSession, {})).code).toBe('not_signed_in');
    expect(await began()).toEqual(before);
  });
});

describe('the password alone', () => {
  it('keeps nobody out who adds a passkey with it and then requires one: the owner’s new password ends it', async () => {
    const { server } = world;
    const { client, session } = await addOrganization(server, 'Southgate Bakery');
    const thief = await openSession(server, session);
    const { authenticator } = await addTestPasskey(thief);
    await thief.succeed(updateOrganization, { body: { passkeyRule: 'power' } });
    expect(await stepOf(client)).toBe('use');
    const { code } = await makeLinkCode(server, {
      organizationId: session.organization.id,
      userId: session.user.id,
      email: session.user.email ?? '',
      kind: 'password-reset',
    });
    await client.succeed(completePasswordReset, { body: { code, password: testPassword } });
    expect((await thief.refuse(getSession, {})).code).toBe('not_signed_in');
    expect(await failByPasskey(server, authenticator)).toBe('passkey_refused');
    expect(await stepOf(client)).toBe('add');
    await addTestPasskey(client);
    await client.succeed(listUsers, { query: {} });
  });

  it('stops nobody’s second step or step-up, however often it fails, and fills no audit trail', async () => {
    const { client, session, user } = await addManager();
    const { authenticator } = await addTestPasskey(client);
    const thief = await openSession(world.server, session);
    const later = await openSession(world.server, session);
    const request = await thief.succeed(startPasskeyStepUp, {});
    const body = authenticator.answer(request, { wrongKey: true });
    const most = stepUpWithPasskey.limits.find(({ by }) => by !== 'address')?.points ?? 0;
    for (let tries = 0; tries < most; tries += 1) {
      expect((await thief.refuse(stepUpWithPasskey, { body })).code).toBe('passkey_refused');
    }
    expect((await thief.refuse(stepUpWithPasskey, { body })).code).toBe('too_many_attempts');
    expect(await confirmByPasskey(later, authenticator)).toMatchObject({ passkeyStep: null });
    await confirmByPasskey(client, authenticator);
    const noted = await world.rows.query(
      `select id from audit_events where subject_id = $1 and action = 'account.passkey-sign-in-failed'`,
      [user.id],
    );
    expect(noted).toHaveLength(20);
  });

  it('stops nobody who adds their first passkey', async () => {
    const { client, session } = await addManager();
    const thief = await openSession(world.server, session);
    for (const endpoint of [startPasskey, addPasskey]) {
      const most = endpoint.limits.find(({ by }) => by !== 'address')?.points ?? 0;
      const body =
        endpoint === addPasskey
          ? new TestAuthenticator(world.server.url).make(await client.succeed(startPasskey, {}))
          : undefined;
      const answers = await Promise.all(
        Array.from({ length: most + 1 }, () => thief.callRaw(endpoint, { body })),
      );
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
    }
    await addTestPasskey(client);
    await client.succeed(listUsers, { query: {} });
  });
});
