// Having a password made for a person who is there already, where the organization wants it.
import { eq } from 'drizzle-orm';
import type { User } from '../../../contract/endpoints/users.ts';
import { users } from '../../database/schema.ts';
import { type Act, aboutUser, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { readOrganization } from '../access/organization-row.ts';
import { fieldProblem } from '../access/problem-error.ts';
import { requireTakeover } from '../access/roles.ts';
import { generatedPasswordEnd } from '../access/secret-ends.ts';
import { askerOf, mayComeIn, type SignedIn } from '../access/signed-in.ts';
import { cancelMails, endLinks } from '../links/end-links.ts';
import { endPasskeys } from '../passkeys/passkeys.ts';
import { endAccountSessions } from '../sign-in/account-session.ts';
import { findManaged } from './find-managed.ts';
import { makePassword } from './generated-password.ts';
import { sendOneTimePassword } from './send-one-time-password.ts';
import { tellOfLostWay } from './tell-of-lost-way.ts';
import { describeUser } from './user-view.ts';
import { requireOwner } from './ways-in.ts';

function refuse(message: string) {
  return fieldProblem('validation_failed', 'deliver', message);
}

function requireFitting(signedIn: SignedIn, user: typeof users.$inferSelect): void {
  if (user.id === signedIn.user.id) {
    throw refuse('Change your own password under My User Account.');
  }
  if (user.email === null) {
    throw refuse('A password works only with an email address. Add one first.');
  }
  if (!mayComeIn(user)) throw refuse('This user is suspended. Reactivate them first.');
}

/**
 * Gives a user a random password that must be changed at the next sign-in; their sessions, passkeys and open links
 * end.
 * @returns the password where it is to be shown; `null` where it was mailed
 * @throws ProblemError `validation_failed` at `deliver` where it can’t be, or the organization doesn’t want it;
 * `above_you` for somebody who may do as much as the one who asks; `last_owner`
 */
export async function generatePassword(
  act: Act,
  { userId, deliver }: { userId: string; deliver: 'shown' | 'mailed' },
): Promise<{ user: User; password: string | null }> {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  const password = makePassword();
  const passwordHash = await context.hashing.hashPassword(password, askerOf(signedIn));
  const now = context.clock();
  return changeOrganization(context, organizationId, async (tx, revision) => {
    const before = await findManaged(tx, signedIn, userId);
    const organization = await readOrganization(tx, organizationId);
    if (!organization.generatedPasswords) {
      throw refuse('This organization invites users instead of generating passwords.');
    }
    requireFitting(signedIn, before.user);
    requireTakeover(signedIn, userId, before.role.permissions);
    await endAccountSessions(tx, userId);
    await endLinks(tx, userId, ['invitation', 'password-reset', 'email-change'], now);
    await cancelMails(tx, userId, ['one-time-password']);
    const [user] = await tx
      .update(users)
      .set({
        passwordHash,
        passwordMustChange: true,
        passwordExpiresAt: generatedPasswordEnd(organization, now),
        passwordMailedTo: deliver === 'mailed' ? users.emailFolded : null,
        revision,
      })
      .where(eq(users.id, userId))
      .returning();
    if (!user) throw new Error('a person whose row is locked is gone');
    const ended = await endPasskeys(tx, [userId]);
    if (deliver === 'mailed') await sendOneTimePassword(context, tx, user, password, ended);
    else await tellOfLostWay(context, tx, before.user, user, ended);
    if (before.role.builtIn === 'owner') await requireOwner(tx);
    await record(tx, act, 'user.password-generated', {
      ...aboutUser(user),
      detail: { deliver, ...ended },
    });
    const described = await describeUser(tx, act, user, before.role);
    return { user: described, password: deliver === 'shown' ? password : null };
  });
}
