// What ends a passkey, so that none is ever a way in that nobody sees.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stopEmailChange } from '../../src/contract/endpoints/email-change.ts';
import { listPasskeys, removePasskey } from '../../src/contract/endpoints/passkeys.ts';
import { changePassword } from '../../src/contract/endpoints/password.ts';
import { completePasswordReset } from '../../src/contract/endpoints/password-reset.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { deleteUsers, generatePassword } from '../../src/contract/endpoints/users.ts';
import { recoverPassword } from '../../src/server/operator/recover-password.ts';
import { ApiClient } from './harness/api-client.ts';
import { makeLinkCode } from './harness/make-link-code.ts';
import { makePasskeyWorld, type PasskeyWorld } from './harness/passkey-world.ts';
import { openMailbox } from './harness/test-mailbox.ts';
import { openSession, testPassword } from './harness/test-organization.ts';
import { addTestPasskey, signInByPasskey } from './harness/test-passkey.ts';

let world: PasskeyWorld;
beforeAll(async () => {
  world = await makePasskeyWorld();
  return () => world.rows.close();
});
beforeEach(() => world.renew());

/** The mail about it says so. */
async function expectTold(subject: string, address = world.person.user.email ?? ''): Promise<void> {
  const { text } = await openMailbox(world.server).waitForMail(address, subject);
  expect(text).toContain('Your account’s passkeys no longer work.');
}

describe('it ends', () => {
  it('when its user is deleted', async () => {
    await world.owner.client.succeed(deleteUsers, { body: { userIds: [world.person.user.id] } });
    await world.expectEnded();
  });

  it('when the password is taken away, and when somebody else gives another address, which the mails say', async () => {
    await world.update({ password: null, withoutWayIn: true });
    await world.expectEnded();
    await expectTold('Your sign-in at');
    expect(await world.eventOf('user.changed')).toMatchObject({ passkeysEnded: 1 });
    await world.renew();
    const before = world.person.user.email ?? '';
    await world.update({ email: `moved-${before}` });
    await world.expectEnded();
    for (const address of [before, `moved-${before}`]) await expectTold('was changed', address);
  });

  it('when a password is made for its user, shown or mailed, which the mail says', async () => {
    await world.rows.query('update organizations set generated_passwords = true');
    for (const [deliver, subject] of [
      ['shown', 'Your sign-in at'],
      ['mailed', 'one-time password'],
    ] as const) {
      await world.renew();
      const params = { userId: world.person.user.id };
      await world.owner.client.succeed(generatePassword, { params, body: { deliver } });
      await world.expectEnded();
      expect(await world.eventOf('user.password-generated')).toMatchObject({ passkeysEnded: 1 });
      await expectTold(subject);
    }
  });

  it('when its user chooses a new password by a link, and the mail says so', async () => {
    const { id: userId, email } = world.person.user;
    const { code } = await makeLinkCode(world.server, {
      organizationId: world.owner.session.organization.id,
      userId,
      email: email ?? '',
      kind: 'password-reset',
    });
    const client = new ApiClient(world.server.url);
    await client.succeed(completePasswordReset, { body: { code, password: testPassword } });
    await world.expectEnded();
    expect(await world.eventOf('account.password-reset')).toEqual({ passkeysEnded: 1 });
    await expectTold('was changed');
    expect((await client.succeed(listPasskeys, {})).passkeys).toEqual([]);
  });

  it('when the operator makes a new password', async () => {
    await recoverPassword(world.server.context, world.person.user.email ?? '');
    await world.expectEnded();
    expect(await world.eventOf('account.password-recovered')).toMatchObject({ passkeysEnded: 1 });
  });

  it('when a change of address is taken back that somebody else made, and the mail says so', async () => {
    const organizationId = world.owner.session.organization.id;
    const { id: userId, email } = world.person.user;
    const newEmail = `thief-${email}`;
    const about = { organizationId, userId };
    const change = await makeLinkCode(world.server, { ...about, kind: 'email-change', email: newEmail });
    const stop = await makeLinkCode(world.server, {
      ...about,
      kind: 'email-change-stop',
      email: email ?? '',
      stopsLinkId: change.linkId,
    });
    await world.rows.query('update one_time_links set used_at = created_at where id = $1', [change.linkId]);
    await world.rows.query('update users set email = $1, email_folded = $1 where id = $2', [
      newEmail,
      userId,
    ]);
    await new ApiClient(world.server.url).succeed(stopEmailChange, { body: { code: stop.code } });
    await world.expectEnded();
    await expectTold('Choose a new password');
    // Whoever took the account over hears nothing of it.
    const { text } = await openMailbox(world.server).waitForMail(newEmail, 'was restored');
    expect(text).not.toContain('passkeys');
  });
});

describe('it stays', () => {
  it('when its user changes the password that they know', async () => {
    const body = { currentPassword: testPassword, newPassword: 'another fine long password' };
    await world.person.client.succeed(changePassword, { body });
    await signInByPasskey(world.server, world.authenticator);
  });

  it('when something else of the user is changed', async () => {
    await world.update({ state: 'active', email: world.person.user.email ?? '' });
    await signInByPasskey(world.server, world.authenticator);
  });
});

it('takes along the other sessions in which a passkey was used, when it is removed; those of the password stay', async () => {
  const { client, session } = world.person;
  const { client: opened } = await signInByPasskey(world.server, world.authenticator);
  const raised = await openSession(world.server, session);
  const { passkey } = await addTestPasskey(raised);
  const byPassword = await openSession(world.server, session);
  await client.succeed(removePasskey, { params: { passkeyId: passkey.id } });
  for (const ended of [opened, raised])
    expect((await ended.refuse(getSession, {})).code).toBe('not_signed_in');
  await client.succeed(getSession, {});
  await byPassword.succeed(getSession, {});
  expect(await world.eventOf('account.passkey-removed')).toEqual({ passkey: passkey.name, sessions: 2 });
});
