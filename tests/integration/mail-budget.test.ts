// How many mails an organization can have sent to strangers, where everybody may create one.
import { beforeAll, expect, it } from 'vitest';
import { renewInvitation } from '../../src/contract/endpoints/invitations.ts';
import { sendTestMail } from '../../src/contract/endpoints/organization.ts';
import { requestPasswordReset } from '../../src/contract/endpoints/password-reset.ts';
import { createUser, inviteUser, listUsers } from '../../src/contract/endpoints/users.ts';
import { mailsADayOfAnybody } from '../../src/server/mail/mail-budget.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { importPeople } from './harness/import-people.ts';
import { makeLinkCode } from './harness/make-link-code.ts';
import { makeServer } from './harness/server-of-file.ts';
import { openMailbox } from './harness/test-mailbox.ts';
import {
  addOrganization,
  addUser,
  findRoleId,
  freshUsername,
  type Member,
  openSession,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const hourMs = 3_600_000;

let server: TestServer;
let owner: Member;
beforeAll(async () => {
  server = await makeServer({ env: { SIGN_UP: 'open' } });
  owner = await setUpOrganization(server);
});

/** Lets an organization have sent so many mails today. */
async function spend({ session }: Member, points: number): Promise<void> {
  const { rowCount } = await server.context.database.pool.query(
    'update attempt_limits set points = $1 where key = $2',
    [points, `mails/organization:${session.organization.id}`],
  );
  expect(rowCount).toBe(1);
}

async function invite({ client }: Pick<Member, 'client'>) {
  const username = freshUsername();
  const body = {
    username,
    roleId: await findRoleId(client, 'staff'),
    email: `${username}@elsewhere.example`,
  };
  return client.call(createUser, { body });
}

it('is bounded for a day; the invitation beyond is refused whole, and other organizations go on', async () => {
  expect((await invite(owner)).status).toBe(200);
  await spend(owner, mailsADayOfAnybody - 1);
  expect((await invite(owner)).status).toBe(200);
  const { total } = await owner.client.succeed(listUsers, {});
  const refused = await invite(owner);
  expect([refused.status, codeOf(refused)]).toEqual([429, 'mails_spent']);
  expect((await owner.client.succeed(listUsers, {})).total).toBe(total);
  // Nobody needs a mail to be added without an address.
  await addUser(owner.client, 'staff');
  expect((await invite(await addOrganization(server, 'Southgate'))).status).toBe(200);
});

it('holds up no mail that somebody asks for themselves', async () => {
  await spend(owner, mailsADayOfAnybody);
  const mailbox = openMailbox(server);
  await owner.client.succeed(requestPasswordReset, { body: { email: 'olive@northgate.example' } });
  await mailbox.waitForMail('olive@northgate.example');
});

it('counts test mails, too: an address that an admin was given need not be theirs', async () => {
  await spend(owner, mailsADayOfAnybody - 1);
  await owner.client.succeed(sendTestMail, {});
  const refused = await owner.client.refuse(sendTestMail, {});
  expect(refused.code).toBe('mails_spent');
});

it('tells an import whom it could not invite any more, and has room again after a day', async () => {
  await spend(owner, mailsADayOfAnybody - 1);
  const csv = 'Username,Email address\none,one@elsewhere.example\ntwo,two@elsewhere.example';
  const ended = await importPeople(owner.client, csv, { invite: true });
  expect(ended).toMatchObject({ state: 'done', failure: expect.stringContaining('tomorrow') });
  server.clock.advance(25 * hourMs);
  owner = { ...owner, client: await openSession(server, owner.session) };
  const { users } = await owner.client.succeed(listUsers, { query: { search: 'two' } });
  const params = { userId: users[0]?.id ?? '' };
  await owner.client.succeed(inviteUser, { params });
});

it('gives every code of an invitation the same answer, also where no mail is left to renew it', async () => {
  const email = `${freshUsername()}@elsewhere.example`;
  const user = await addUser(owner.client, 'staff', { email });
  const target = {
    organizationId: owner.session.organization.id,
    userId: user.id,
    kind: 'invitation',
    email,
  } as const;
  const { code } = await makeLinkCode(server, target);
  server.clock.advance(73 * hourMs);
  owner = { ...owner, client: await openSession(server, owner.session) };
  expect((await invite(owner)).status).toBe(200);
  await spend(owner, mailsADayOfAnybody);
  const anyone = new ApiClient(server.url);
  const renew = async (given: string) => {
    const { status, body } = await anyone.call(renewInvitation, { body: { code: given } });
    return { status, body };
  };
  expect(await renew(code)).toEqual(await renew(`x${code.slice(1)}`));
  // Nothing of it is left half done: with mails it is renewed as before.
  await spend(owner, 0);
  const mailbox = openMailbox(server);
  await renew(code);
  await mailbox.waitForMail(email);
});
