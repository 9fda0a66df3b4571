// Every way in of somebody who needs a passkey: none opens more than what leads to it.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stopEmailChange } from '../../src/contract/endpoints/email-change.ts';
import { acceptInvitation, checkInvitation } from '../../src/contract/endpoints/invitations.ts';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { changePassword, signIn } from '../../src/contract/endpoints/password.ts';
import { checkPasswordReset, completePasswordReset } from '../../src/contract/endpoints/password-reset.ts';
import { completeSignUp } from '../../src/contract/endpoints/sign-up.ts';
import { generatePassword, listUsers, updateUser } from '../../src/contract/endpoints/users.ts';
import { recoverPassword } from '../../src/server/operator/recover-password.ts';
import { ApiClient } from './harness/api-client.ts';
import { makeLinkCode } from './harness/make-link-code.ts';
import {
  agePasskeys,
  makeRequiredPasskeyWorld,
  type RequiredPasskeyWorld,
  stepOf,
} from './harness/required-passkey-world.ts';
import { makeSignUpCode } from './harness/sign-up-code.ts';
import type { TestAuthenticator } from './harness/test-authenticator.ts';
import { openMailbox } from './harness/test-mailbox.ts';
import {
  addMember,
  addOrganization,
  addUser,
  freshUsername,
  type Member,
  signInAs,
  testPassword,
} from './harness/test-organization.ts';
import { addTestPasskey, confirmByPasskey, failByPasskey, signInByPasskey } from './harness/test-passkey.ts';

const shortPassword = 'vague orbits';
const settledMs = 72 * 3600_000;

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

const organizationId = () => world.owner.session.organization.id;

/** @param ageMs how old their passkey is */
async function addManager(
  ageMs = settledMs,
): Promise<Member & { id: string; email: string; authenticator: TestAuthenticator }> {
  const { client, session, user } = await addMember(world.server, world.owner.client, 'manager');
  const { authenticator } = await addTestPasskey(client);
  await agePasskeys(world, user.id, ageMs);
  return { client, session, id: user.id, email: user.email ?? '', authenticator };
}

/** Nothing of power is open to a client, who is asked for this. */
async function expectStep(client: ApiClient, step: 'add' | 'use'): Promise<void> {
  expect(await stepOf(client)).toBe(step);
  expect((await client.refuse(listUsers, { query: {} })).code).toBe('passkey_required');
}

/** By the passkey that was there before, or one that is added now, everything is open. */
async function expectOpened(client: ApiClient): Promise<void> {
  expect(await stepOf(client)).toBeNull();
  await client.succeed(listUsers, { query: {} });
}

const codeFor = async (
  kind: 'password-reset' | 'invitation' | 'email-change' | 'email-change-stop',
  { id: userId, email }: { id: string; email: string },
  stopsLinkId?: string,
) =>
  makeLinkCode(world.server, {
    organizationId: organizationId(),
    userId,
    email,
    kind,
    ...(stopsLinkId ? { stopsLinkId } : {}),
  });

const asOwner = (userId: string) => ({ params: { userId } });

/** What the newest mail to an address says of passkeys. */
async function readOfPasskeys(address: string, subject: string): Promise<string[]> {
  const { text } = await openMailbox(world.server).waitForMail(address, subject);
  return text.match(/[^.\n]*passkeys[^.]*\.( Older[^.]*\.)?/gi) ?? [];
}

it('asks for the passkey after the password', async () => {
  const { email, authenticator } = await addManager();
  const { client } = await signInAs(world.server, email);
  await expectStep(client, 'use');
  await confirmByPasskey(client, authenticator);
  await expectOpened(client);
});

it('keeps the passkeys when a password is chosen by a link, which opens no more than the password', async () => {
  const manager = await addManager();
  const { code } = await codeFor('password-reset', manager);
  const client = new ApiClient(world.server.url);
  expect(await client.succeed(checkPasswordReset, { body: { code } })).toMatchObject({
    passwordMinLength: 12,
  });
  await client.succeed(completePasswordReset, { body: { code, password: shortPassword } });
  expect(await readOfPasskeys(manager.email, 'was changed')).toEqual([]);
  await expectStep(client, 'use');
  await confirmByPasskey(client, manager.authenticator);
  await expectOpened(client);
});

it('ends those of the last 72 hours with that link, which somebody who knew the password may have added', async () => {
  const manager = await addManager(settledMs - 1);
  const { code } = await codeFor('password-reset', manager);
  const client = new ApiClient(world.server.url);
  await client.succeed(completePasswordReset, { body: { code, password: testPassword } });
  expect(await failByPasskey(world.server, manager.authenticator)).toBe('passkey_refused');
  await expectStep(client, 'add');
});

it('ends only them: one that is older stays beside them', async () => {
  const manager = await addManager();
  const { authenticator: young } = await addTestPasskey(manager.client);
  const { code } = await codeFor('password-reset', manager);
  const client = new ApiClient(world.server.url);
  await client.succeed(completePasswordReset, { body: { code, password: testPassword } });
  expect(await failByPasskey(world.server, young)).toBe('passkey_refused');
  await expectStep(client, 'use');
  await confirmByPasskey(client, manager.authenticator);
  await expectOpened(client);
  expect(await readOfPasskeys(manager.email, 'was changed')).toEqual([
    'Passkeys added in the last 72 hours no longer work. Older ones still do.',
  ]);
});

