// Using a passkey: to sign in, or to prove once more that it is still the same user.
import { and, eq } from 'drizzle-orm';
import type { PasskeyAnswer, PasskeyRequest } from '../../../contract/endpoints/passkeys.ts';
import type { Context } from '../../context.ts';
import { type ChallengePurpose, challengeMs, makeChallenge } from '../../crypto/passkey-challenges.ts';
import type { Queries } from '../../database/database.ts';
import { passkeys, users } from '../../database/schema.ts';
import { type Act, type Ask, record } from '../access/act.ts';
import { displayName } from '../access/display-name.ts';
import { ProblemError } from '../access/problem-error.ts';
import { mayComeIn, passkeyStepOf } from '../access/signed-in.ts';
import { lockPerson } from '../links/person-of-link.ts';
import { openAccountSession, raiseByPasskey } from '../sign-in/account-session.ts';
import { describeCredentials, readPasskeys } from './passkeys.ts';
import { passkeyRefused, relyingParty, userHandle, verifyPasskeyAnswer } from './verify-passkey.ts';

function makeRequest(context: Context, bound: ChallengePurpose): PasskeyRequest {
  const challenge = makeChallenge(context.keys.passkeyChallenge, bound, context.clock());
  return {
    challenge: Buffer.from(challenge).toString('base64url'),
    rpId: relyingParty(context).id,
    timeout: challengeMs,
    userVerification: 'required',
  };
}

/** What a passkey is to sign so as to sign in. It names no passkey, so it is the same for everybody. */
export function requestSignIn(context: Context): PasskeyRequest {
  return makeRequest(context, { purpose: 'sign-in' });
}

/** What one of one's own passkeys is to sign so as to confirm that it is still oneself. */
export async function requestStepUp({ context, signedIn }: Act): Promise<PasskeyRequest> {
  const { organizationId, user, sessionId } = signedIn;
  const present = await context.database.inOrganization(organizationId, (tx) => readPasskeys(tx, user.id));
  return {
    ...makeRequest(context, { purpose: 'confirm', sessionId }),
    allowCredentials: describeCredentials(present),
  };
}

const credentialOf = ({ credentialId }: PasskeyAnswer) => Buffer.from(credentialId, 'base64url');

/** Holds the user and the passkey still, so that of two answers at once each sees the counter of the other. */
async function usePasskey(
  context: Context,
  tx: Queries,
  userId: string,
  answer: PasskeyAnswer,
  bound: ChallengePurpose,
): Promise<void> {
  const person = await lockPerson(tx, userId);
  const [passkey] = await tx
    .select()
    .from(passkeys)
    .where(and(eq(passkeys.credentialId, credentialOf(answer)), eq(passkeys.userId, userId)))
    .for('update');
  // A passkey comes on top of a password and ends with it; should one ever be left behind, it opens nothing.
  if (!person || !mayComeIn(person.user) || person.user.passwordHash === null || !passkey)
    throw passkeyRefused();
  const counter = await verifyPasskeyAnswer(context, tx, answer, passkey, bound);
  await tx.update(passkeys).set({ counter, lastUsedAt: context.clock() }).where(eq(passkeys.id, passkey.id));
}

/** So many failures of a user are noted; more in that time would only fill the audit trail. */
const notedFailures = { by: 'user', points: 20, seconds: 900 } as const;

async function mayNoteFailure({ attemptLimits }: Context, userId: string): Promise<boolean> {
  try {
    await attemptLimits.count('passkey-failure', notedFailures, userId);
    return true;
  } catch (error) {
    if (error instanceof ProblemError) return false;
    throw error;
  }
}

/** Notes a passkey that is known and was refused. One that nobody has is nobody's event. */
async function recordFailure(
  ask: Ask,
  { organizationId, userId }: { organizationId: string; userId: string },
): Promise<void> {
  if (!(await mayNoteFailure(ask.context, userId))) return;
  await ask.context.database.inOrganization(organizationId, async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.id, userId));
    const about = { subjectId: userId, subject: user ? displayName(user) : null };
    await record(tx, { ...ask, organizationId }, 'account.passkey-sign-in-failed', about);
  });
}

/** Whose passkey this is. An authenticator that names its user must name the same. */
async function findOwner({ database }: Context, answer: PasskeyAnswer) {
  const [owner] = await database.lookUp
    .select({ organizationId: passkeys.organizationId, userId: passkeys.userId })
    .from(passkeys)
    .where(eq(passkeys.credentialId, credentialOf(answer)));
  const isMeant = owner && answer.userHandle === Buffer.from(userHandle(owner.userId)).toString('base64url');
  return isMeant ? owner : null;
}

/**
 * Opens an account session with a passkey, which also counts as a step-up. A passkey that nobody has, one of
 * somebody suspended, a wrong signature and a challenge that is over get the same answer; tries are counted by the route before this.
 * @returns the token for the cookie
 * @throws ProblemError `passkey_refused`
 */
export async function signInWithPasskey(ask: Ask, answer: PasskeyAnswer): Promise<string> {
  const { context, origin } = ask;
  const owner = await findOwner(context, answer);
  if (!owner) throw passkeyRefused();
  const { organizationId, userId } = owner;
  const now = context.clock();
  try {
    return await context.database.inOrganization(organizationId, async (tx) => {
      await usePasskey(context, tx, userId, answer, { purpose: 'sign-in' });
      await tx.update(users).set({ lastSignInAt: now }).where(eq(users.id, userId));
      await record(tx, { ...ask, person: owner }, 'account.signed-in-with-passkey');
      return openAccountSession(tx, owner, origin, now, 'passkey');
    });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    await recordFailure(ask, owner);
    // A challenge that is over would tell that the rest is right.
    throw passkeyRefused();
  }
}

/**
 * Steps a session up by one of the user’s own passkeys. Where a passkey is required it is the second
 * step of a sign-in, too, and noted as one.
 * @returns the token for the cookie: the one before is worth nothing from then on
 * @throws ProblemError `passkey_refused`, `passkey_expired`
 */
export async function stepUpWithPasskey(act: Act, answer: PasskeyAnswer): Promise<string> {
  const { context, signedIn } = act;
  const { organizationId, user, sessionId } = signedIn;
  const now = context.clock();
  const isSecondStep = passkeyStepOf(signedIn) !== null;
  try {
    return await context.database.inOrganization(organizationId, async (tx) => {
      await usePasskey(context, tx, user.id, answer, { purpose: 'confirm', sessionId });
      const token = await raiseByPasskey(tx, sessionId, now);
      if (isSecondStep) await record(tx, act, 'account.signed-in-with-passkey');
      return token;
    });
  } catch (error) {
    if (isSecondStep && error instanceof ProblemError)
      await recordFailure(act, { organizationId, userId: user.id });
    throw error;
  }
}
