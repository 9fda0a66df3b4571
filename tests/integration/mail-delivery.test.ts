// Mails over real SMTP: refused, put off, unreachable or silent servers, and never a mail twice.
import { inspect } from 'node:util';
import { and, eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { getOrganization, sendTestMail } from '../../src/contract/endpoints/organization.ts';
import { auditEvents, oneTimeLinks } from '../../src/server/database/schema.ts';
import { linkLifetimes, makeLink, voidLinks } from '../../src/server/domain/links/one-time-links.ts';
import { unknownEnd } from '../../src/server/mail/mail-transport.ts';
import { findFreePort } from './harness/free-port.ts';
import { queueTo, quickPace, readStoredMail, waitForState } from './harness/queued-mail.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { refuse, startMailServer, type TestMailServer } from './harness/test-mail-server.ts';
import { type Member, setUpOrganization, signInAs } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

async function makeSender(port: number): Promise<{ server: TestServer; owner: Member }> {
  const server = await makeServer({ env: { SMTP_URL: `smtp://localhost:${port}` }, pace: quickPace });
  onTestFinished(() => server.stop());
  return { server, owner: await setUpOrganization(server) };
}

async function readFailures({ context }: TestServer) {
  return context.database.lookUp.select().from(auditEvents).where(eq(auditEvents.action, 'mail.failed'));
}

async function readJobStates({ context }: TestServer, mailId: string): Promise<string[]> {
  const { rows } = await context.database.pool.query<{ state: string }>(
    `select state from pgboss.job where name = 'send-mail' and data->>'mailId' = $1`,
    [mailId],
  );
  return rows.map(({ state }) => state);
}

test('a mail that was taken is sent, what it held is erased, and it says by itself that a machine wrote it', async () => {
  const mailServer = await startMailServer();
  const sender = await makeSender(mailServer.port);
  const id = await queueTo(sender, 'anna@northgate.example');
  const mail = await waitForState(sender.server, id, 'sent');
  expect(mail).toMatchObject({ sealed: null, failure: null, attempts: 1, sendingSince: null });
  expect(mail.sentAt).toEqual(sender.server.clock.now);
  const [taken] = mailServer.taken;
  expect(taken?.from).toEqual({ name: 'Northgate Bakery', address: 'floorkey@localhost' });
  expect(taken?.headers.get('message-id')).toBe(`<${id}@localhost>`);
  expect(taken?.headers.get('auto-submitted')).toBe('auto-generated');
  expect(mailServer.taken).toHaveLength(1);
});

test('a server that is down gets the mail once it is up again, and gets it once', async () => {
  const port = await findFreePort();
  const sender = await makeSender(port);
  const id = await queueTo(sender, 'down@northgate.example');
  await waitForState(sender.server, id, 'waiting', 'The mail server could not be reached.');
  const mailServer = await startMailServer({ port });
  const mail = await waitForState(sender.server, id, 'sent');
  expect(mail.attempts).toBeGreaterThan(1);
  expect(mailServer.taken).toHaveLength(1);
});

test('greylisting is waited for: 451 puts a mail off, and the next try brings it', async () => {
  let asked = 0;
  const mailServer = await startMailServer({
    onRcptTo: (_address, _session, callback) => {
      asked += 1;
      callback(asked === 1 ? refuse(451) : null);
    },
  });
  const sender = await makeSender(mailServer.port);
  const id = await queueTo(sender, 'grey@northgate.example');
  const reason = 'The mail server isn’t accepting this email right now. (Answer 451.)';
  expect((await waitForState(sender.server, id, 'waiting', reason)).sealed).not.toBeNull();
  expect(await waitForState(sender.server, id, 'sent')).toMatchObject({ attempts: 2, failure: null });
  expect(mailServer.taken).toHaveLength(1);
  expect(await readFailures(sender.server)).toEqual([]);
});

test.each([
  [
    'an address',
    { onRcptTo: 550 },
    'The mail server refused the address: it doesn’t exist or can’t receive email. Check the spelling. (Answer 550.)',
  ],
  [
    'the sender',
    { onMailFrom: 553 },
    'The mail server doesn’t let Floorkey send from its address. (Answer 553.)',
  ],
  ['the text', { data: 554 }, 'The mail server refused the email. (Answer 554.)'],
])(
  'a refusal of %s is final, told in plain words, and part of the audit trail',
  async (_what, refusal, reason) => {
    const answer = (code: number | undefined) => (code ? refuse(code) : undefined);
    const { onRcptTo, onMailFrom, data }: { onRcptTo?: number; onMailFrom?: number; data?: number } = refusal;
    const mailServer = await startMailServer({
      onRcptTo: (_address, _session, callback) => callback(answer(onRcptTo)),
      onMailFrom: (_address, _session, callback) => callback(answer(onMailFrom)),
      answer: (_mail, callback) => callback(answer(data)),
    });
    const sender = await makeSender(mailServer.port);
    const id = await queueTo(sender, 'refused@northgate.example');
    const mail = await waitForState(sender.server, id, 'failed', reason);
    expect(mail.attempts).toBe(1);
    // Kept, so that it can be sent again.
    expect(mail.sealed).not.toBeNull();
    const [event, ...more] = await readFailures(sender.server);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      subjectId: sender.owner.session.user.id,
      subject: 'Olive Owner',
      actorId: null,
      detail: { mail: 'password-was-reset', failure: reason },
    });
    // The words of a mail server may hold anything.
    expect(inspect([mail, event])).not.toContain('secret words');
  },
);

