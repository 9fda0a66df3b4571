// A change of one's own email address: a link to the new one, and a way to stop it for the old one.
import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getAccount } from '../../src/contract/endpoints/account.ts';
import {
  cancelEmailChange,
  confirmEmailChange,
  requestEmailChange,
} from '../../src/contract/endpoints/email-change.ts';
import { signIn } from '../../src/contract/endpoints/password.ts';
import { checkPasswordReset } from '../../src/contract/endpoints/password-reset.ts';
import { attemptLimits, auditEvents, users } from '../../src/server/database/schema.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { makeLinkCode } from './harness/make-link-code.ts';
import { makeServer } from './harness/server-of-file.ts';
import { type Mailbox, openMailbox, type ReadMail } from './harness/test-mailbox.ts';
import {
  addMember,
  addUser,
  freshUsername,
  type Member,
  openSession,
  setUpOrganization,
  signInAs,
  testPassword,
  whoIs,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const minuteMs = 60_000;

let server: TestServer;
let owner: Member;
let organizationId: string;
let mailbox: Mailbox;
let anyone: ApiClient;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
  mailbox = openMailbox(server);
  anyone = new ApiClient(server.url);
});
beforeEach(async () => {
  await server.context.database.acrossOrganizations((tx) => tx.delete(attemptLimits));
});

const newAddress = () => `${freshUsername()}@moved.example`;
const ask = (client: ApiClient, email: string) =>
  client.succeed(requestEmailChange, { body: { email, password: testPassword } });
const confirm = (code: string) => anyone.call(confirmEmailChange, { body: { code } });
const addressOf = async (client: ApiClient) => (await whoIs(client)).user.email;
const freshOwner = () => openSession(server, owner.session);
const setUser = (userId: string, values: Partial<typeof users.$inferInsert>) =>
  server.context.database.inOrganization(organizationId, (tx) =>
    tx.update(users).set(values).where(eq(users.id, userId)),
  );

/** Somebody who has asked for a new address, with the mails that it caused. */
async function begin(): Promise<
  Member & { from: string; to: string; userId: string; mail: ReadMail; notice: ReadMail }
> {
  const { client, session, user } = await addMember(server, await freshOwner(), 'staff');
  const to = newAddress();
  const from = user.email ?? '';
  await ask(client, to);
  const [mail, notice] = await Promise.all([
    mailbox.waitForMail(to, 'Confirm your new'),
    mailbox.waitForMail(from, 'is about to change'),
  ]);
  return { client, session, from, to, userId: user.id, mail, notice };
}

