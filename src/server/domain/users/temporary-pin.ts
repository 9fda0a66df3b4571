// Temporary PINs: random, shown once, and changed by the user at their next sign-in.
import { eq } from 'drizzle-orm';
import type { User } from '../../../contract/endpoints/users.ts';
import type { Context } from '../../context.ts';
import { isTaken, type Queries } from '../../database/database.ts';
import { pinRequests, pinSessions, users } from '../../database/schema.ts';
import { type Act, aboutUser, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { readOrganization } from '../access/organization-row.ts';
import { fieldProblem } from '../access/problem-error.ts';
import { temporaryPinEnd } from '../access/secret-ends.ts';
import { mayComeIn, readPermissions } from '../access/signed-in.ts';
import { pinTaken } from '../pins/taken-pins.ts';
import { findFreePin, type PreparedPin, preparePin, requireFittingPolicy } from '../pins/user-pin.ts';
import { findManaged } from './find-managed.ts';
import { describeUser } from './user-view.ts';

export type PreparedTemporaryPin = { pin: string; stored: PreparedPin };

/** Makes a PIN that nobody has right now, and what is stored of it; hashing comes before the transaction. */
export async function prepareTemporaryPin(
  context: Context,
  organizationId: string,
  userId: string,
): Promise<PreparedTemporaryPin> {
  const { pin } = await findFreePin(context, organizationId);
  return { pin, stored: await preparePin(context, organizationId, userId, pin) };
}

/**
 * Gives a user a temporary PIN: their PIN sessions end, wrong tries are forgotten, and an open request is answered.
 * Not yet verified: that the one who gives it may.
 * @param revision the one of the change that this is part of
 * @throws ProblemError `changed_meanwhile` when the rules for PINs are no longer those that it was made for
 */
export async function setTemporaryPin(
  tx: Queries,
  act: Act,
  { userId, revision, stored }: { userId: string; revision: number; stored: PreparedPin },
): Promise<typeof users.$inferSelect> {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  await requireFittingPolicy(tx, organizationId, stored);
  const pinExpiresAt = temporaryPinEnd(await readOrganization(tx, organizationId), context.clock());
  const [user] = await tx
    .update(users)
    .set({ ...stored, pinMustChange: true, pinExpiresAt, pinFailures: 0, revision })
    .where(eq(users.id, userId))
    .returning();
  if (!user) throw new Error('a person who was just found is gone');
  await tx.delete(pinSessions).where(eq(pinSessions.userId, userId));
  await tx.delete(pinRequests).where(eq(pinRequests.userId, userId));
  await record(tx, act, 'user.temporary-pin', aboutUser(user));
  return user;
}

/** @throws ProblemError `validation_failed` at `userId` for somebody whom a PIN would not let in */
function requireUseOfPin(
  user: typeof users.$inferSelect,
  role: { name: string; permissions: readonly string[] },
) {
  const refuse = (why: string) => fieldProblem('validation_failed', 'userId', why);
  if (!mayComeIn(user)) throw refuse('This user is suspended. Reactivate them first.');
  if (readPermissions(role.permissions).has('tablet:use')) return;
  throw refuse(
    `Users with the role ${role.name} can’t sign in on tablets, so they need no PIN. Choose another role first.`,
  );
}

const tries = 3;

/**
 * Tries again with another PIN when somebody got the same one a moment before.
 * @throws ProblemError `pin_taken` when that happens again and again
 */
export async function withFreePin<T>(work: () => Promise<T>, left: number = tries): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isTaken(error, 'users_pin')) throw error;
    if (left <= 1) throw pinTaken();
    return withFreePin(work, left - 1);
  }
}

/** Gives somebody a temporary PIN. @returns the user, and the PIN, which is never told again */
export async function giveTemporaryPin(act: Act, userId: string): Promise<{ user: User; pin: string }> {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  return withFreePin(async () => {
    const { pin, stored } = await prepareTemporaryPin(context, organizationId, userId);
    return changeOrganization(context, organizationId, async (tx, revision) => {
      const { user: before, role } = await findManaged(tx, signedIn, userId);
      requireUseOfPin(before, role);
      const user = await setTemporaryPin(tx, act, { userId, revision, stored });
      return { user: await describeUser(tx, act, user, role), pin };
    });
  });
}
