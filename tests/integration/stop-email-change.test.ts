// The way to stop a change of an email address: before it took effect, and for three days after.
import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import {
  confirmEmailChange,
  requestEmailChange,
  stopEmailChange,
} from '../../src/contract/endpoints/email-change.ts';
import { signIn } from '../../src/contract/endpoints/password.ts';
import { checkPasswordReset, completePasswordReset } from '../../src/contract/endpoints/password-reset.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { attemptLimits, users } from '../../src/server/database/schema.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { type Mailbox, openMailbox } from './harness/test-mailbox.ts';
import {
  addMember,
  freshUsername,
  givePassword,
  type Member,
  openSession,
  setUpOrganization,
  signInAs,
  testPassword,
  whoIs,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const hourMs = 3600_000;
const newPassword = 'seven quiet umbrellas';

let server: TestServer;
let owner: Member;
let mailbox: Mailbox;
let anyone: ApiClient;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  mailbox = openMailbox(server);
  anyone = new ApiClient(server.url);
});
beforeEach(async () => {
  await server.context.database.acrossOrganizations((tx) => tx.delete(attemptLimits));
});

const newAddress = () => `${freshUsername()}@moved.example`;
const confirm = (code: string) => anyone.call(confirmEmailChange, { body: { code } });
const stop = (code: string) => anyone.call(stopEmailChange, { body: { code } });
const codeFor = async (client: ApiClient) => (await client.refuse(getSession, {})).code;
const trySignIn = (email: string, password: string) => anyone.call(signIn, { body: { email, password } });

