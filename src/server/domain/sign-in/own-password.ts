// One's own password: proven again, and changed.
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { accountSessions, users } from '../../database/schema.ts';
import { type Act, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { fieldProblem } from '../access/problem-error.ts';
import { ownPassword } from '../access/secret-ends.ts';
import { askerOf, type SignedIn } from '../access/signed-in.ts';
import { requirePasskeyBeside, requireStepUpByPassword } from '../access/step-up.ts';
import { cancelMails } from '../links/end-links.ts';
import { voidLinks } from '../links/one-time-links.ts';
import { voidPendingEmail } from '../links/pending-email.ts';
import { endSessions, sessionOver } from './account-session.ts';
import { requireFittingPassword } from './password-rules.ts';
import { countPasswordTry } from './password-tries.ts';

/**
 * Where a passkey is required and there, it must have been used just now, too.
 * @throws ProblemError `step_up_required`, `wrong_password` at `field`, `too_many_attempts`
 */
export async function requireOwnPassword(
  { context, signedIn }: Act,
  password: string,
  field: string,
): Promise<void> {
  requirePasskeyBeside(signedIn, context.clock());
  const { database, hashing } = context;
  const [row] = await database.inOrganization(signedIn.organizationId, (tx) =>
    tx
      .select({ email: users.email, passwordHash: users.passwordHash })
      .from(users)
      .where(eq(users.id, signedIn.user.id)),
  );
  const giveBack = await countPasswordTry(context, row?.email ?? signedIn.user.id);
  const phcs = row?.passwordHash ? [row.passwordHash] : [];
  const [isRight] = await hashing
    .verifyPassword(async () => ({ phcs, alike: 1 }), password, askerOf(signedIn))
    .catch(async (error: unknown) => {
      await giveBack();
      throw error;
    });
  if (isRight) return giveBack();
  throw fieldProblem('wrong_password', field, 'The password is wrong. Try again.');
}

const stepUpNow = (context: Context) => ({
  steppedUpAt: context.clock(),
  steppedUpBy: 'password' as const,
});

/**
 * Steps a session up for the next minutes (`stepUpMs`).
 * @returns the session as it is from then on
 * @throws ProblemError `passkey_required` where only a passkey does that; `wrong_password`
 */
export async function stepUpWithPassword(act: Act, password: string): Promise<SignedIn> {
  const { context, signedIn } = act;
  requireStepUpByPassword(signedIn);
  await requireOwnPassword(act, password, 'password');
  const stepUp = stepUpNow(context);
  await context.database.inOrganization(signedIn.organizationId, (tx) =>
    tx.update(accountSessions).set(stepUp).where(eq(accountSessions.id, signedIn.sessionId)),
  );
  return { ...signedIn, ...stepUp };
}

type PasswordChange = { currentPassword: string; newPassword: string; keepOtherSessions?: true | undefined };

function requireAnother({ currentPassword, newPassword }: PasswordChange, { mustChange }: SignedIn): void {
  if (mustChange !== 'password' || newPassword !== currentPassword) return;
  throw fieldProblem(
    'validation_failed',
    'newPassword',
    'That’s the password generated for you. Choose your own.',
  );
}

/**
 * Changes one's own password; links to a new one and a change of address that is open die with the old,
 * since whoever knew that may have asked for them. One's other sessions end, on tablets, too, unless they are to be kept.
 * @returns the session as it is from then on
 */
export async function changePassword(act: Act, change: PasswordChange): Promise<SignedIn> {
  const { context, signedIn } = act;
  const { organizationId, user, sessionId } = signedIn;
  await requireOwnPassword(act, change.currentPassword, 'currentPassword');
  requireAnother(change, signedIn);
  await requireFittingPassword(context, organizationId, change.newPassword, 'newPassword', user);
  const passwordHash = await context.hashing.hashPassword(change.newPassword, askerOf(signedIn));
  const stepUp = stepUpNow(context);
  const now = stepUp.steppedUpAt;
  // Sessions that were opened with a password which somebody else knew are never kept.
  const keepOthers = change.keepOtherSessions === true && !signedIn.mustChange;
  await changeOrganization(context, organizationId, async (tx) => {
    await tx.update(users).set(ownPassword(passwordHash)).where(eq(users.id, user.id));
    const [session] = await tx
      .update(accountSessions)
      .set(stepUp)
      .where(eq(accountSessions.id, sessionId))
      .returning({ id: accountSessions.id });
    // The password was voided, or the user suspended, while this one was hashed.
    if (!session) throw sessionOver();
    if (!keepOthers) await endSessions(tx, user.id, sessionId);
    await voidLinks(tx, user.id, 'password-reset', now);
    await voidPendingEmail(tx, user.id, now);
    await cancelMails(tx, user.id, ['one-time-password']);
    await record(tx, act, 'account.password-changed', { detail: { otherSessionsKept: keepOthers } });
  });
  return { ...signedIn, ...stepUp, mustChange: null };
}
