// Invitations: the mail, the 72 hours, sent again, cancelled, corrected, renewed, and redeemed by many at once.
import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import {
  acceptInvitation,
  checkInvitation,
  renewInvitation,
} from '../../src/contract/endpoints/invitations.ts';
import { signIn } from '../../src/contract/endpoints/password.ts';
import {
  cancelInvitation,
  getUser,
  inviteUser,
  makeInvitationLink,
  type User,
  updateUser,
} from '../../src/contract/endpoints/users.ts';
import { passwordLengthRange } from '../../src/contract/fields.ts';
import { users } from '../../src/server/database/schema.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { makeLinkCode } from './harness/make-link-code.ts';
import { makeServer } from './harness/server-of-file.ts';
import { type Mailbox, openMailbox } from './harness/test-mailbox.ts';
import {
  addMember,
  addUser,
  freshUsername,
  givePassword,
  type Member,
  openSession,
  setUpOrganization,
  whoIs,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const hourMs = 3_600_000;
const lifetimeMs = 72 * hourMs;
const password = 'seven green kettles on a shelf';

let server: TestServer;
let owner: Member;
let client: ApiClient;
let mailbox: Mailbox;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  mailbox = openMailbox(server);
});
beforeEach(async () => {
  // With a password just entered, wherever the clock stands.
  client = await openSession(server, owner.session);
  await server.context.database.pool.query('delete from attempt_limits');
});

type Invited = { user: User; email: string; code: string };

async function invite(details: object = {}): Promise<Invited> {
  const email = `${freshUsername()}@northgate.example`;
  const user = await addUser(client, 'staff', { email, ...details });
  return { user, email, code: await codeFor(user) };
}

/** The code of a person's newest invitation, which the mail alone carries, without waiting for the mail. */
async function codeFor({ id, email }: User): Promise<string> {
  const organizationId = owner.session.organization.id;
  const target = { organizationId, userId: id, kind: 'invitation', email: email ?? '' } as const;
  return (await makeLinkCode(server, target)).code;
}

const anyone = () => new ApiClient(server.url);
const check = async (code: string) => codeOf(await anyone().call(checkInvitation, { body: { code } }));
const accept = (code: string) => anyone().call(acceptInvitation, { body: { code, password } });
const renew = (code: string) => anyone().call(renewInvitation, { body: { code } });
const read = ({ id }: User) => client.succeed(getUser, { params: { userId: id } });
const change = async (user: User, body: object) => {
  const { revision } = await read(user);
  return client.callRaw(updateUser, { params: { userId: user.id }, body: { revision, ...body } });
};

