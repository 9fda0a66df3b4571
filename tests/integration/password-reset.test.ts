// "Forgot password?": the same answer for every address, and a link for ten minutes that works once.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changePassword, signIn } from '../../src/contract/endpoints/password.ts';
import {
  checkPasswordReset,
  completePasswordReset,
  renewPasswordReset,
  requestPasswordReset,
} from '../../src/contract/endpoints/password-reset.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { attemptLimits, oneTimeLinks, users } from '../../src/server/database/schema.ts';
import { foldAddress } from '../../src/server/domain/access/fold-address.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { type LinkFor, makeLinkCode } from './harness/make-link-code.ts';
import { outlastBusy } from './harness/outlast-busy.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
import { type Mailbox, openMailbox } from './harness/test-mailbox.ts';
import {
  addMember,
  addOrganization,
  addUser,
  freshUsername,
  type Member,
  openSession,
  setUpOrganization,
  testPassword,
  whoIs,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const minuteMs = 60_000;
const password = 'seven quiet umbrellas';
const subject = 'Choose a new password';

let server: TestServer;
let rows: StoredRows;
let owner: Member;
let organizationId: string;
let mailbox: Mailbox;
let anyone: ApiClient;
beforeAll(async () => {
  const database = await makeDatabase();
  server = await makeServer({ databaseUrl: database.url, env: { TRUST_PROXY: 'true' } });
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
  mailbox = openMailbox(server);
  anyone = new ApiClient(server.url);
});
afterAll(() => rows?.close());
beforeEach(async () => {
  await server.context.database.acrossOrganizations((tx) => tx.delete(attemptLimits));
});

const request = (email: string) => anyone.call(requestPasswordReset, { body: { email } });
const check = (code: string) => anyone.call(checkPasswordReset, { body: { code } });
const complete = (code: string, headers: Record<string, string> = {}) =>
  new ApiClient(server.url).call(completePasswordReset, { body: { code, password } }, headers);
const trySignIn = (email: string, with_ = password) =>
  new ApiClient(server.url).call(signIn, { body: { email, password: with_ } });
const setUser = (userId: string, values: Partial<typeof users.$inferInsert>) =>
  server.context.database.inOrganization(organizationId, (tx) =>
    tx.update(users).set(values).where(eq(users.id, userId)),
  );

async function addPerson(): Promise<{ client: ApiClient; link: LinkFor; email: string; member: Member }> {
  const member = await addMember(server, await openSession(server, owner.session), 'staff');
  const email = member.user.email ?? '';
  const link: LinkFor = { organizationId, userId: member.user.id, kind: 'password-reset', email };
  return { client: member.client, link, email, member };
}

/** The subjects of an address's mails once every job is done. */
async function subjectsTo(email: string): Promise<string[]> {
  await rows.read();
  return (await mailbox.list(email)).map((mail) => mail.subject);
}

describe('the request', () => {
  it('is answered alike for every address, and leaves none of them in clear behind', async () => {
    const { email } = await addPerson();
    const invited = await addUser(await openSession(server, owner.session), 'staff', {
      email: `${freshUsername()}@northgate.example`,
    });
    const answers = [
      await request(email),
      await request('nobody@northgate.example'),
      await request(invited.email ?? ''),
    ];
    for (const { status, body, headers } of answers) {
      expect({ status, body }).toEqual({ status: 204, body: undefined });
      expect([...headers.keys()]).toEqual([...(answers[0]?.headers.keys() ?? [])]);
    }
    const jobs = await rows.query(`select data::text from pgboss.job where name = 'request-password-reset'`);
    expect(jobs.length).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify(jobs)).not.toContain('northgate');
    expect(server.logLines.join('\n')).not.toContain('nobody@northgate.example');
  });

  it('mails a link to the address as it is stored, however it was typed, and names the organization', async () => {
    const { email, client } = await addPerson();
    await request(`  ${email.toUpperCase()} `);
    const mail = await mailbox.waitForMail(email, subject);
    expect(mail.text).toContain('Northgate Bakery');
    expect(mail.link).toMatch(/\/reset-password#code=/);
    expect((await check(mail.code)).body).toEqual({
      email,
      organizationName: 'Northgate Bakery',
      passwordMinLength: 15,
    });
    // Asking alone changes nothing.
    await whoIs(client);
  });

  it('mails nothing to whoever may not come in, and an open invitation anew', async () => {
    const people = await Promise.all([addPerson(), addPerson(), addPerson()]);
    const [suspended, ofPartner, deleted] = people;
    await setUser(suspended?.link.userId ?? '', { state: 'suspended' });
    await setUser(ofPartner?.link.userId ?? '', { partnerSuspended: true });
    await setUser(deleted?.link.userId ?? '', { state: 'deleted' });
    const invited = `${freshUsername()}@northgate.example`;
    const cancelled = `${freshUsername()}@northgate.example`;
    const fresh = await openSession(server, owner.session);
    await addUser(fresh, 'staff', { email: invited });
    const { id } = await addUser(fresh, 'staff', { email: cancelled });
    await server.context.database.inOrganization(organizationId, (tx) =>
      tx.update(oneTimeLinks).set({ voidedAt: server.clock.now }).where(eq(oneTimeLinks.userId, id)),
    );
    const before = await subjectsTo(invited);
    for (const email of [...people.map((person) => person.email), invited, cancelled]) await request(email);
    const after = await subjectsTo(invited);
    expect(after).toHaveLength(before.length + 1);
    expect(after.at(-1)).toContain('invites you');
    for (const { email } of people)
      expect(await subjectsTo(email)).not.toContainEqual(expect.stringContaining(subject));
    expect(await subjectsTo(cancelled)).not.toContainEqual(expect.stringContaining(subject));
  });

  it('mails one link for each organization that knows the address', async () => {
    const { email } = await addPerson();
    const other = await addOrganization(server, 'Elsewhere');
    await server.context.database.inOrganization(other.session.organization.id, (tx) =>
      tx.update(users).set({ email, emailFolded: foldAddress(email) }),
    );
    await request(email);
    const mails = [
      await mailbox.waitForMail(email, `${subject} for Northgate Bakery`),
      await mailbox.waitForMail(email, `${subject} for Elsewhere`),
    ];
    const named = await Promise.all(
      mails.map(({ code }) => anyone.succeed(checkPasswordReset, { body: { code } })),
    );
    expect(named.map(({ organizationName }) => organizationName)).toEqual(['Northgate Bakery', 'Elsewhere']);
  });

  it('is taken three times in a quarter of an hour for one address, known or not', async () => {
    const { email } = await addPerson();
    for (const asked of [email, 'nobody@northgate.example']) {
      const codes: (string | null)[] = [];
      for (let time = 0; time < 4; time += 1) codes.push(codeOf(await request(asked)));
      expect(codes).toEqual([null, null, null, 'too_many_attempts']);
    }
  });
});

describe('the link', () => {
  it('sets the password, ends every session, signs in, and tells so by mail', async () => {
    const { client, link, email, member } = await addPerson();
    const other = await openSession(server, member.session);
    await setUser(link.userId, { passwordMustChange: true });
    const { code } = await makeLinkCode(server, link);
    const fresh = new ApiClient(server.url);
    const session = await fresh.succeed(completePasswordReset, { body: { code, password } });
    expect(session).toMatchObject({ user: { email }, mustChange: null });
    expect((await whoIs(fresh)).user.id).toBe(link.userId);
    for (const ended of [client, other]) {
      expect((await ended.refuse(getSession, {})).code).toBe('not_signed_in');
    }
    expect(codeOf(await trySignIn(email, testPassword))).toBe('wrong_credentials');
    expect((await trySignIn(email)).status).toBe(200);
    await mailbox.waitForMail(email, 'was changed');
    expect(codeOf(await complete(code))).toBe('link_invalid');
    expect(codeOf(await check(code))).toBe('link_invalid');
  });

  it('works for exactly one of fifty who use it at once', async () => {
    const { link } = await addPerson();
    const { code } = await makeLinkCode(server, link);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        outlastBusy(() => complete(code, { 'x-forwarded-for': `192.0.2.${at}` })),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => codeOf(answer) === 'link_invalid')).toHaveLength(49);
    const stored = await rows.query(
      'select count(*)::int as sessions from account_sessions where user_id = $1',
      [link.userId],
    );
    expect(stored).toEqual([{ sessions: 1 }]);
  });

  it('works until just before 10 minutes have passed, and then offers a new one to the same address', async () => {
    const { link, email } = await addPerson();
    const { code } = await makeLinkCode(server, link);
    server.clock.advance(10 * minuteMs);
    expect(codeOf(await check(code))).toBe('link_expired');
    expect(codeOf(await complete(code))).toBe('link_expired');
    server.clock.advance(-1);
    expect((await check(code)).status).toBe(200);
    server.clock.advance(1);
    expect((await anyone.call(renewPasswordReset, { body: { code } })).status).toBe(204);
    const mail = await mailbox.waitForMail(email, subject);
    expect((await complete(mail.code)).status).toBe(200);
    expect(
      (await anyone.refuse(renewPasswordReset, { body: { code: `${code.slice(0, -4)}AAAA` } })).code,
    ).toBe('link_unknown');
  });

  it('dies with the next one, with a change of the password, and with another address', async () => {
    const { client, link } = await addPerson();
    const first = await makeLinkCode(server, link);
    const second = await makeLinkCode(server, link);
    expect(codeOf(await check(first.code))).toBe('link_invalid');
    expect((await check(second.code)).status).toBe(200);
    await client.succeed(changePassword, { body: { currentPassword: testPassword, newPassword: password } });
    expect(codeOf(await complete(second.code))).toBe('link_invalid');
    const third = await makeLinkCode(server, link);
    const email = `${freshUsername()}@moved.example`;
    await setUser(link.userId, { email, emailFolded: email });
    expect(codeOf(await complete(third.code))).toBe('link_invalid');
  });

  it('does nothing for whoever was suspended since, and is not spent by a password that does not fit', async () => {
    const { link } = await addPerson();
    const { code } = await makeLinkCode(server, link);
    await setUser(link.userId, { state: 'suspended' });
    expect(codeOf(await complete(code))).toBe('link_invalid');
    await setUser(link.userId, { state: 'active' });
    for (const weak of ['password12345', 'NorthgateBakery1', 'short']) {
      const answer = await anyone.call(completePasswordReset, { body: { code, password: weak } });
      expect(answer.body).toMatchObject({ code: 'validation_failed', errors: [{ field: 'password' }] });
    }
    expect((await complete(code)).status).toBe(200);
  });

  it('ends a change of address that whoever knew the old password may have asked for', async () => {
    const { link } = await addPerson();
    const change = { ...link, kind: 'email-change', email: `${freshUsername()}@moved.example` } as const;
    const { linkId } = await makeLinkCode(server, change);
    expect((await complete((await makeLinkCode(server, link)).code)).status).toBe(200);
    const [row] = await rows.query('select voided_at from one_time_links where id = $1', [linkId]);
    expect(row?.voided_at).not.toBeNull();
  });

  it('lets whoever was locked out by wrong passwords sign in at once', async () => {
    const { link, email } = await addPerson();
    for (let time = 0; time < 11; time += 1) await trySignIn(email, 'not this one, surely');
    expect(codeOf(await trySignIn(email, testPassword))).toBe('too_many_attempts');
    await complete((await makeLinkCode(server, link)).code);
    expect((await trySignIn(email)).status).toBe(200);
  });
});
