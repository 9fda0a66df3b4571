// What dies with one's old password, whether one changes it or chooses another by a link.
import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { confirmEmailChange, requestEmailChange } from '../../src/contract/endpoints/email-change.ts';
import { changePassword } from '../../src/contract/endpoints/password.ts';
import { completePasswordReset } from '../../src/contract/endpoints/password-reset.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { getUser, type User, updateUser } from '../../src/contract/endpoints/users.ts';
import { mails } from '../../src/server/database/schema.ts';
import { queueMail } from '../../src/server/mail/queue-mail.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { drawPin } from './harness/good-pin-requests.ts';
import { makeLinkCode } from './harness/make-link-code.ts';
import { readStoredMail } from './harness/queued-mail.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import { type Mailbox, openMailbox } from './harness/test-mailbox.ts';
import {
  addMember,
  freshUsername,
  type Member,
  openSession,
  setUpOrganization,
  testPassword,
  whoIs,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const newPassword = 'seven quiet umbrellas';

let server: TestServer;
let owner: Member;
let mailbox: Mailbox;
let kim: Member & { user: User };
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  mailbox = openMailbox(server);
});
beforeEach(async () => {
  kim = await addMember(server, await openSession(server, owner.session), 'staff');
});

async function change(): Promise<void> {
  const body = { currentPassword: testPassword, newPassword };
  await (await openSession(server, kim.session)).succeed(changePassword, { body });
}

async function reset(): Promise<void> {
  const { code } = await makeLinkCode(server, {
    organizationId: owner.session.organization.id,
    userId: kim.user.id,
    kind: 'password-reset',
    email: kim.user.email ?? '',
  });
  await new ApiClient(server.url).succeed(completePasswordReset, { body: { code, password: newPassword } });
}

/** Kim with a PIN, signed in at a tablet that listens. */
async function signInAtTablet() {
  const pin = drawPin();
  const admin = await openSession(server, owner.session);
  const { revision } = await admin.succeed(getUser, { params: { userId: kim.user.id } });
  await admin.succeed(updateUser, { params: { userId: kim.user.id }, body: { revision, pin } });
  const tablet = await TestDevice.make(server.url);
  await tablet.authorize(admin, freshUsername());
  expect((await tablet.signInWithPin(pin)).status).toBe(200);
  return { pin, tablet, stream: await tablet.openStream() };
}

const requestTo = (email: string) =>
  kim.client.call(requestEmailChange, { body: { email, password: testPassword } });

describe.each([
  ['a change', change],
  ['a reset', reset],
])('%s of the password', (_, renew) => {
  it('ends a change of address that is open', async () => {
    const email = `${freshUsername()}@moved.example`;
    expect((await requestTo(email)).status).toBe(200);
    const { code } = await mailbox.waitForMail(email, 'Confirm your new');
    await renew();
    const answer = await new ApiClient(server.url).call(confirmEmailChange, { body: { code } });
    expect(codeOf(answer)).toBe('link_invalid');
  });

  it('ends one’s session on a tablet, which hears of it at once', async () => {
    const { pin, stream, tablet } = await signInAtTablet();
    const seen = stream.events.filter((event) => event === 'changed').length;
    await renew();
    await stream.waitFor('changed', seen + 1);
    await stream.close();
    expect((await tablet.refuse(getSession, {})).code).toBe('not_signed_in');
    expect((await tablet.signInWithPin(pin)).status).toBe(200);
  });

  it('takes back the mail with a password that the system made, so that “Try again” sends no dead one', async () => {
    const { organization, user } = kim.session;
    const mailId = await server.context.database.inOrganization(organization.id, async (tx) => {
      const id = await queueMail(server.context, tx, {
        organizationId: organization.id,
        userId: user.id,
        recipient: kim.user.email ?? '',
        language: 'en',
        content: {
          kind: 'one-time-password',
          hours: 72,
          organizationName: organization.name,
          personName: user.name,
          password: testPassword,
          signInLink: `${server.url}/sign-in`,
        },
      });
      await tx.update(mails).set({ state: 'failed' }).where(eq(mails.id, id));
      return id;
    });
    await renew();
    const { state, sealed } = await readStoredMail(server, mailId);
    expect({ state, sealed }).toEqual({ state: 'cancelled', sealed: null });
  });

  it('leaves no change of address behind that was asked for while it was made', async () => {
    const { hashing } = server.context;
    const verify = hashing.verifyPassword.bind(hashing);
    const email = `${freshUsername()}@moved.example`;
    vi.spyOn(hashing, 'verifyPassword').mockImplementationOnce(async (...given) => {
      const isRight = await verify(...given);
      await renew();
      return isRight;
    });
    expect(codeOf(await requestTo(email))).toBe('not_signed_in');
    expect(await mailbox.list(email)).toEqual([]);
    await expect(whoIs(kim.client)).rejects.toThrow('not_signed_in');
  });
});

it('leaves the session on a tablet alone where one chooses to stay signed in elsewhere', async () => {
  const { tablet, stream } = await signInAtTablet();
  await stream.close();
  const body = { currentPassword: testPassword, newPassword, keepOtherSessions: true } as const;
  await kim.client.succeed(changePassword, { body });
  expect((await whoIs(tablet)).user.id).toBe(kim.user.id);
});