test('a server that never greets is a time-out before anything was said: the mail is tried again', async () => {
  let calls = 0;
  const mailServer = await startMailServer({
    onConnect: (_session, callback) => {
      calls += 1;
      if (calls > 1) callback();
    },
  });
  const sender = await makeSender(mailServer.port);
  const id = await queueTo(sender, 'mute@northgate.example');
  await waitForState(sender.server, id, 'waiting', 'The mail server didn’t respond in time.');
  await waitForState(sender.server, id, 'sent');
  expect(mailServer.taken).toHaveLength(1);
});

test.each([
  ['says nothing', (_server: TestMailServer) => undefined],
  ['hangs up', (server: TestMailServer) => server.hangUp()],
  ['shuts down', (server: TestMailServer) => void server.stop()],
])(
  'a server that took the whole mail and then %s: nobody knows, so it is not sent again',
  async (_how, end) => {
    const mailServer = await startMailServer({ answer: () => end(mailServer) });
    const sender = await makeSender(mailServer.port);
    const id = await queueTo(sender, 'silent@northgate.example');
    const mail = await waitForState(sender.server, id, 'failed', unknownEnd);
    expect(mail.attempts).toBe(1);
    expect(await readFailures(sender.server)).toHaveLength(1);
    // The job itself is done: nothing is left that would try again.
    await expect.poll(() => readJobStates(sender.server, id)).toEqual(['completed']);
    expect(mailServer.taken).toHaveLength(1);
  },
);

test('after about a day of tries a mail fails for good', async () => {
  const sender = await makeSender(await findFreePort());
  const id = await queueTo(sender, 'never@northgate.example');
  await waitForState(sender.server, id, 'waiting', 'The mail server could not be reached.');
  await sender.server.context.database.pool.query(
    `update pgboss.job set retry_count = 60 where data->>'mailId' = $1`,
    [id],
  );
  await waitForState(sender.server, id, 'failed', 'The mail server could not be reached.');
  expect(await readFailures(sender.server)).toHaveLength(1);
});

test.each(['voided', 'used', 'expired'])('a mail whose link was %s meanwhile is not sent', async (end) => {
  const mailServer = await startMailServer();
  const sender = await makeSender(mailServer.port);
  const { server, owner } = sender;
  const { organization, user } = owner.session;
  const linkId = await server.context.database.inOrganization(organization.id, async (tx) => {
    const target = { organizationId: organization.id, userId: user.id, email: 'olive@northgate.example' };
    const made = await makeLink(server.context, tx, { ...target, kind: 'invitation' });
    if (end === 'voided') await voidLinks(tx, user.id, 'invitation', server.clock.now);
    if (end === 'used') {
      await tx
        .update(oneTimeLinks)
        .set({ usedAt: server.clock.now })
        .where(and(eq(oneTimeLinks.id, made.linkId)));
    }
    return made.linkId;
  });
  if (end === 'expired') server.clock.advance(linkLifetimes.invitation);
  const id = await queueTo(sender, 'late@northgate.example', linkId);
  expect((await waitForState(server, id, 'cancelled')).sealed).toBeNull();
  expect(mailServer.taken).toEqual([]);
});

test('of two server processes at once exactly one sends each mail', async () => {
  const mailServer = await startMailServer();
  const database = await makeDatabase();
  const env = { SMTP_URL: `smtp://localhost:${mailServer.port}` };
  const first = await makeServer({ databaseUrl: database.url, env, pace: quickPace });
  const owner = await setUpOrganization(first);
  const second = await makeServer({ databaseUrl: database.url, env, pace: quickPace });
  await signInAs(second, 'olive@northgate.example');
  const addresses = Array.from({ length: 30 }, (_, index) => `p${index}@northgate.example`);
  const ids = await Promise.all(
    addresses.map((address, index) => queueTo({ server: index % 2 ? first : second, owner }, address)),
  );
  for (const id of ids) await waitForState(first, id, 'sent');
  expect(mailServer.taken.map(({ to }) => to).toSorted()).toEqual(addresses.toSorted());
  // Each of them was taken by one process alone.
  const attempts = await Promise.all(ids.map(async (id) => (await readStoredMail(first, id)).attempts));
  expect(new Set(attempts)).toEqual(new Set([1]));
});

test('a test mail goes to whoever asks, at once, and its answer says why it could not', async () => {
  const mailServer = await startMailServer();
  const { owner } = await makeSender(mailServer.port);
  expect((await owner.client.succeed(getOrganization, {})).mailDelivery).toBe('smtp');
  const recipient = owner.session.user.email;
  expect(await owner.client.succeed(sendTestMail, {})).toEqual({ recipient, failure: null });
  expect(mailServer.taken.map(({ subject }) => subject)).toEqual(['Test email from Northgate Bakery']);
  await mailServer.stop();
  const failure = 'The mail server could not be reached.';
  expect(await owner.client.succeed(sendTestMail, {})).toEqual({ recipient, failure });
  const { events } = await owner.client.succeed(listAuditEvents, {
    query: { action: 'organization.mail-tested' },
  });
  expect(events.map(({ detail }) => detail)).toEqual([{ failure }, {}]);
});
