// A sign-in while what it was proven with is being taken away: nobody comes in with what is no longer theirs.
import { eq } from 'drizzle-orm';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { signIn } from '../../src/contract/endpoints/password.ts';
import { completePasswordReset } from '../../src/contract/endpoints/password-reset.ts';
import { deleteUsers, type User, updateUser } from '../../src/contract/endpoints/users.ts';
import { accountSessions, pinSessions, users } from '../../src/server/database/schema.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { countWaiting } from './harness/count-waiting.ts';
import { makeLinkCode } from './harness/make-link-code.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addOrganization,
  addUser,
  type Member,
  testPassword,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const newPassword = 'seven quiet umbrellas';

let server: TestServer;
let owner: Member;
let kim: Member & { user: User };
beforeAll(async () => {
  server = await makeServer();
});
beforeEach(async () => {
  owner = await addOrganization(server, 'Northgate Bakery');
  kim = await addMember(server, owner.client, 'admin');
});
afterEach(() => void vi.restoreAllMocks());

async function resetPassword(): Promise<void> {
  const { code } = await makeLinkCode(server, {
    organizationId: owner.session.organization.id,
    userId: kim.user.id,
    kind: 'password-reset',
    email: kim.user.email ?? '',
  });
  await new ApiClient(server.url).succeed(completePasswordReset, { body: { code, password: newPassword } });
}

const trySignIn = (password: string) =>
  new ApiClient(server.url).call(signIn, { body: { email: kim.user.email ?? '', password } });
const readKim = async () => {
  const [row] = await server.context.database.lookUp.select().from(users).where(eq(users.id, kim.user.id));
  return row;
};
const countSessions = () =>
  server.context.database.lookUp.$count(accountSessions, eq(accountSessions.userId, kim.user.id));

/** Signs in with the old password; what is given happens between its comparison and the session. */
async function signInDuring(work: () => Promise<unknown>) {
  const { hashing } = server.context;
  const verify = hashing.verifyPassword.bind(hashing);
  vi.spyOn(hashing, 'verifyPassword').mockImplementationOnce(async (...given) => {
    const isRight = await verify(...given);
    await work();
    return isRight;
  });
  return trySignIn(testPassword);
}

it('opens no session for the old password when a reset takes it away during the comparison', async () => {
  const answer = await signInDuring(resetPassword);
  expect(codeOf(answer)).toBe('wrong_credentials');
  expect(await countSessions()).toBe(1);
  expect((await trySignIn(newPassword)).status).toBe(200);
});

it('opens no session for somebody who is suspended during the comparison', async () => {
  const answer = await signInDuring(() =>
    owner.client.succeed(updateUser, {
      params: { userId: kim.user.id },
      body: { revision: kim.user.revision, state: 'suspended' },
    }),
  );
  expect(codeOf(answer)).toBe('wrong_credentials');
  expect(await countSessions()).toBe(0);
});

it('never writes the old password over a new one, nor onto somebody deleted, when it is hashed anew', async () => {
  const { hashing } = server.context;
  const hash = hashing.hashPassword.bind(hashing);
  const removals = [
    resetPassword,
    () => owner.client.succeed(deleteUsers, { body: { userIds: [kim.user.id] } }),
  ];
  for (const remove of removals) {
    vi.spyOn(hashing, 'isOutdated').mockReturnValueOnce(true);
    const stored: (string | null | undefined)[] = [];
    vi.spyOn(hashing, 'hashPassword').mockImplementationOnce(async (...given) => {
      await remove();
      stored.push((await readKim())?.passwordHash);
      return hash(...given);
    });
    const answer = await trySignIn(remove === resetPassword ? testPassword : newPassword);
    expect(codeOf(answer)).toBe('wrong_credentials');
    expect((await readKim())?.passwordHash).toBe(stored[0]);
  }
});

it('opens no session for a PIN in whose place another one is just being put', async () => {
  const { database } = server.context;
  const ada = await addUser(owner.client, 'staff', { pin: '482917' });
  const tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, 'Counter 1');
  const answering = await database.acrossOrganizations(async (tx) => {
    await tx
      .update(users)
      .set({ pinSealed: Buffer.from('another'), pinMustChange: true })
      .where(eq(users.id, ada.id));
    // It finds the old PIN, which is still what everybody sees, and waits for the row.
    const answer = tablet.signInWithPin('482917');
    await vi.waitFor(async () => expect(await countWaiting(server)).toBe(1), 10_000);
    return { answer };
  });
  expect(codeOf(await answering.answer)).toBe('wrong_pin');
  expect(await database.lookUp.$count(pinSessions, eq(pinSessions.userId, ada.id))).toBe(0);
});
