// An address in as many organizations as it can be in, and one that many organizations only invited.
import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { acceptInvitation } from '../../src/contract/endpoints/invitations.ts';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { changePassword, signIn } from '../../src/contract/endpoints/password.ts';
import { completeSignUp } from '../../src/contract/endpoints/sign-up.ts';
import { createUser } from '../../src/contract/endpoints/users.ts';
import { attemptLimits, users } from '../../src/server/database/schema.ts';
import { ApiClient } from './harness/api-client.ts';
import { makeLinkCode } from './harness/make-link-code.ts';
import { makeServer } from './harness/server-of-file.ts';
import { makeSignUpCode } from './harness/sign-up-code.ts';
import { openMailbox } from './harness/test-mailbox.ts';
import {
  addOrganization,
  addUser,
  findRoleId,
  freshUsername,
  givePassword,
  type Member,
  openSession,
  setUpOrganization,
  testPassword,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
const members: Member[] = [];
beforeAll(async () => {
  server = await makeServer({ env: { SIGN_UP: 'open' } });
  await setUpOrganization(server);
  for (let number = 0; number < 9; number += 1)
    members.push(await addOrganization(server, `Number ${number}`));
}, 60_000);
beforeEach(async () => {
  await server.context.database.acrossOrganizations((tx) => tx.delete(attemptLimits));
});

/** Invites an address to each of the organizations in turn. @returns the ids of those invited */
async function inviteToAll(email: string): Promise<string[]> {
  const ids: string[] = [];
  for (const { session } of members) {
    ids.push((await addUser(await openSession(server, session), 'admin', { email })).id);
    server.clock.advance(1000);
  }
  // The count of shared addresses is kept for a minute.
  server.clock.advance(61_000);
  return ids;
}

it('signs in to its one account, and creates another, however many invited it before', async () => {
  const email = `${freshUsername()}@invited.example`;
  const ids = await inviteToAll(email);
  const [own] = ids.slice(-1);
  await givePassword(server, own ?? '');
  const verify = vi.spyOn(server.context.hashing, 'verifyPassword');
  const body = { email, password: testPassword };
  const session = await new ApiClient(server.url).succeed(signIn, { body });
  expect(session.user.id).toBe(own);
  expect(verify).toHaveBeenCalledTimes(1);
  verify.mockRestore();
  const code = await makeSignUpCode(server, email);
  const made = await new ApiClient(server.url).succeed(completeSignUp, {
    body: { code, password: testPassword },
  });
  expect(made.user.email).toBe(email);
});

it('is told that it has as many accounts as it can have before it accepts one more invitation', async () => {
  const email = `${freshUsername()}@crowded.example`;
  const ids = await inviteToAll(email);
  for (const id of ids.slice(0, 8)) await givePassword(server, id);
  const userId = ids[8] ?? '';
  const organizationId = members[8]?.session.organization.id ?? '';
  const { code } = await makeLinkCode(server, { organizationId, userId, kind: 'invitation', email });
  const body = { code, password: testPassword };
  const refusal = await new ApiClient(server.url).refuse(acceptInvitation, { body });
  expect(refusal.detail).toContain('8 organizations');
  // The link works again as soon as there is room.
  await server.context.database.lookUp
    .update(users)
    .set({ passwordHash: null })
    .where(eq(users.id, ids[0] ?? ''));
  await new ApiClient(server.url).succeed(acceptInvitation, { body });
});

/** Adds an address to eight organizations, each with a password that was shown to whoever added it. */
async function squatAt(email: string): Promise<void> {
  for (const { session } of members.slice(0, 8)) {
    const client = await openSession(server, session);
    await client.succeed(updateOrganization, { body: { generatedPasswords: true } });
    const roleId = await findRoleId(client, 'admin');
    const body = { username: freshUsername(), roleId, email, generatedPassword: 'shown' as const };
    const { shownOnce } = await client.succeed(createUser, { body });
    const shown = shownOnce?.password ?? '';
    // They even use it, and choose another: that proves nothing of the mailbox.
    const squatter = new ApiClient(server.url);
    await squatter.succeed(signIn, { body: { email, password: shown } });
    const change = { currentPassword: shown, newPassword: `${testPassword} ${freshUsername()}` };
    await squatter.succeed(changePassword, { body: change });
    server.clock.advance(61_000);
  }
}

it('is not crowded by organizations that add it with a password that was shown to them', async () => {
  const email = `${freshUsername()}@squatted.example`;
  await squatAt(email);
  const { session } = members[8] ?? members[0] ?? { session: undefined };
  if (!session) throw new Error('there are nine');
  const { id: userId } = await addUser(await openSession(server, session), 'admin', { email });
  const { code } = await makeLinkCode(server, {
    organizationId: session.organization.id,
    userId,
    kind: 'invitation',
    email,
  });
  await new ApiClient(server.url).succeed(acceptInvitation, { body: { code, password: testPassword } });
  server.clock.advance(61_000);
  // Nor do they stand before the one account that is real.
  const found = await new ApiClient(server.url).succeed(signIn, { body: { email, password: testPassword } });
  expect(found.user.id).toBe(userId);
});

it('is proven by a password that was mailed there and used, and stands before those who were shown one', async () => {
  const email = `${freshUsername()}@mailed.example`;
  await squatAt(email);
  const { session } = members[8] ?? {};
  if (!session) throw new Error('there are nine');
  const client = await openSession(server, session);
  await client.succeed(updateOrganization, { body: { generatedPasswords: true } });
  const roleId = await findRoleId(client, 'admin');
  const body = { username: freshUsername(), roleId, email, generatedPassword: 'mailed' as const };
  const added = await client.succeed(createUser, { body });
  const mail = await openMailbox(server).waitForMail(email, 'one-time password');
  const [mailed = ''] = /([a-z2-9]{5}-){3}[a-z2-9]{5}/.exec(mail.text) ?? [];
  server.clock.advance(61_000);
  const person = new ApiClient(server.url);
  const found = await person.succeed(signIn, { body: { email, password: mailed } });
  expect(found.user.id).toBe(added.id);
  // From then on it stays so, whatever password they choose.
  const newPassword = `${testPassword} ${freshUsername()}`;
  await person.succeed(changePassword, { body: { currentPassword: mailed, newPassword } });
  const again = await new ApiClient(server.url).succeed(signIn, { body: { email, password: newPassword } });
  expect(again.user.id).toBe(added.id);
});
