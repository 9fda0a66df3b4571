// Changing one's own PIN, at a tablet or from one's account.
import { and, eq, ne, sql } from 'drizzle-orm';
import type { OwnPin } from '../../../contract/endpoints/own-pin.ts';
import { pinFailuresMost } from '../../../contract/pin-tries.ts';
import type { Context } from '../../context.ts';
import { isPinOf, isSamePin } from '../../crypto/pin-secret.ts';
import { organizations, pinRequests, pinSessions, users } from '../../database/schema.ts';
import { type Act, aboutUser, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { fieldProblem, ProblemError } from '../access/problem-error.ts';
import { requireOwnSecret, type SignedIn } from '../access/signed-in.ts';
import { requireOwnPassword } from '../sign-in/own-password.ts';
import { countOwnTry, giveBackOwnTry, pinDisabled, wrongPin } from './pin-attempts.ts';
import { findPinRefusal } from './taken-pins.ts';
import { type PreparedPin, preparePin, requireFittingPolicy } from './user-pin.ts';

type PinChange = { currentPin?: string | undefined; password?: string | undefined; newPin: string };

async function readOwn({ database }: Context, { organizationId, user }: SignedIn) {
  const [row] = await database.inOrganization(organizationId, (tx) =>
    tx
      .select({
        pinSealed: users.pinSealed,
        pinFailures: users.pinFailures,
        currentLength: users.pinLength,
        pinLength: organizations.pinLength,
        pinSalt: organizations.pinSalt,
      })
      .from(users)
      .innerJoin(organizations, eq(organizations.id, users.organizationId))
      .where(eq(users.id, user.id)),
  );
  if (!row) throw new Error('the one who is signed in is gone');
  return row;
}
type Own = Awaited<ReturnType<typeof readOwn>>;

/** How one's own PIN stands. */
export async function getOwnPin({ context, signedIn }: Act): Promise<OwnPin> {
  const { pinSealed, pinFailures, pinLength, currentLength } = await readOwn(context, signedIn);
  return {
    hasPin: pinSealed !== null,
    pinDisabled: pinFailures >= pinFailuresMost,
    pinLength,
    currentLength,
  };
}

/** @throws ProblemError `wrong_pin` at `currentPin`, `pin_disabled` */
async function requireCurrentPin(
  act: Act,
  own: Own & { pinSealed: Buffer },
  currentPin: string | undefined,
): Promise<void> {
  const { context, signedIn } = act;
  if (currentPin === undefined) {
    throw fieldProblem('validation_failed', 'currentPin', 'Enter your current PIN.');
  }
  if (own.pinFailures >= pinFailuresMost) {
    throw pinDisabled();
  }
  const { organizationId, user, deviceId } = signedIn;
  const pinHash = await context.hashing.hashPin(currentPin, own.pinSalt, {
    member: deviceId ?? user.id,
    isTap: deviceId !== null,
  });
  if (isPinOf(context.keys, user.id, own.pinSealed, pinHash)) return;
  await context.database.inOrganization(organizationId, (tx) =>
    record(tx, act, 'pin.sign-in-failed', { ...aboutUser(user), detail: { whileChanging: true } }),
  );
  throw wrongPin(null, 'currentPin');
}

/** Shows that it is the user who asks: by the PIN they have, or by their password where they have none. */
async function prove(act: Act, own: Own, { currentPin, password }: Omit<PinChange, 'newPin'>): Promise<void> {
  // They have entered the PIN that is to be changed to open this very session.
  if (act.signedIn.mustChange === 'pin') return;
  const { pinSealed } = own;
  if (pinSealed) {
    return requireCurrentPin(act, { ...own, pinSealed }, currentPin);
  }
  if (password === undefined) {
    throw fieldProblem('validation_failed', 'password', 'You have no PIN yet. Enter your password.');
  }
  await requireOwnPassword(act, password, 'password');
}

async function store(act: Act, own: Own, prepared: PreparedPin): Promise<void> {
  const { context, signedIn } = act;
  const { organizationId, user, sessionId } = signedIn;
  const { partnerId, id: userId } = user;
  const refusal = await changeOrganization(context, organizationId, async (tx, revision) => {
    await requireFittingPolicy(tx, organizationId, prepared);
    const offered = { pin: prepared, userId, partnerId, field: 'newPin', isOwn: true };
    const refused = await findPinRefusal(tx, act, offered);
    if (refused) return refused;
    const isWhatWasProven = sql`${users.pinSealed} is not distinct from ${own.pinSealed}`;
    const stored = await tx
      .update(users)
      .set({ ...prepared, pinMustChange: false, pinExpiresAt: null, pinFailures: 0, revision })
      .where(and(eq(users.id, user.id), eq(users.state, 'active'), isWhatWasProven))
      .returning({ id: users.id });
    if (stored.length === 0) {
      throw new ProblemError('changed_meanwhile', 'Your PIN was changed. Sign in again.');
    }
    await tx.delete(pinSessions).where(and(eq(pinSessions.userId, user.id), ne(pinSessions.id, sessionId)));
    await tx.delete(pinRequests).where(eq(pinRequests.userId, user.id));
    await record(tx, act, 'account.pin-changed');
    return null;
  });
  if (refusal) throw refusal;
}

/**
 * Does work that looks at one's PIN as a try of one's own: counted before, and given back unless the PIN was wrong. The tablet
 * takes it for no guess, since only who knows the PIN has such a session. How often it is told that somebody else has a PIN is
 * counted apart.
 */
async function countedAsOwn<T>(context: Context, signedIn: SignedIn, work: () => Promise<T>): Promise<T> {
  const { deviceId, organizationId, user } = signedIn;
  if (deviceId === null) return work();
  const own = { deviceId, organizationId, userId: user.id };
  await countOwnTry(context, own);
  try {
    const result = await work();
    await giveBackOwnTry(context, own);
    return result;
  } catch (error) {
    if (!(error instanceof ProblemError && error.code === 'wrong_pin')) await giveBackOwnTry(context, own);
    throw error;
  }
}

/** Whether this is one's PIN. @throws ProblemError `wrong_pin`, `pin_disabled`, `change_required` */
export async function checkOwnPin(act: Act, currentPin: string): Promise<void> {
  const { context, signedIn } = act;
  requireOwnSecret(signedIn);
  const own = await readOwn(context, signedIn);
  const { pinSealed } = own;
  if (!pinSealed) throw fieldProblem('validation_failed', 'currentPin', 'You have no PIN yet.');
  await countedAsOwn(context, signedIn, () => requireCurrentPin(act, { ...own, pinSealed }, currentPin));
}

/**
 * Changes one's own PIN; one's PIN sessions elsewhere end. Tries are counted by the route before this, too.
 * @returns the session as it is from then on
 * @throws ProblemError `wrong_pin`, `pin_disabled`, `wrong_password`, `pin_taken`, `changed_meanwhile`
 */
export async function changeOwnPin(act: Act, change: PinChange): Promise<SignedIn> {
  const { context, signedIn } = act;
  if (signedIn.kind === 'account') requireOwnSecret(signedIn);
  const { organizationId, user } = signedIn;
  const own = await readOwn(context, signedIn);
  const prepared = await preparePin(context, organizationId, user.id, change.newPin, 'newPin');
  await countedAsOwn(context, signedIn, async () => {
    await prove(act, own, change);
    if (own.pinSealed && isSamePin(context.keys, user.id, own.pinSealed, prepared.pinSealed)) {
      const message = 'This is your current PIN. Choose another one.';
      throw fieldProblem('validation_failed', 'newPin', message);
    }
    await store(act, own, prepared);
  });
  return signedIn.kind === 'pin' ? { ...signedIn, mustChange: null, pinChange: null } : signedIn;
}
