// Good requests of the endpoints about passkeys. What a session asked for only that session gets taken, so each is made
// for the one that `callerFor` opens.
import { type ChallengePurpose, makeChallenge } from '../../../src/server/crypto/passkey-challenges.ts';
import { userHandle } from '../../../src/server/domain/passkeys/verify-passkey.ts';
import type { AccessWorld } from './access-world.ts';
import type { RawInput } from './api-client.ts';
import { TestAuthenticator } from './test-authenticator.ts';
import { openSession } from './test-organization.ts';
import { storePasskey } from './test-passkey.ts';

/** The one session of a person that callers get: under the id of the person, so that a request can be made for it. @returns its cookie */
export async function openCallerSession(
  { server, rows }: AccessWorld,
  session: AccessWorld['owner']['session'],
) {
  const { cookies } = await openSession(server, session);
  const [id, secret] = (cookies.get('floorkey') ?? '').split('.');
  await rows.query('delete from account_sessions where id = $1', [session.user.id]);
  await rows.query('update account_sessions set id = $1 where id = $2', [session.user.id, id]);
  return `${session.user.id}.${secret}`;
}

/** A passkey of the owner, straight in the database: a request for each odd value would be too often for the API. */
async function makePasskey({ server, owner }: AccessWorld) {
  const { user, organization } = owner.session;
  return storePasskey(server, { organizationId: organization.id, userId: user.id });
}

function challengeFor({ server, owner }: AccessWorld, purpose: ChallengePurpose['purpose']): string {
  const bound: ChallengePurpose =
    purpose === 'sign-in' ? { purpose } : { purpose, sessionId: owner.session.user.id };
  const challenge = makeChallenge(server.context.keys.passkeyChallenge, bound, server.clock.now);
  return Buffer.from(challenge).toString('base64url');
}

const handleOf = ({ owner }: AccessWorld) =>
  Buffer.from(userHandle(owner.session.user.id)).toString('base64url');

async function makeAnswer(world: AccessWorld, purpose: 'sign-in' | 'confirm'): Promise<RawInput> {
  const { authenticator } = await makePasskey(world);
  const request = { challenge: challengeFor(world, purpose), rpId: 'localhost' };
  return { body: authenticator.answer(request, { userHandle: handleOf(world) }) };
}

/** There is room for one more: what others brought is taken away. */
async function addPasskeyRequest(world: AccessWorld): Promise<RawInput> {
  await makeRoom(world);
  const user = { id: handleOf(world) };
  const options = { challenge: challengeFor(world, 'register'), rp: { id: 'localhost' }, user };
  return { body: new TestAuthenticator(world.server.url).make(options) };
}

async function makeRoom({ rows }: AccessWorld): Promise<RawInput> {
  await rows.query('delete from passkeys');
  return {};
}

async function ownPasskeyParams(world: AccessWorld): Promise<RawInput> {
  return { params: { passkeyId: (await makePasskey(world)).id } };
}

export const goodPasskeyRequests = {
  signInWithPasskey: (world: AccessWorld) => makeAnswer(world, 'sign-in'),
  stepUpWithPasskey: (world: AccessWorld) => makeAnswer(world, 'confirm'),
  startPasskey: makeRoom,
  addPasskey: addPasskeyRequest,
  renamePasskey: async (world: AccessWorld) => ({
    ...(await ownPasskeyParams(world)),
    body: { name: 'My phone' },
  }),
  removePasskey: ownPasskeyParams,
};