describe('the mail', () => {
  it('carries a link that says what it is to, sets a password once, and signs in', async () => {
    const email = 'nora@northgate.example';
    const user = await addUser(client, 'staff', { email, firstName: 'Nora', lastName: 'Ng' });
    expect(user).toMatchObject({ state: 'invited', invitation: { expired: false }, hasPassword: false });
    expect(Date.parse(user.invitation?.expiresAt ?? '')).toBe(server.clock.now.getTime() + lifetimeMs);
    const mail = await mailbox.waitForMail(email);
    expect(mail.text).toContain('Northgate Bakery');
    expect(mail.html).toContain('Accept Invite');
    expect(mail.link).toMatch(/^http:\/\/localhost:\d+\/invite#code=/);
    expect(await anyone().succeed(checkInvitation, { body: { code: mail.code } })).toMatchObject({
      organizationName: 'Northgate Bakery',
      personName: 'Nora Ng',
      email,
    });
    const nora = anyone();
    const session = await nora.succeed(acceptInvitation, { body: { code: mail.code, password } });
    expect(session.user.email).toBe(email);
    expect((await whoIs(nora)).user.id).toBe(user.id);
    expect(await read(user)).toMatchObject({ state: 'active', invitation: null, hasPassword: true });
    await anyone().succeed(signIn, { body: { email, password } });
    expect(codeOf(await accept(mail.code))).toBe('link_invalid');
    expect(server.logLines.join('')).not.toContain(mail.code.split('.')[1]);
  });

  it('is written in the language of the user', async () => {
    const email = 'greta@northgate.example';
    await addUser(client, 'staff', { email, language: 'de' } as object);
    expect((await mailbox.waitForMail(email)).html).toContain('lang="de"');
  });
});

describe('its 72 hours', () => {
  it('end exactly then', async () => {
    const { code, user } = await invite();
    server.clock.advance(lifetimeMs - 1);
    expect(await check(code)).toBeNull();
    server.clock.advance(1);
    expect(await check(code)).toBe('link_expired');
    expect(codeOf(await accept(code))).toBe('link_expired');
    server.clock.advance(1);
    expect(await check(code)).toBe('link_expired');
    client = await openSession(server, owner.session);
    expect(await read(user)).toMatchObject({ state: 'invited', invitation: { expired: true } });
  });

  it('can be accepted in the last millisecond', async () => {
    const { code } = await invite();
    server.clock.advance(lifetimeMs - 1);
    expect((await accept(code)).status).toBe(200);
  });

  it('begin anew with a link that the user asks for, which goes to the invited address', async () => {
    const email = `${freshUsername()}@northgate.example`;
    await addUser(client, 'staff', { email });
    const { code } = await mailbox.waitForMail(email);
    server.clock.advance(lifetimeMs);
    expect((await renew(code)).status).toBe(204);
    const mail = await mailbox.waitForMail(email, '', 2);
    expect(await check(mail.code)).toBeNull();
    // The old one is not a second way in, nor a way to fill the mailbox.
    expect(await check(code)).toBe('link_invalid');
    expect((await renew(code)).status).toBe(204);
    expect((await accept(mail.code)).status).toBe(200);
    expect(await mailbox.list(email)).toHaveLength(2);
  });

  it.each([
    ['is still open', async (_: Invited) => undefined],
    ['was cancelled', async ({ user }: Invited) => void (await cancel(user)).status],
    ['was accepted', async ({ code }: Invited) => void (await accept(code)).status],
    [
      'belongs to a suspended person',
      async ({ user }: Invited) => void (await change(user, { state: 'suspended' })),
    ],
  ])('are not renewed for an invitation that %s, with the same answer', async (what, meddle) => {
    const invited = await invite();
    await meddle(invited);
    if (what !== 'is still open') server.clock.advance(lifetimeMs);
    const count = await countLinks(invited.user.id);
    const answer = await renew(invited.code);
    expect([answer.status, answer.body]).toEqual([204, undefined]);
    expect(await countLinks(invited.user.id)).toBe(count);
    expect((await renew('nonsense')).status).toBe(204);
  });
});

const cancel = (user: User) => client.call(cancelInvitation, { params: { userId: user.id } });
const countLinks = async (userId: string) =>
  (
    await server.context.database.lookUp.execute(
      `select id from one_time_links where user_id = '${userId}' and kind = 'invitation'`,
    )
  ).rows.length;

describe('an admin', () => {
  it('sends it again, and the old link dies', async () => {
    const email = `${freshUsername()}@northgate.example`;
    const user = await addUser(client, 'staff', { email });
    const { code } = await mailbox.waitForMail(email);
    server.clock.advance(1000);
    const again = await client.succeed(inviteUser, { params: { userId: user.id } });
    expect(again.invitation?.expired).toBe(false);
    expect(await check(code)).toBe('link_invalid');
    expect((await accept((await mailbox.waitForMail(email, '', 2)).code)).status).toBe(200);
    expect(codeOf(await client.call(inviteUser, { params: { userId: user.id } }))).toBe('not_invited');
  });

  it('cancels it: the link dies, the waiting mail with it, and the address is free', async () => {
    const { code, user, email } = await invite({ pin: '840372' });
    const answer = await cancel(user);
    expect(answer.body).toMatchObject({ email: null, invitation: null, state: 'active', hasPin: true });
    expect(await check(code)).toBe('link_invalid');
    expect(codeOf(await accept(code))).toBe('link_invalid');
    expect(codeOf(await cancel(user))).toBe('not_invited');
    const { rows } = await server.context.database.lookUp.execute(
      `select state from mails where user_id = '${user.id}' and state = 'waiting'`,
    );
    expect(rows).toEqual([]);
    // Inviting never blocks an address for good.
    const other = await addUser(client, 'staff', { email });
    expect(other.state).toBe('invited');
    expect(codeOf(await client.call(inviteUser, { params: { userId: user.id } }))).toBe('not_invited');
  });

  it('corrects the address: the new one is invited, the old link dies', async () => {
    const { code, user, email } = await invite();
    const moved = `moved-${email}`;
    expect((await change(user, { email: moved })).body).toMatchObject({ state: 'invited', email: moved });
    expect(await check(code)).toBe('link_invalid');
    const { code: newCode } = await mailbox.waitForMail(moved);
    expect((await accept(newCode)).status).toBe(200);
  });

  it('leaves the invitation alone by saving a form with the same address', async () => {
    const { code, user, email } = await invite();
    expect((await change(user, { email, firstName: 'Same' })).status).toBe(200);
    expect(await check(code)).toBeNull();
  });

  it('can’t invite somebody without an address, with a password, or suspended', async () => {
    const without = await addUser(client, 'staff', { pin: '718305' });
    const { user: suspended } = await invite();
    await change(suspended, { state: 'suspended' });
    const { user: settled } = await invite();
    await givePassword(server, settled.id);
    for (const { id } of [without, suspended, settled]) {
      expect(codeOf(await client.call(inviteUser, { params: { userId: id } }))).toBe('not_invited');
    }
  });

  it('suspends an invited user, whose link waits until they are brought back', async () => {
    const { code, user } = await invite();
    await change(user, { state: 'suspended' });
    expect(await check(code)).toBe('link_invalid');
    expect(codeOf(await accept(code))).toBe('link_invalid');
    await change(user, { state: 'active' });
    expect((await accept(code)).status).toBe(200);
  });
});

describe('at once', () => {
  it('lets one of fifty redemptions through', async () => {
    const { code, user } = await invite();
    const answers = await Promise.all(Array.from({ length: 50 }, () => accept(code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refusals = answers.map(codeOf).filter((refusal) => refusal !== null);
    expect(new Set(refusals.filter((refusal) => refusal !== 'busy'))).toEqual(new Set(['link_invalid']));
    const { rows } = await server.context.database.lookUp.execute(
      `select id from account_sessions where user_id = '${user.id}'`,
    );
    expect(rows).toHaveLength(1);
  });

  it('either cancels or accepts, never both', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { code, user } = await invite();
      const [accepted, cancelled] = await Promise.all([accept(code), cancel(user)]);
      expect([accepted.status, cancelled.status].filter((status) => status === 200)).toHaveLength(1);
      const now = await read(user);
      expect(now.email === null).toBe(cancelled.status === 200);
      expect(now.hasPassword).toBe(accepted.status === 200);
    }
  });

  it('keeps one open link of ten that are sent at once', async () => {
    const { user } = await invite();
    await Promise.all(
      Array.from({ length: 10 }, () => client.succeed(inviteUser, { params: { userId: user.id } })),
    );
    const { rows } = await server.context.database.lookUp.execute(
      `select id from one_time_links where user_id = '${user.id}' and used_at is null and voided_at is null`,
    );
    expect(rows).toHaveLength(1);
  });
});

it('refuses a password that is too short, common or made of one’s name, and keeps the link', async () => {
  const { code } = await invite({ firstName: 'Aurelia', lastName: 'Fitzgerald' });
  for (const [bad, said] of [
    ['fourteen chars', `Use at least ${passwordLengthRange.min}`],
    ['qwertyuiop12345', 'too common'],
    ['AureliaFitzgerald', 'names'],
  ]) {
    const problem = await anyone().refuse(acceptInvitation, { body: { code, password: bad ?? '' } });
    expect(problem).toMatchObject({ code: 'validation_failed', errors: [{ field: 'password' }] });
    expect(problem.errors?.[0]?.message).toContain(said);
  }
  expect((await accept(code)).status).toBe(200);
});

it('does not say whether a code was ever one', async () => {
  const { code } = await invite();
  const [id] = code.split('.');
  for (const wrong of ['x', `${id}.${'A'.repeat(43)}`, `${crypto.randomUUID()}.${'A'.repeat(43)}`]) {
    expect(await check(wrong)).toBe('link_unknown');
    expect(codeOf(await accept(wrong))).toBe('link_unknown');
  }
  expect(await check(code)).toBeNull();
});

describe('a link to pass on', () => {
  const make = ({ id }: User) => client.succeed(makeInvitationLink, { params: { userId: id } });
  const codeOfLink = (link: string) => link.slice(link.indexOf('#code=') + '#code='.length);
  const readProven = async ({ id }: User) => {
    const [row] = await server.context.database.lookUp.select().from(users).where(eq(users.id, id));
    return row?.provenEmail;
  };

  it('works once and for as long as a mailed one, ends the one before, and stands in the trail', async () => {
    const { user, code } = await invite();
    const { link, user: now } = await make(user);
    expect(link).toMatch(new RegExp(`^${server.url}/invite#code=`));
    expect(Date.parse(now.invitation?.expiresAt ?? '')).toBe(server.clock.now.getTime() + lifetimeMs);
    expect([await check(code), await check(codeOfLink(link))]).toEqual(['link_invalid', null]);
    const query = { personId: user.id, action: 'user.invitation-link-made' };
    const { events } = await client.succeed(listAuditEvents, { query });
    expect(events).toMatchObject([{ actor: { id: owner.session.user.id }, subject: user.name }]);
    expect((await accept(codeOfLink(link))).status).toBe(200);
    expect(codeOf(await accept(codeOfLink(link)))).toBe('link_invalid');
  });

  it('does not show that the person reads mails to the address, as a mailed one does', async () => {
    const [mailed, passedOn] = [await invite(), await invite()];
    await accept(mailed.code);
    await accept(codeOfLink((await make(passedOn.user)).link));
    expect([await readProven(mailed.user), await readProven(passedOn.user)]).toEqual([mailed.email, null]);
  });

  it('is not for those who may do as much as the person, nor where nobody is invited', async () => {
    const admin = await addMember(server, client, 'admin');
    const peer = await addUser(client, 'admin', { email: `${freshUsername()}@northgate.example` });
    const asPeer = await admin.client.refuse(makeInvitationLink, { params: { userId: peer.id } });
    expect(asPeer.code).toBe('above_you');
    const { id: userId } = await addUser(client, 'staff');
    expect((await client.refuse(makeInvitationLink, { params: { userId } })).code).toBe('not_invited');
  });
});