it('takes effect when the link in the mail to the new address is used, for an owner, too', async () => {
  const other = await freshOwner();
  const to = 'Olive.New@northgate.example';
  const { expiresAt } = await ask(owner.client, to);
  expect(Date.parse(expiresAt)).toBe(server.clock.now.getTime() + 60 * minuteMs);
  expect((await owner.client.succeed(getAccount, {})).pendingEmail).toEqual({ email: to, expiresAt });
  const { link, code, text } = await mailbox.waitForMail(to, 'Confirm your new');
  expect(link).toMatch(/\/confirm-email#code=/);
  expect(text).toContain(to);
  expect(await addressOf(owner.client)).toBe('olive@northgate.example');
  expect((await confirm(code)).body).toEqual({ email: to, organizationName: 'Northgate Bakery' });
  // Sessions go on, with the new address.
  expect(await addressOf(other)).toBe(to);
  await signInAs(server, 'olive.new@NORTHGATE.example');
  const old = await anyone.refuse(signIn, {
    body: { email: 'olive@northgate.example', password: testPassword },
  });
  expect(old.code).toBe('wrong_credentials');
  expect((await owner.client.succeed(getAccount, {})).pendingEmail).toBeNull();
  for (const address of [to, 'olive@northgate.example']) {
    expect((await mailbox.waitForMail(address, 'was changed')).text).toContain(to);
  }
});

it('is written down without the addresses', async () => {
  const { mail, from, to, userId } = await begin();
  await confirm(mail.code);
  const events = await server.context.database.inOrganization(organizationId, (tx) =>
    tx
      .select({ action: auditEvents.action, subject: auditEvents.subject, detail: auditEvents.detail })
      .from(auditEvents)
      .where(eq(auditEvents.actorId, userId)),
  );
  const told = JSON.stringify(events);
  expect(told).toContain('account.email-change-requested');
  expect(told).toContain('account.email-changed');
  expect(told).not.toContain(from);
  expect(told).not.toContain(to);
});

describe('what is refused at its field', () => {
  it('is a wrong password, before anything else is told, and one’s own address', async () => {
    const { client, user } = await addMember(server, await freshOwner(), 'staff');
    const taken = await addUser(await freshOwner(), 'staff', { email: newAddress() });
    const wrong = await client.refuse(requestEmailChange, {
      body: { email: taken.email ?? '', password: 'not this one, surely' },
    });
    expect(wrong).toMatchObject({ code: 'wrong_password', errors: [{ field: 'password' }] });
    const own = await client.refuse(requestEmailChange, {
      body: { email: user.email ?? '', password: testPassword },
    });
    expect(own).toMatchObject({ code: 'validation_failed', errors: [{ field: 'email' }] });
  });

  it('is an address that somebody of the organization has, in whatever spelling', async () => {
    const { client } = await addMember(server, await freshOwner(), 'staff');
    const { email } = await addUser(await freshOwner(), 'staff', { email: newAddress() });
    for (const spelling of [email ?? '', email?.toUpperCase() ?? '']) {
      const problem = await client.refuse(requestEmailChange, {
        body: { email: spelling, password: testPassword },
      });
      expect(problem).toMatchObject({ code: 'email_taken', errors: [{ field: 'email' }] });
      // Whoever may not see people is not told who it is.
      expect(problem.holder).toBeUndefined();
    }
    expect((await client.succeed(getAccount, {})).pendingEmail).toBeNull();
  });
});

describe('the link to the new address', () => {
  it('works until just before 60 minutes have passed', async () => {
    const { client, mail, to } = await begin();
    server.clock.advance(60 * minuteMs);
    expect(codeOf(await confirm(mail.code))).toBe('link_expired');
    expect((await client.succeed(getAccount, {})).pendingEmail).toBeNull();
    server.clock.advance(-1);
    expect((await confirm(mail.code)).status).toBe(200);
    expect(await addressOf(client)).toBe(to);
  });

  it('works for exactly one of twenty who use it at once', async () => {
    const { client, mail, to } = await begin();
    const answers = await Promise.all(Array.from({ length: 20 }, () => confirm(mail.code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => codeOf(answer) === 'link_invalid')).toHaveLength(19);
    expect(await addressOf(client)).toBe(to);
    await mailbox.waitForMail(to, 'was changed');
    expect((await mailbox.list(to)).filter(({ subject }) => subject.includes('was changed'))).toHaveLength(1);
  });

  it('dies with a newer one, and when the change is given up', async () => {
    const { client, mail, from } = await begin();
    const second = newAddress();
    await ask(client, second);
    const { code } = await mailbox.waitForMail(second, 'Confirm your new');
    expect(codeOf(await confirm(mail.code))).toBe('link_invalid');
    await client.succeed(cancelEmailChange, {});
    await client.succeed(cancelEmailChange, {});
    expect(codeOf(await confirm(code))).toBe('link_invalid');
    expect((await client.succeed(getAccount, {})).pendingEmail).toBeNull();
    expect(await addressOf(client)).toBe(from);
  });

  it('does nothing for somebody who is suspended, or whom an admin gave another address', async () => {
    const { mail, userId, from } = await begin();
    await setUser(userId, { state: 'suspended' });
    expect(codeOf(await confirm(mail.code))).toBe('link_invalid');
    const elsewhere = newAddress();
    await setUser(userId, { state: 'active', email: elsewhere, emailFolded: elsewhere });
    expect(codeOf(await confirm(mail.code))).toBe('link_invalid');
    await setUser(userId, { email: from, emailFolded: from });
    expect((await confirm(mail.code)).status).toBe(200);
  });

  it('does nothing when somebody else got the address meanwhile, and says so', async () => {
    const { client, mail, from, to } = await begin();
    await addUser(await freshOwner(), 'staff', { email: to });
    expect(codeOf(await confirm(mail.code))).toBe('email_taken');
    expect(await addressOf(client)).toBe(from);
  });

  it('ends links to a new password that went to the old address', async () => {
    const { mail, userId, from } = await begin();
    const reset = await makeLinkCode(server, {
      organizationId,
      userId,
      kind: 'password-reset',
      email: from,
    });
    await anyone.succeed(checkPasswordReset, { body: { code: reset.code } });
    await confirm(mail.code);
    expect((await anyone.refuse(checkPasswordReset, { body: { code: reset.code } })).code).toBe(
      'link_invalid',
    );
  });

  it('is none of another kind, and none that was never made', async () => {
    const { notice } = await begin();
    expect(codeOf(await confirm(notice.code))).toBe('link_unknown');
    expect(codeOf(await confirm(`${crypto.randomUUID()}.${'A'.repeat(43)}`))).toBe('link_unknown');
    expect(codeOf(await confirm('nonsense'))).toBe('link_unknown');
  });
});
