// Mails leave if, and only if, the transaction that causes them commits; without a mail server they become files.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { mails } from '../../src/server/database/schema.ts';
import { queueMail } from '../../src/server/mail/queue-mail.ts';
import { makeServer } from './harness/server-of-file.ts';
import { type Mailbox, openMailbox } from './harness/test-mailbox.ts';
import { type Member, setUpOrganization } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let mailbox: Mailbox;

beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  mailbox = openMailbox(server);
});

function queueTo(recipient: string, { commits = true } = {}): Promise<string> {
  const { context } = server;
  const organizationId = owner.session.organization.id;
  return context.database.inOrganization(organizationId, async (tx) => {
    const id = await queueMail(context, tx, {
      organizationId,
      userId: owner.session.user.id,
      recipient,
      language: 'en',
      content: {
        kind: 'password-was-reset',
        organizationName: owner.session.organization.name,
        personName: 'Olive Owner',
      },
    });
    if (!commits) throw new Error('undone on purpose');
    return id;
  });
}

test('a mail leaves by itself with the commit that caused it', async () => {
  await queueTo('quick@northgate.example');
  const mail = await mailbox.waitForMail('quick@northgate.example', 'was changed');
  expect(mail.from.name).toBe('Northgate Bakery');
  expect(mail.text).toContain('Hello Olive Owner,');
});

test('a transaction that is undone sends nothing', async () => {
  await expect(queueTo('undone@northgate.example', { commits: false })).rejects.toThrow('undone on purpose');
  // Sent after it, and so through before it would be.
  await queueTo('after@northgate.example');
  await mailbox.waitForMail('after@northgate.example');
  expect(await mailbox.list('undone@northgate.example')).toEqual([]);
  const stored = await server.context.database.lookUp
    .select()
    .from(mails)
    .where(eq(mails.recipient, 'undone@northgate.example'));
  expect(stored).toEqual([]);
  const { rows: jobs } = await server.context.database.pool.query(
    `select data->>'mailId' as id from pgboss.job where name = 'send-mail'`,
  );
  const known = await server.context.database.lookUp.select({ id: mails.id }).from(mails);
  expect(known.map(({ id }) => id).toSorted()).toEqual(jobs.map(({ id }) => id).toSorted());
});

test('the files of mails can be read by the account of the server alone', async () => {
  await queueTo('closed@northgate.example');
  await mailbox.waitForMail('closed@northgate.example');
  const folder = join(server.dataDir, 'mail');
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  for (const name of await readdir(folder)) {
    expect(name).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z-[0-9a-f-]{36}\.eml$/);
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  }
});

test('a mail about an organization that nobody has confirmed comes from Floorkey, whatever it is to be called', async () => {
  const { context } = server;
  await context.database.acrossOrganizations((tx) =>
    queueMail(context, tx, {
      organizationId: null,
      userId: null,
      recipient: 'founder@elsewhere.example',
      language: 'de',
      content: {
        kind: 'sign-up',
        organizationName: 'Your Bank',
        personName: 'Fred Founder',
        link: 'http://localhost/confirm#code=abc',
        expiresAt: '2026-11-25T14:05:00.000Z',
      },
    }),
  );
  const mail = await mailbox.waitForMail('founder@elsewhere.example');
  expect(mail.from.name).toBe('Floorkey');
  expect(mail.subject).toBe('Ihre neue Organisation bei Floorkey bestätigen');
  expect(mail.code).toBe('abc');
});

test('the start says where mails go', () => {
  expect(server.logLines.filter((line) => line.includes('mails are written as files'))).toHaveLength(1);
});
