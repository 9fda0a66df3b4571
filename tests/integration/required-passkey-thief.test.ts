// What somebody keeps who had a copy of the cookie, or the password, before the passkey was used: nothing.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { listUsers } from '../../src/contract/endpoints/users.ts';
import { ApiClient } from './harness/api-client.ts';
import {
  makeRequiredPasskeyWorld,
  type RequiredPasskeyWorld,
  stepOf,
} from './harness/required-passkey-world.ts';
import { addMember, openSession } from './harness/test-organization.ts';
import { addTestPasskey, confirmByPasskey } from './harness/test-passkey.ts';

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
