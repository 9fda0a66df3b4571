// A new password by the link of "Forgot password?".
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { users } from '../../database/schema.ts';
import { tellPerson } from '../../mail/tell-person.ts';
import { type Ask, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { ownPassword } from '../access/secret-ends.ts';
import { askerAt, mayComeIn } from '../access/signed-in.ts';
import { cancelMails } from '../links/end-links.ts';
import {
  findLink,
  linkInvalid,
  type OneTimeLink,
  requireOpenLink,
  spendLink,
} from '../links/one-time-links.ts';
import { voidPendingEmail } from '../links/pending-email.ts';
import { lockPersonOfLink } from '../links/person-of-link.ts';
import { endUnsettledPasskeys } from '../passkeys/passkeys.ts';
import { endSessions, openAccountSession } from '../sign-in/account-session.ts';
import { requireFittingPassword } from '../sign-in/password-rules.ts';
import { forgetPasswordTries } from '../sign-in/password-tries.ts';
import { readDemands } from '../sign-in/required-passkey.ts';

async function findPerson({ database }: Context, { organizationId, userId, email }: OneTimeLink) {
  return database.inOrganization(organizationId, async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.id, userId));
    // A link goes to an address: whoever has another one by now is no longer meant.
    if (!user || !mayComeIn(user) || user.email !== email) throw linkInvalid();
    return { user, demands: await readDemands(tx, userId) };
  });
}

async function findOpenLink(context: Context, code: string) {
  const link = await findLink(context, code, 'password-reset');
  requireOpenLink(link, context.clock());
  return { link, ...(await findPerson(context, link)) };
}

/** Whose password a link is for. @throws ProblemError `link_invalid`, `link_expired` */
export async function checkPasswordReset(context: Context, code: string) {
  const { link, demands } = await findOpenLink(context, code);
  const { organizationName, passwordMinLength } = demands;
  return { email: link.email, organizationName, passwordMinLength };
}

/**
 * Sets the new password, ends every session of the user, on tablets, too, and every passkey, and opens a session here: whoever
 * asks for a link may do so because somebody else got in, who could have added a passkey of their own. Passkeys that are required stay but for young ones (`endUnsettledPasskeys`), and the
 * session opens nothing until one is used. Of many at once exactly one gets
 * through. A change of address that is open dies with the old password, since whoever knew that may have asked for it.
 * @returns the token of the session
 * @throws ProblemError `link_invalid`, `link_expired`, `validation_failed` at `password` (the link then works on)
 */
export async function completePasswordReset(
  ask: Ask,
  { code, password }: { code: string; password: string },
): Promise<string> {
  const { context, origin } = ask;
  const { link, user } = await findOpenLink(context, code);
  const { organizationId, userId } = link;
  await requireFittingPassword(context, organizationId, password, 'password', user);
  const passwordHash = await context.hashing.hashPassword(password, askerAt(origin));
  const now = context.clock();
  const token = await changeOrganization(context, organizationId, async (tx) => {
    const person = await lockPersonOfLink(tx, link);
    if (person.user.email !== link.email) throw linkInvalid();
    await spendLink(tx, link, now);
    await tx
      .update(users)
      .set({ ...ownPassword(passwordHash), provenEmail: users.emailFolded, lastSignInAt: now })
      .where(eq(users.id, userId));
    await endSessions(tx, userId);
    const ended = await endUnsettledPasskeys(tx, userId, now);
    await voidPendingEmail(tx, userId, now);
    await cancelMails(tx, userId, ['one-time-password']);
    await record(tx, { ...ask, person: link }, 'account.password-reset', { detail: ended });
    await tellPerson(context, tx, person, link.email, { kind: 'password-was-reset', ...ended });
    return openAccountSession(tx, { organizationId, userId }, origin, now);
  });
  // Whoever tried in vain to sign in before must not wait now.
  await forgetPasswordTries(context, link.email);
  return token;
}