/** Asks for a change. @returns the codes in the two mails */
async function ask(client: ApiClient, from: string, to: string, count = 1) {
  await client.succeed(requestEmailChange, { body: { email: to, password: testPassword } });
  const [change, notice] = await Promise.all([
    mailbox.waitForMail(to, 'Confirm your new'),
    mailbox.waitForMail(from, 'is about to change', count),
  ]);
  expect(notice.link).toMatch(/\/stop-email-change#code=/);
  return { change: change.code, stop: notice.code };
}

async function addPerson() {
  const { client, session, user } = await addMember(
    server,
    await openSession(server, owner.session),
    'staff',
  );
  return { client, session, from: user.email ?? '', userId: user.id };
}

it('voids a change that has not taken effect, and nothing else', async () => {
  const { client, from } = await addPerson();
  const codes = await ask(client, from, newAddress());
  expect((await stop(codes.stop)).body).toEqual({
    outcome: 'stopped',
    email: from,
    organizationName: 'Northgate Bakery',
  });
  expect(codeOf(await confirm(codes.change))).toBe('link_invalid');
  expect(codeOf(await stop(codes.stop))).toBe('link_invalid');
  expect((await whoIs(client)).user.email).toBe(from);
  expect((await trySignIn(from, testPassword)).status).toBe(200);
});

it('puts the old address back afterwards, ends every session and the password, and mails a link to a new one', async () => {
  const { client, session, from } = await addPerson();
  const other = await openSession(server, session);
  const to = newAddress();
  const codes = await ask(client, from, to);
  await confirm(codes.change);
  expect((await whoIs(client)).user.email).toBe(to);
  expect((await stop(codes.stop)).body).toMatchObject({ outcome: 'undone', email: from });
  expect(await codeFor(client)).toBe('not_signed_in');
  expect(await codeFor(other)).toBe('not_signed_in');
  for (const address of [from, to]) {
    expect(codeOf(await trySignIn(address, testPassword))).toBe('wrong_credentials');
  }
  const { code } = await mailbox.waitForMail(from, 'Choose a new password');
  const fresh = new ApiClient(server.url);
  const back = await fresh.succeed(completePasswordReset, { body: { code, password: newPassword } });
  expect(back.user.email).toBe(from);
  expect((await trySignIn(from, newPassword)).status).toBe(200);
  // Whoever reads the other address hears of it, too.
  await mailbox.waitForMail(to, 'was restored');
});

it('outlives further changes by whoever made the first, and ends the ways back to theirs', async () => {
  const { client, from, userId } = await addPerson();
  const [second, third, own] = [newAddress(), newAddress(), newAddress()];
  const first = await ask(client, from, second);
  await confirm(first.change);
  server.clock.advance(1000);
  const later = await ask(client, second, third);
  await confirm(later.change);
  server.clock.advance(1000);
  const pending = await ask(client, third, newAddress());
  expect((await stop(first.stop)).body).toMatchObject({ outcome: 'undone', email: from });
  // Also once the person, who is back, has taken another address.
  await givePassword(server, userId);
  const back = await signInAs(server, from);
  await confirm((await ask(back.client, from, own, 2)).change);
  for (const dead of [later.stop, pending.stop]) expect(codeOf(await stop(dead))).toBe('link_invalid');
  expect((await whoIs(back.client)).user.email).toBe(own);
  expect(codeOf(await confirm(pending.change))).toBe('link_invalid');
});

it('leads back step by step when the later change is stopped first', async () => {
  const { client, from, userId } = await addPerson();
  const second = newAddress();
  const first = await ask(client, from, second);
  await confirm(first.change);
  server.clock.advance(1000);
  const later = await ask(client, second, newAddress());
  await confirm(later.change);
  expect((await stop(later.stop)).body).toMatchObject({ outcome: 'undone', email: second });
  expect((await stop(first.stop)).body).toMatchObject({ outcome: 'undone', email: from });
  const [row] = await server.context.database.lookUp.select().from(users).where(eq(users.id, userId));
  expect(row?.email).toBe(from);
});

it('works until just before 72 hours have passed', async () => {
  const { client, from } = await addPerson();
  const codes = await ask(client, from, newAddress());
  await confirm(codes.change);
  server.clock.advance(72 * hourMs);
  expect(codeOf(await stop(codes.stop))).toBe('link_expired');
  server.clock.advance(-1);
  expect((await stop(codes.stop)).body).toMatchObject({ outcome: 'undone' });
});

it('stops the change of somebody who was too slow to confirm it', async () => {
  const { client, from } = await addPerson();
  const codes = await ask(client, from, newAddress());
  server.clock.advance(2 * hourMs);
  expect((await stop(codes.stop)).body).toMatchObject({ outcome: 'stopped' });
});

it('takes back nothing that an admin has set since', async () => {
  const { client, from, userId } = await addPerson();
  const codes = await ask(client, from, newAddress());
  await confirm(codes.change);
  const decided = newAddress();
  await server.context.database.inOrganization(owner.session.organization.id, (tx) =>
    tx.update(users).set({ email: decided, emailFolded: decided }).where(eq(users.id, userId)),
  );
  expect(codeOf(await stop(codes.stop))).toBe('link_invalid');
  expect((await whoIs(client)).user.email).toBe(decided);
});

it('takes effect for exactly one of the link and the stop, when both are used at once', async () => {
  const { client, from, userId } = await addPerson();
  const codes = await ask(client, from, newAddress());
  const [, stopped] = await Promise.all([confirm(codes.change), stop(codes.stop)]);
  expect(stopped.status).toBe(200);
  const [row] = await server.context.database.lookUp.select().from(users).where(eq(users.id, userId));
  expect(row?.email).toBe(from);
  expect(codeOf(await confirm(codes.change))).toBe('link_invalid');
});

it('takes a change back once, though its link is used twenty times at once', async () => {
  const { client, from, userId } = await addPerson();
  const to = newAddress();
  const codes = await ask(client, from, to);
  await confirm(codes.change);
  const answers = await Promise.all(Array.from({ length: 20 }, () => stop(codes.stop)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter((answer) => codeOf(answer) === 'link_invalid')).toHaveLength(19);
  const [row] = await server.context.database.lookUp.select().from(users).where(eq(users.id, userId));
  expect(row?.email).toBe(from);
  const { code } = await mailbox.waitForMail(from, 'Choose a new password');
  expect((await anyone.call(checkPasswordReset, { body: { code } })).status).toBe(200);
  const subjects = (await mailbox.list(from)).map(({ subject }) => subject);
  expect(subjects.filter((subject) => subject.includes('Choose a new password'))).toHaveLength(1);
});
