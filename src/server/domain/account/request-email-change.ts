// Asking for another email address of one's own, and giving that up.
import { and, eq, ne } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import { users } from '../../database/schema.ts';
import { requireMailable } from '../../mail/mailable-address.ts';
import { type MailPerson, tellPerson } from '../../mail/tell-person.ts';
import { type Act, record } from '../access/act.ts';
import { foldAddress } from '../access/fold-address.ts';
import { fieldProblem, ProblemError } from '../access/problem-error.ts';
import { requireOwnSecret } from '../access/signed-in.ts';
import { makeLink } from '../links/one-time-links.ts';
import { voidPendingEmail } from '../links/pending-email.ts';
import { lockPerson } from '../links/person-of-link.ts';
import { requireStanding } from '../sign-in/account-session.ts';
import { requireOwnPassword } from '../sign-in/own-password.ts';
import { explainTakenAddress } from '../users/email-holder.ts';

async function isTakenByAnother(tx: Queries, userId: string, email: string): Promise<boolean> {
  const [other] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.emailFolded, foldAddress(email)), ne(users.id, userId)));
  return other !== undefined;
}

type Addresses = { organizationId: string; oldEmail: string; newEmail: string };

/** Mails the link to the new address, and the way to stop it to the old one. @returns until when the change can be made */
async function mailLinks(
  context: Context,
  tx: Queries,
  person: MailPerson,
  { organizationId, oldEmail, newEmail }: Addresses,
): Promise<Date> {
  const who = { organizationId, userId: person.user.id };
  const change = await makeLink(context, tx, { ...who, kind: 'email-change', email: newEmail });
  const stop = await makeLink(context, tx, {
    ...who,
    kind: 'email-change-stop',
    email: oldEmail,
    stopsLinkId: change.linkId,
  });
  for (const { kind, recipient, linkId, link, expiresAt } of [
    { kind: 'email-change', recipient: newEmail, ...change },
    { kind: 'email-change-notice', recipient: oldEmail, ...stop },
  ] as const) {
    const news = { kind, newEmail, link, expiresAt: expiresAt.toISOString() };
    await tellPerson(context, tx, person, recipient, news, linkId);
  }
  return change.expiresAt;
}

/**
 * Begins a change of one's own address; it takes effect when the link in the mail to the new address is used. A change that
 * was begun before is replaced. Not yet verified: that the new address can be read by who asks (the link shows it).
 * @throws ProblemError `wrong_password`, `email_taken`, `validation_failed` at the field
 */
export async function requestEmailChange(
  act: Act,
  { email: newEmail, password }: { email: string; password: string },
): Promise<{ email: string; expiresAt: Date }> {
  const { context, signedIn } = act;
  requireOwnSecret(signedIn);
  await requireOwnPassword(act, password, 'password');
  await requireMailable(context, newEmail);
  const { organizationId, user } = signedIn;
  const now = context.clock();
  const expiresAt = await context.database.inOrganization(organizationId, async (tx) => {
    const person = await lockPerson(tx, user.id);
    // A new password may have ended it while the old one was compared.
    await requireStanding(tx, signedIn.sessionId);
    const oldEmail = person?.user.email;
    if (!person || !oldEmail)
      throw new ProblemError('not_signed_in', 'Your account has changed. Sign in again.');
    if (oldEmail === newEmail)
      throw fieldProblem('validation_failed', 'email', 'That’s already your address. Enter the new one.');
    if (await isTakenByAnother(tx, user.id, newEmail)) return null;
    await voidPendingEmail(tx, user.id, now);
    await record(tx, act, 'account.email-change-requested');
    return mailLinks(context, tx, person, { organizationId, oldEmail, newEmail });
  });
  return expiresAt ? { email: newEmail, expiresAt } : explainTakenAddress(act, newEmail);
}

/** Gives up the change that is open; none is fine, too. */
export async function cancelEmailChange(act: Act): Promise<void> {
  const { context, signedIn } = act;
  const { database, clock } = context;
  requireOwnSecret(signedIn);
  const { organizationId, user } = signedIn;
  const now = clock();
  await database.inOrganization(organizationId, async (tx) => {
    await lockPerson(tx, user.id);
    if (!(await voidPendingEmail(tx, user.id, now))) return;
    await record(tx, act, 'account.email-change-stopped', { detail: { tookEffect: false } });
  });
}