it('keeps them, too, when a change of address is taken back from the old mailbox', async () => {
  const manager = await addManager();
  const newEmail = `new-${manager.email}`;
  const change = await codeFor('email-change', { id: manager.id, email: newEmail });
  const { code } = await codeFor('email-change-stop', manager, change.linkId);
  await world.rows.query('update one_time_links set used_at = created_at where id = $1', [change.linkId]);
  await world.rows.query('update users set email = $1, email_folded = $1 where id = $2', [
    newEmail,
    manager.id,
  ]);
  await new ApiClient(world.server.url).succeed(stopEmailChange, { body: { code } });
  expect(await readOfPasskeys(newEmail, 'was restored')).toEqual([]);
  const reset = await codeFor('password-reset', manager);
  const client = new ApiClient(world.server.url);
  await client.succeed(completePasswordReset, { body: { code: reset.code, password: testPassword } });
  await expectStep(client, 'use');
});

it('has somebody who accepts an invitation add one right after', async () => {
  const email = `${freshUsername()}@northgate.example`;
  const { id } = await addUser(world.owner.client, 'manager', { email });
  const { code } = await codeFor('invitation', { id, email });
  const client = new ApiClient(world.server.url);
  expect(await client.succeed(checkInvitation, { body: { code } })).toMatchObject({ passwordMinLength: 12 });
  await client.succeed(acceptInvitation, { body: { code, password: shortPassword } });
  await expectStep(client, 'add');
  await addTestPasskey(client);
  await expectOpened(client);
});

describe('an admin who may do more', () => {
  it('ends a lost passkey by making a password: its user chooses their own, and adds a passkey', async () => {
    const { owner, rows, server } = world;
    await rows.query('update organizations set generated_passwords = true where id = $1', [organizationId()]);
    const manager = await addManager();
    const { password } = await owner.client.succeed(generatePassword, {
      ...asOwner(manager.id),
      body: { deliver: 'shown' },
    });
    expect(await failByPasskey(server, manager.authenticator)).toBe('passkey_refused');
    const client = new ApiClient(server.url);
    const session = await client.succeed(signIn, {
      body: { email: manager.email, password: password ?? '' },
    });
    expect(session).toMatchObject({ mustChange: 'password', passkeyStep: null, permissions: [] });
    expect((await client.refuse(listUsers, { query: {} })).code).toBe('change_required');
    const change = { currentPassword: password ?? '', newPassword: shortPassword };
    expect(await client.succeed(changePassword, { body: change })).toMatchObject({ passkeyStep: 'add' });
    await expectStep(client, 'add');
    await addTestPasskey(client);
    await expectOpened(client);
  });

  it('ends it without a ready-made password by taking the password away and inviting its user anew', async () => {
    const manager = await addManager();
    const body = { revision: 0, password: null, withoutWayIn: true } as const;
    const [row] = await world.rows.query('select revision::int from users where id = $1', [manager.id]);
    await world.owner.client.succeed(updateUser, {
      ...asOwner(manager.id),
      body: { ...body, revision: Number(row?.revision) },
    });
    expect(await failByPasskey(world.server, manager.authenticator)).toBe('passkey_refused');
    expect((await manager.client.refuse(listUsers, { query: {} })).code).toBe('not_signed_in');
    const { code } = await codeFor('invitation', manager);
    const client = new ApiClient(world.server.url);
    await client.succeed(acceptInvitation, { body: { code, password: testPassword } });
    await expectStep(client, 'add');
  });
});

it('lets the operator bring back the last owner, who adds a passkey anew', async () => {
  const { server, session, authenticator } = await (async () => {
    const other = await makeRequiredPasskeyWorld();
    await other.rows.close();
    return { server: other.server, ...other.owner };
  })();
  const { password } = await recoverPassword(server.context, session.user.email ?? '');
  expect(await failByPasskey(server, authenticator)).toBe('passkey_refused');
  const client = new ApiClient(server.url);
  await client.succeed(signIn, { body: { email: session.user.email ?? '', password } });
  await expectStep(client, 'add');
  await addTestPasskey(client);
  await expectOpened(client);
  await client.succeed(updateOrganization, { body: { passkeyRule: 'nobody' } });
});

it('asks in the one of several organizations that requires it, and not in the other', async () => {
  const { email } = await addManager();
  const elsewhere = await addOrganization(world.server, 'Elsewhere');
  await world.rows.query('update users set email = $1, email_folded = $1, proven_email = $1 where id = $2', [
    email,
    elsewhere.session.user.id,
  ]);
  const open = async (id: string) => {
    const client = new ApiClient(world.server.url);
    await client.succeed(signIn, { body: { email, password: testPassword, organizationId: id } });
    return client;
  };
  await expectStep(await open(organizationId()), 'use');
  await expectOpened(await open(elsewhere.session.organization.id));
});

it('leaves a new organization, which requires none yet, open to its owner', async () => {
  const client = new ApiClient(world.server.url);
  const body = { code: await makeSignUpCode(world.server), password: testPassword };
  await client.succeed(completeSignUp, { body });
  await expectOpened(client);
});

it('opens everything by the passkey alone, which verifies its user', async () => {
  const { authenticator } = await addManager();
  await expectOpened((await signInByPasskey(world.server, authenticator)).client);
});
