// Organizations that anybody creates: only where the server is open, by a link that went to the address, once.
import { eq, sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { getOrganization } from '../../src/contract/endpoints/organization.ts';
import { signIn } from '../../src/contract/endpoints/password.ts';
import {
  checkSignUp,
  completeSignUp,
  getSignUp,
  requestSignUp,
} from '../../src/contract/endpoints/sign-up.ts';
import { listUsers } from '../../src/contract/endpoints/users.ts';
import { attemptLimits, mails, organizations, signUps, users } from '../../src/server/database/schema.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { makeSignUpCode } from './harness/sign-up-code.ts';
import { openMailbox } from './harness/test-mailbox.ts';
import {
  addOrganization,
  freshUsername,
  nobody,
  setUpOrganization,
  testPassword,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const request = {
  organizationName: 'Harbour Café',
  firstName: 'Hana',
  lastName: 'Host',
  email: 'Hana@harbour.example',
};

let server: TestServer;
beforeAll(async () => {
  server = await makeServer({ env: { SIGN_UP: 'open' } });
  await setUpOrganization(server);
});
beforeEach(async () => {
  await server.context.database.acrossOrganizations((tx) => tx.delete(attemptLimits));
});

const countOrganizations = async () =>
  (await server.context.database.lookUp.select({ id: organizations.id }).from(organizations)).length;
const freshEmail = () => `${freshUsername()}@harbour.example`;

describe('on a server that is closed, as it is by default', () => {
  let closed: TestServer;
  let client: ApiClient;
  beforeAll(async () => {
    closed = await makeServer();
    await setUpOrganization(closed);
    client = new ApiClient(closed.url);
  });

  it('says so, and creates nothing, not even with a link from when it was open', async () => {
    expect(await client.succeed(getSignUp, {})).toEqual({ open: false });
    expect((await client.refuse(requestSignUp, { body: request })).code).toBe('sign_up_closed');
    const code = await makeSignUpCode(closed);
    expect((await client.refuse(checkSignUp, { body: { code } })).code).toBe('sign_up_closed');
    const { code: refusal } = await client.refuse(completeSignUp, { body: { code, password: testPassword } });
    expect(refusal).toBe('sign_up_closed');
    const found = await closed.context.database.lookUp.select().from(organizations);
    expect(found).toHaveLength(1);
  });
});

it('goes from the form over the mail to an organization whose owner is signed in', async () => {
  const client = new ApiClient(server.url);
  expect(await client.succeed(getSignUp, {})).toEqual({ open: true });
  await client.succeed(requestSignUp, { body: { ...request, language: 'de' } });
  const mail = await openMailbox(server).waitForMail(request.email);
  expect(mail.link).toContain('/sign-up#code=');
  const { code } = mail;
  expect(await client.succeed(checkSignUp, { body: { code } })).toEqual(request);
  const session = await client.succeed(completeSignUp, { body: { code, password: testPassword } });
  expect(session).toMatchObject({
    isOwner: true,
    user: { name: 'Hana Host', email: request.email, language: 'de' },
    organization: { name: 'Harbour Café' },
  });
  expect(await client.succeed(getOrganization, {})).toMatchObject({ name: 'Harbour Café' });
  expect((await client.succeed(listUsers, {})).total).toBe(1);
  const { events } = await client.succeed(listAuditEvents, {});
  expect(events.map(({ action }) => action)).toEqual(['organization.set-up']);
  await new ApiClient(server.url).succeed(signIn, {
    body: { email: request.email.toLowerCase(), password: testPassword },
  });
  const again = await client.refuse(completeSignUp, { body: { code, password: testPassword } });
  expect(again.code).toBe('link_unknown');
});

it('creates one organization when fifty open the same link at once', { timeout: 60_000 }, async () => {
  const code = await makeSignUpCode(server);
  const before = await countOrganizations();
  const hash = await server.context.hashing.hashPassword(testPassword, nobody);
  const spy = vi.spyOn(server.context.hashing, 'hashPassword').mockResolvedValue(hash);
  await server.context.database.acrossOrganizations((tx) => tx.delete(attemptLimits));
  const tries = Array.from({ length: 50 }, () =>
    new ApiClient(server.url).call(completeSignUp, { body: { code, password: testPassword } }),
  );
  const answers = await Promise.all(tries);
  spy.mockRestore();
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  // The limit of one place lets thirty through to the link.
  const codes = new Set(answers.filter(({ status }) => status !== 200).map(codeOf));
  expect([...codes].filter((code) => code !== 'link_invalid' && code !== 'link_unknown')).toEqual([
    'too_many_attempts',
  ]);
  expect(await countOrganizations()).toBe(before + 1);
});

it('works up to its last millisecond, and then says that it expired', async () => {
  const code = await makeSignUpCode(server);
  const client = new ApiClient(server.url);
  server.clock.advance(24 * 60 * 60_000 - 1);
  await client.succeed(checkSignUp, { body: { code } });
  server.clock.advance(1);
  expect((await client.refuse(checkSignUp, { body: { code } })).code).toBe('link_expired');
  const late = await client.refuse(completeSignUp, { body: { code, password: testPassword } });
  expect(late.code).toBe('link_expired');
});

it('takes no link with another secret or of another form', async () => {
  const code = await makeSignUpCode(server);
  const client = new ApiClient(server.url);
  for (const wrong of [`${code.split('.')[0]}.${'A'.repeat(43)}`, code.slice(0, -1), 'x', `${code}x`]) {
    expect((await client.refuse(checkSignUp, { body: { code: wrong } })).code).toBe('link_unknown');
  }
  const weak = await client.refuse(completeSignUp, { body: { code, password: 'password1234567' } });
  expect(weak.errors?.map(({ field }) => field)).toEqual(['password']);
  await client.succeed(completeSignUp, { body: { code, password: testPassword } });
});

it('lets only the newest link of an address work, and does not send what it took back', async () => {
  const email = freshEmail();
  const client = new ApiClient(server.url);
  const mailbox = openMailbox(server);
  await client.succeed(requestSignUp, { body: { ...request, email } });
  const first = await mailbox.waitForMail(email);
  await client.succeed(requestSignUp, { body: { ...request, email: email.replace('p', 'P') } });
  const second = await mailbox.waitForMail(email.replace('p', 'P'));
  expect((await client.refuse(checkSignUp, { body: { code: first.code } })).code).toBe('link_unknown');
  await client.succeed(checkSignUp, { body: { code: second.code } });
});

describe('what somebody outside can learn', () => {
  it('is nothing about an address: known and unknown get the same answer after the same work', async () => {
    const stranger = await addOrganization(server, 'Elsewhere');
    const { database } = server.context;
    const askFor = async (email: string) => {
      await database.acrossOrganizations((tx) => tx.delete(attemptLimits));
      const rowsBefore = (await database.lookUp.select().from(mails)).length;
      const across = vi.spyOn(database, 'acrossOrganizations');
      const { status, headers } = await new ApiClient(server.url).call(requestSignUp, {
        body: { ...request, email },
      });
      const statements = across.mock.calls.length;
      across.mockRestore();
      const rows = (await database.lookUp.select().from(mails)).length - rowsBefore;
      return { status, headers: [...headers.keys()], statements, rows };
    };
    const answers = [];
    for (const email of [stranger.session.user.email ?? '', freshEmail(), 'olive@northgate.example']) {
      // Jobs in the background can only add to what is counted.
      const tries = [await askFor(email), await askFor(email), await askFor(email)];
      answers.push({ ...tries[0], statements: Math.min(...tries.map(({ statements }) => statements)) });
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ status: 204, rows: 1 });
  });

  it('is bounded by how often one address and one place may ask', async () => {
    const email = freshEmail();
    const ask = (to: string) =>
      new ApiClient(server.url).call(requestSignUp, { body: { ...request, email: to } });
    const ofOne = await Promise.all(Array.from({ length: 5 }, () => ask(email)));
    expect(ofOne.filter(({ status }) => status === 204)).toHaveLength(3);
    const ofMany = await Promise.all(Array.from({ length: 9 }, () => ask(freshEmail())));
    // Five of the ten of this place were spent above.
    expect(ofMany.filter(({ status }) => status === 204).length).toBeLessThanOrEqual(7);
    expect(ofMany.map(codeOf)).toContain('too_many_attempts');
  });

  it('does not stand in the database in clear: neither the code, nor, once it is used, anything else', async () => {
    const email = freshEmail();
    await new ApiClient(server.url).succeed(requestSignUp, { body: { ...request, email } });
    const { code } = await openMailbox(server).waitForMail(email);
    const [secret = ''] = code.split('.').slice(1);
    const { database } = server.context;
    const everything = async () => {
      const stored = await database.lookUp.select().from(signUps);
      const sent = await database.lookUp.select().from(mails);
      return JSON.stringify([
        stored,
        sent.map((mail) => ({ ...mail, sealed: mail.sealed?.toString('latin1') })),
      ]);
    };
    expect(await everything()).not.toContain(secret);
    await new ApiClient(server.url).succeed(completeSignUp, { body: { code, password: testPassword } });
    const left = await database.lookUp.select().from(signUps).where(eq(signUps.email, email));
    expect(left).toEqual([]);
    expect(server.logLines.join('\n')).not.toContain(secret);
  });
});

it('refuses an address that has accounts in eight organizations, to whoever holds the address alone', async () => {
  const email = freshEmail();
  for (let number = 0; number < 8; number += 1) {
    const { session } = await addOrganization(server, `Number ${number}`);
    await server.context.database.acrossOrganizations((tx) =>
      tx
        .update(users)
        .set({ email, emailFolded: email, provenEmail: email })
        .where(eq(users.id, session.user.id)),
    );
  }
  const before = await countOrganizations();
  const code = await makeSignUpCode(server, email);
  const client = new ApiClient(server.url);
  const refusal = await client.refuse(completeSignUp, { body: { code, password: testPassword } });
  expect(refusal.detail).toContain('8 organizations');
  expect(await countOrganizations()).toBe(before);
  // Undone whole: the link works again as soon as there is room.
  await server.context.database.acrossOrganizations((tx) =>
    tx.execute(
      sql`update users set email = null, email_folded = null where id = (select id from users where email_folded = ${email} limit 1)`,
    ),
  );
  await client.succeed(completeSignUp, { body: { code, password: testPassword } });
});
