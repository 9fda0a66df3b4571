// Signing in with a passkey: what it opens, and that nothing else than the passkey itself does.
import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import {
  listPasskeys,
  signInWithPasskey,
  startPasskeySignIn,
  startPasskeyStepUp,
} from '../../src/contract/endpoints/passkeys.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { createUser } from '../../src/contract/endpoints/users.ts';
import { accountSessions } from '../../src/server/database/schema.ts';
import { ApiClient } from './harness/api-client.ts';
import { countWaiting } from './harness/count-waiting.ts';
import { makeServer } from './harness/server-of-file.ts';
import { flawsOfAll, TestAuthenticator } from './harness/test-authenticator.ts';
import {
  addMember,
  findRoleId,
  freshUsername,
  type Member,
  openSession,
  setUpOrganization,
} from './harness/test-organization.ts';
import { addTestPasskey, failByPasskey, signInByPasskey } from './harness/test-passkey.ts';
import type { TestServer } from './harness/test-server.ts';

const challengeMs = 5 * 60_000;

let server: TestServer;
let owner: Member;
let authenticator: TestAuthenticator;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  ({ authenticator } = await addTestPasskey(owner.client));
});

it('needs no address, opens a session of the assurance “passkey”, and counts as a step-up', async () => {
  const { client, session } = await signInByPasskey(server, authenticator);
  expect(session).toMatchObject({ assurance: 'passkey', user: { id: owner.session.user.id } });
  expect(session.permissions).toEqual(owner.session.permissions);
  const body = { username: freshUsername(), roleId: await findRoleId(client, 'staff') };
  await client.succeed(createUser, { body });
  const [used] = (await client.succeed(listPasskeys, {})).passkeys;
  expect(used?.lastUsedAt).toBe(server.clock.now.toISOString());
});

it('takes the place of the account that was signed in in this browser, whose session ends', async () => {
  const admin = await addMember(server, owner.client, 'admin');
  const before = new Map(admin.client.cookies);
  // One browser, so one jar of cookies: what the answer names and what the next request finds must be the same person.
  const body = authenticator.answer(await admin.client.succeed(startPasskeySignIn, {}));
  const { database } = server.context;
  const answer = await database.acrossOrganizations(async (tx) => {
    // The end of the old session takes its time, so an answer that does not wait for it would be here first.
    await tx.select().from(accountSessions).where(eq(accountSessions.userId, admin.user.id)).for('update');
    const answering = admin.client.succeed(signInWithPasskey, { body });
    const early = answering.then(() => 1);
    await expect.poll(() => Promise.race([early, countWaiting(server)]), { interval: 20 }).toBeGreaterThan(0);
    return { named: answering };
  });
  const named = await answer.named;
  expect(named.user.id).toBe(owner.session.user.id);
  expect((await admin.client.succeed(getSession, {})).user.id).toBe(owner.session.user.id);
  const old = new ApiClient(server.url);
  for (const [name, value] of before) old.cookies.set(name, value);
  expect((await old.refuse(getSession, {})).code).toBe('not_signed_in');
});

it('asks the same of everybody', async () => {
  const request = await new ApiClient(server.url).succeed(startPasskeySignIn, {});
  expect(request).toEqual({
    challenge: expect.stringMatching(/^[\w-]{72}$/),
    rpId: 'localhost',
    timeout: challengeMs,
    userVerification: 'required',
  });
});

it.each([
  ...flawsOfAll,
  ['signed by another key', { wrongKey: true }],
  ['that was made instead of used', { type: 'webauthn.create' }],
  ['of another user', { userHandle: 'AAAAAAAAAAAAAAAAAAAAAA' }],
] as const)('refuses one %s', async (_, flaw) => {
  expect(await failByPasskey(server, authenticator, flaw)).toBe('passkey_refused');
  await signInByPasskey(server, authenticator);
});

it('answers to one that nobody has as to one that is wrong', async () => {
  const client = new ApiClient(server.url);
  const request = await client.succeed(startPasskeySignIn, {});
  const unknown = await client.refuse(signInWithPasskey, {
    body: new TestAuthenticator(server.url).answer(request, { userHandle: 'AAAAAAAAAAAAAAAAAAAAAA' }),
  });
  const wrong = await client.refuse(signInWithPasskey, {
    body: authenticator.answer(request, { wrongKey: true }),
  });
  expect({ ...unknown, requestId: null }).toEqual({ ...wrong, requestId: null });
  expect(client.cookies.size).toBe(0);
});

it('refuses a counter that stands still or goes back', async () => {
  await signInByPasskey(server, authenticator);
  for (const counter of [authenticator.counter, authenticator.counter - 1, 0]) {
    expect(await failByPasskey(server, authenticator, { counter })).toBe('passkey_refused');
  }
  await signInByPasskey(server, authenticator);
});

it('takes a challenge once, also when two come at once, and none of another purpose', async () => {
  const client = new ApiClient(server.url);
  const request = await client.succeed(startPasskeySignIn, {});
  const bodies = [authenticator.answer(request), authenticator.answer(request)];
  const answers = await Promise.all(
    bodies.map((body) => new ApiClient(server.url).call(signInWithPasskey, { body })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403]);
  const again = { body: authenticator.answer(request) };
  expect((await client.refuse(signInWithPasskey, again)).code).toBe('passkey_refused');

  const confirming = await (await openSession(server, owner.session)).succeed(startPasskeyStepUp, {});
  const other = { body: authenticator.answer(confirming) };
  expect((await client.refuse(signInWithPasskey, other)).code).toBe('passkey_refused');

  const late = authenticator.answer(await client.succeed(startPasskeySignIn, {}));
  server.clock.advance(challengeMs);
  expect((await client.refuse(signInWithPasskey, { body: late })).code).toBe('passkey_refused');
});
