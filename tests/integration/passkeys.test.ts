// Passkeys of one's own account: made, used to confirm that it is oneself, and refused whenever a promise is not kept.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  addPasskey,
  listPasskeys,
  startPasskey,
  startPasskeySignIn,
  startPasskeyStepUp,
  stepUpWithPasskey,
} from '../../src/contract/endpoints/passkeys.ts';
import { makeServer } from './harness/server-of-file.ts';
import { flawsOfAll, TestAuthenticator } from './harness/test-authenticator.ts';
import { type Member, openSession, setUpOrganization } from './harness/test-organization.ts';
import { addTestPasskey, confirmByPasskey } from './harness/test-passkey.ts';
import type { TestServer } from './harness/test-server.ts';

const stepUpMs = 5 * 60_000;

let server: TestServer;
let owner: Member;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
});

const ownerAgain = () => openSession(server, owner.session);

describe('making one', () => {
  it('asks for a passkey that needs no address and verifies its user, under an id that is no address', async () => {
    const options = await (await ownerAgain()).succeed(startPasskey, {});
    expect(options).toMatchObject({
      rp: { id: 'localhost' },
      attestation: 'none',
      timeout: stepUpMs,
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    const handle = Buffer.from(options.user.id, 'base64url');
    expect(handle).toHaveLength(16);
    expect(handle.toString('hex')).toBe(owner.session.user.id.replaceAll('-', ''));
    expect(options.user.name).toContain('Northgate Bakery');
  });

  it('keeps it under a name of its own, and asks the authenticator for no second one', async () => {
    const client = await ownerAgain();
    const one = await addTestPasskey(client);
    server.clock.advance(1);
    const other = await addTestPasskey(client);
    expect(one.passkey).toMatchObject({ lastUsedAt: null });
    expect(other.passkey.name).not.toBe(one.passkey.name);
    const { passkeys } = await client.succeed(listPasskeys, {});
    expect(passkeys).toEqual([one.passkey, other.passkey]);
    const { excludeCredentials } = await client.succeed(startPasskey, {});
    expect(excludeCredentials.map(({ id }) => id)).toEqual([
      one.authenticator.credentialId,
      other.authenticator.credentialId,
    ]);
    const again = one.authenticator.make(await client.succeed(startPasskey, {}));
    expect((await client.refuse(addPasskey, { body: again })).code).toBe('passkey_taken');
  });

  it.each(flawsOfAll)('refuses one %s', async (_, flaw) => {
    const client = await ownerAgain();
    const body = new TestAuthenticator(server.url).make(await client.succeed(startPasskey, {}), flaw);
    expect((await client.refuse(addPasskey, { body })).code).toBe('passkey_refused');
  });

  it('refuses one whose id is not the one in what was made', async () => {
    const client = await ownerAgain();
    const body = new TestAuthenticator(server.url).make(await client.succeed(startPasskey, {}));
    const { credentialId } = new TestAuthenticator(server.url);
    const answer = await client.refuse(addPasskey, { body: { ...body, credentialId } });
    expect(answer.code).toBe('passkey_refused');
  });

  it('takes a challenge once, only of the same session, for making, and for 5 minutes', async () => {
    const client = await ownerAgain();
    const options = await client.succeed(startPasskey, {});
    const make = () => new TestAuthenticator(server.url).make(options);
    const elsewhere = await ownerAgain();
    expect((await elsewhere.refuse(addPasskey, { body: make() })).code).toBe('passkey_expired');
    await client.succeed(addPasskey, { body: make() });
    expect((await client.refuse(addPasskey, { body: make() })).code).toBe('passkey_expired');

    const { challenge } = await client.succeed(startPasskeyStepUp, {});
    const confirming = new TestAuthenticator(server.url).make({ ...options, challenge });
    expect((await client.refuse(addPasskey, { body: confirming })).code).toBe('passkey_expired');

    const late = new TestAuthenticator(server.url).make(await client.succeed(startPasskey, {}));
    const longer = await ownerAgain();
    server.clock.advance(stepUpMs);
    const { authenticator } = await addTestPasskey(await ownerAgain());
    await confirmByPasskey(client, authenticator);
    expect((await client.refuse(addPasskey, { body: late })).code).toBe('passkey_expired');
    expect((await longer.refuse(startPasskey, {})).code).toBe('step_up_required');
  });
});

describe('confirming with one', () => {
  let authenticator: TestAuthenticator;
  beforeAll(async () => {
    ({ authenticator } = await addTestPasskey(await ownerAgain()));
  });

  it('counts like the password for 5 minutes, and makes the session as good as one that a passkey opened', async () => {
    const client = await ownerAgain();
    server.clock.advance(stepUpMs);
    expect((await client.refuse(startPasskey, {})).code).toBe('step_up_required');
    const session = await confirmByPasskey(client, authenticator);
    expect(session.assurance).toBe('passkey');
    expect(Date.parse(session.stepUpUntil ?? '')).toBe(server.clock.now.getTime() + stepUpMs);
    await client.succeed(startPasskey, {});
  });

  it('names one’s own passkeys alone', async () => {
    const { allowCredentials } = await (await ownerAgain()).succeed(startPasskeyStepUp, {});
    expect(allowCredentials?.map(({ id }) => id)).toContain(authenticator.credentialId);
  });

  it.each([...flawsOfAll, ['signed by another key', { wrongKey: true }]] as const)(
    'refuses one %s',
    async (_, flaw) => {
      const client = await ownerAgain();
      const body = authenticator.answer(await client.succeed(startPasskeyStepUp, {}), flaw);
      expect((await client.refuse(stepUpWithPasskey, { body })).code).toBe('passkey_refused');
    },
  );

  it('takes a challenge once, of the same session, and none that was made for a sign-in', async () => {
    const [client, elsewhere] = [await ownerAgain(), await ownerAgain()];
    const request = await client.succeed(startPasskeyStepUp, {});
    const signIn = await client.succeed(startPasskeySignIn, {});
    const answer = (to: typeof request) => ({ body: authenticator.answer(to) });
    expect((await elsewhere.refuse(stepUpWithPasskey, answer(request))).code).toBe('passkey_expired');
    expect((await client.refuse(stepUpWithPasskey, answer(signIn))).code).toBe('passkey_expired');
    await client.succeed(stepUpWithPasskey, answer(request));
    expect((await client.refuse(stepUpWithPasskey, answer(request))).code).toBe('passkey_expired');
  });
});

it('makes room for 20 and says so', async () => {
  const client = await ownerAgain();
  const { passkeys } = await client.succeed(listPasskeys, {});
  for (let more = passkeys.length; more < 20; more += 1) await addTestPasskey(client);
  expect((await client.refuse(startPasskey, {})).code).toBe('passkeys_full');
});
