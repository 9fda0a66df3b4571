// The list of mails that could not be delivered, and "Try again".
import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { listUndeliveredMails, retryMail } from '../../src/contract/endpoints/mails.ts';
import { mails, oneTimeLinks, users } from '../../src/server/database/schema.ts';
import { linkLifetimes, makeLink, voidLinks } from '../../src/server/domain/links/one-time-links.ts';
import { queueMail } from '../../src/server/mail/queue-mail.ts';
import type { ApiClient } from './harness/api-client.ts';
import { quickPace, readStoredMail, waitForState } from './harness/queued-mail.ts';
import { makeServer } from './harness/server-of-file.ts';
import { refuse, startMailServer, type TestMailServer } from './harness/test-mail-server.ts';
import {
  addMember,
  addOrganization,
  addUnit,
  addUser,
  freshUsername,
  limitToUnits,
  type Member,
  openSession,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let mailServer: TestMailServer;
let server: TestServer;
let owner: Member;
let refuses = true;

beforeAll(async () => {
  mailServer = await startMailServer({
    onRcptTo: (_address, _session, callback) => callback(refuses ? refuse(550) : null),
  });
  const env = { SMTP_URL: `smtp://localhost:${mailServer.port}` };
  server = await makeServer({ env, pace: quickPace });
  owner = await setUpOrganization(server);
});

beforeEach(async () => {
  refuses = true;
  await server.context.database.acrossOrganizations((tx) => tx.delete(mails));
  owner = { ...owner, client: await openSession(server, owner.session) };
});

const organizationId = () => owner.session.organization.id;

/** Queues an invitation with a link of its own to a person, and waits until it is refused. */
async function failInvitation(userId: string, email: string) {
  const target = { organizationId: organizationId(), userId, kind: 'invitation', email } as const;
  const made = await server.context.database.inOrganization(organizationId(), async (tx) => {
    const { linkId, link, expiresAt } = await makeLink(server.context, tx, target);
    const id = await queueMail(server.context, tx, {
      organizationId: organizationId(),
      userId,
      recipient: email,
      language: 'en',
      linkId,
      content: {
        kind: 'invitation',
        organizationName: 'Northgate Bakery',
        personName: 'Nora New',
        inviterName: 'Olive Owner',
        link,
        expiresAt: expiresAt.toISOString(),
      },
    });
    return { id, link, linkId };
  });
  await waitForState(server, made.id, 'failed');
  return made;
}

async function failForSomebody() {
  const email = `${freshUsername()}@northgate.example`;
  const user = await addUser(owner.client, 'staff', { firstName: 'Nora', lastName: 'New' });
  return { user, email, ...(await failInvitation(user.id, email)) };
}

const list = (client: ApiClient) => client.succeed(listUndeliveredMails, {});

test('a mail that was refused stands in the list with the reason, and goes out on “Try again”', async () => {
  const { id, user, email, link } = await failForSomebody();
  expect(await list(owner.client)).toEqual({
    mails: [
      {
        id,
        kind: 'invitation',
        recipient: email,
        user: { id: user.id, name: 'Nora New' },
        failure:
          'The mail server refused the address: it doesn’t exist or can’t receive email. Check the spelling. (Answer 550.)',
        trying: false,
        canRetry: true,
        createdAt: server.clock.now.toISOString(),
      },
    ],
    total: 1,
  });
  refuses = false;
  await owner.client.succeed(retryMail, { params: { mailId: id } });
  await waitForState(server, id, 'sent');
  expect((await mailServer.waitForMails(email, 1)).map((mail) => mail.link)).toEqual([link]);
  expect(await list(owner.client)).toEqual({ mails: [], total: 0 });
  const { events } = await owner.client.succeed(listAuditEvents, { query: {} });
  const [retried] = events.filter(({ action }) => action === 'mail.retried');
  expect(retried?.subject).toBe('Nora New');
});

test('of many presses of “Try again” at once, one mail comes', async () => {
  const { id, email } = await failForSomebody();
  refuses = false;
  await Promise.all(
    Array.from({ length: 12 }, () => owner.client.succeed(retryMail, { params: { mailId: id } })),
  );
  await waitForState(server, id, 'sent');
  // Another one, queued later, goes last.
  refuses = true;
  await failForSomebody();
  expect(mailServer.taken.filter(({ to }) => to === email)).toHaveLength(1);
});

test('a mail that fails once more stands in the list again', async () => {
  const { id } = await failForSomebody();
  await owner.client.succeed(retryMail, { params: { mailId: id } });
  await expect.poll(async () => (await readStoredMail(server, id)).attempts).toBe(2);
  await waitForState(server, id, 'failed');
  expect((await list(owner.client)).mails.map((mail) => mail.id)).toEqual([id]);
});

test('a mail that Floorkey still tries by itself is shown as such', async () => {
  const { id } = await failForSomebody();
  await server.context.database.lookUp.update(mails).set({ state: 'waiting' }).where(eq(mails.id, id));
  expect((await list(owner.client)).mails).toMatchObject([{ id, trying: true, canRetry: true }]);
});

test('an invitation whose link has expired asks for a new one: a moment before it can still be sent', async () => {
  const { id } = await failForSomebody();
  const clock = server.clock.now;
  const again = async () => openSession(server, owner.session);
  try {
    server.clock.advance(linkLifetimes.invitation - 1);
    expect((await list(await again())).mails).toMatchObject([{ id, canRetry: true }]);
    server.clock.advance(1);
    const client = await again();
    expect((await list(client)).mails).toMatchObject([{ id, canRetry: false }]);
    const problem = await client.refuse(retryMail, { params: { mailId: id } });
    expect(problem.code).toBe('link_expired');
    expect(problem.detail).toContain('Send a new invitation instead.');
  } finally {
    server.clock.now = clock;
  }
  expect((await readStoredMail(server, id)).state).toBe('failed');
});

test('a mail that failed until its link expired stays in the list, with its reason and without “Try again”', async () => {
  const { id } = await failForSomebody();
  const clock = server.clock.now;
  const failure = 'The mail server isn’t accepting this email right now. (Answer 451.)';
  const events = async () => {
    const { events } = await owner.client.succeed(listAuditEvents, { query: {} });
    return events.filter(({ action }) => action === 'mail.failed').length;
  };
  const before = await events();
  try {
    server.clock.advance(linkLifetimes.invitation);
    await server.context.database.acrossOrganizations(async (tx) => {
      await tx.update(mails).set({ state: 'waiting', failure }).where(eq(mails.id, id));
      await server.context.jobs.enqueue(tx, 'send-mail', { mailId: id });
    });
    await waitForState(server, id, 'failed', failure);
    const client = await openSession(server, owner.session);
    expect((await list(client)).mails).toMatchObject([{ id, failure, trying: false, canRetry: false }]);
  } finally {
    server.clock.now = clock;
  }
  expect(await events()).toBe(before + 1);
});

test('what was used, cancelled or sent anew is missed no more, and can’t be sent again', async () => {
  const ends = {
    used: ({ linkId }: { linkId: string }) =>
      server.context.database.lookUp
        .update(oneTimeLinks)
        .set({ usedAt: server.clock.now })
        .where(eq(oneTimeLinks.id, linkId)),
    cancelled: ({ user }: { user: { id: string } }) =>
      server.context.database.inOrganization(organizationId(), (tx) =>
        voidLinks(tx, user.id, 'invitation', server.clock.now),
      ),
    erased: ({ id }: { id: string }) =>
      server.context.database.lookUp.update(mails).set({ sealed: null }).where(eq(mails.id, id)),
  };
  for (const [name, end] of Object.entries(ends)) {
    const failed = await failForSomebody();
    await end(failed);
    const problem = await owner.client.refuse(retryMail, { params: { mailId: failed.id } });
    expect(problem.code, name).toBe('link_invalid');
  }
  const { mails: shown } = await list(owner.client);
  // Only what it held is gone from the last one: its person still waits for it.
  expect(shown.map(({ canRetry }) => canRetry)).toEqual([false]);
});

test('a newer mail to the same user takes the place of the older one', async () => {
  const { user, email, id } = await failForSomebody();
  server.clock.advance(1000);
  const { id: newer } = await failInvitation(user.id, email);
  const { mails: shown, total } = await list(owner.client);
  expect(shown.map((mail) => mail.id)).toEqual([newer]);
  expect(total).toBe(1);
  expect(id).not.toBe(newer);
});

test('a mail that was sent, or is on its way, is left as it is', async () => {
  const { id } = await failForSomebody();
  for (const state of ['sent', 'sending', 'cancelled'] as const) {
    await server.context.database.lookUp
      .update(mails)
      .set({ state, sendingSince: server.clock.now })
      .where(eq(mails.id, id));
    await owner.client.succeed(retryMail, { params: { mailId: id } });
    expect((await readStoredMail(server, id)).state).toBe(state);
  }
});

test('nobody sees or sends the mails of users whom they may not see', async () => {
  const { id, user } = await failForSomebody();
  const admin = await addMember(server, owner.client, 'admin');
  const unit = await addUnit(server, organizationId(), freshUsername());
  await limitToUnits(server, organizationId(), admin.user.id, [unit]);
  const stranger = await addOrganization(server, 'Elsewhere');
  for (const client of [admin.client, stranger.client]) {
    // The invitation of the admin themselves is refused as well.
    expect((await list(client)).mails.map((mail) => mail.id)).not.toContain(id);
    const problem = await client.refuse(retryMail, { params: { mailId: id } });
    expect(problem.code).toBe('not_found');
  }
  expect((await list(stranger.client)).total).toBe(0);
  await limitToUnits(server, organizationId(), user.id, [unit]);
  expect((await list(admin.client)).mails.map((mail) => mail.id)).toContain(id);
  await server.context.database.lookUp.update(users).set({ state: 'deleted' }).where(eq(users.id, user.id));
  expect((await list(owner.client)).mails.map((mail) => mail.id)).not.toContain(id);
  expect((await owner.client.refuse(retryMail, { params: { mailId: id } })).code).toBe('not_found');
});
