// Stops a change of somebody's email address, by the link that was mailed to the old one; also after it took effect.
import { randomBytes } from 'node:crypto';
import { and, eq, gte, isNotNull, ne } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import { oneTimeLinks, users } from '../../database/schema.ts';
import type { EndedPasskeys } from '../../mail/mail-content.ts';
import { type MailPerson, tellPerson } from '../../mail/tell-person.ts';
import { type Ask, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { ownPassword } from '../access/secret-ends.ts';
import { askerAt } from '../access/signed-in.ts';
import {
  findLink,
  isOpenLink,
  linkInvalid,
  type OneTimeLink,
  requireOpenLink,
  spendLink,
} from '../links/one-time-links.ts';
import { voidPendingEmail } from '../links/pending-email.ts';
import { lockPersonOfLink } from '../links/person-of-link.ts';
import { endUnsettledPasskeys } from '../passkeys/passkeys.ts';
import { endAccountSessions } from '../sign-in/account-session.ts';
import { refuseTakenAddress, setAddress } from './confirm-email-change.ts';
import { mailPasswordReset } from './request-password-reset.ts';

export type StoppedChange = { outcome: 'stopped' | 'undone'; email: string; organizationName: string };

/** Whether the address that stands now came by a change from this one on, and not from an admin. */
async function standsByChange(tx: Queries, first: OneTimeLink, email: string): Promise<boolean> {
  const [change] = await tx
    .select({ id: oneTimeLinks.id })
    .from(oneTimeLinks)
    .where(
      and(
        eq(oneTimeLinks.userId, first.userId),
        eq(oneTimeLinks.kind, 'email-change'),
        isNotNull(oneTimeLinks.usedAt),
        gte(oneTimeLinks.createdAt, first.createdAt),
        eq(oneTimeLinks.email, email),
      ),
    )
    .limit(1);
  return change !== undefined;
}

/** Ends the ways to stop the changes that came after this one: they lead back to addresses of whoever made them. */
async function voidLaterStops(tx: Queries, stop: OneTimeLink, now: Date): Promise<void> {
  await tx
    .update(oneTimeLinks)
    .set({ voidedAt: now })
    .where(
      and(
        eq(oneTimeLinks.userId, stop.userId),
        eq(oneTimeLinks.kind, 'email-change-stop'),
        ne(oneTimeLinks.id, stop.id),
        gte(oneTimeLinks.createdAt, stop.createdAt),
        isOpenLink,
      ),
    );
}

/**
 * Puts the old address back and shuts out whoever made the change: their sessions and passkeys (but settled ones that are
 * required) end, and the password they know.
 */
async function undo(
  context: Context,
  tx: Queries,
  person: MailPerson,
  { made, stop }: { made: OneTimeLink; stop: OneTimeLink },
  { revision, passwordHash }: { revision: number; passwordHash: string },
): Promise<EndedPasskeys> {
  const now = context.clock();
  const { id: userId, email: takenBack } = person.user;
  if (!takenBack || !(await standsByChange(tx, made, takenBack))) throw linkInvalid();
  await setAddress(tx, userId, stop.email, revision);
  await tx.update(users).set(ownPassword(passwordHash)).where(eq(users.id, userId));
  await endAccountSessions(tx, userId);
  const ended = await endUnsettledPasskeys(tx, userId, now);
  await voidLaterStops(tx, stop, now);
  await mailPasswordReset(context, tx, person, stop.email, ended);
  await tellPerson(context, tx, person, takenBack, {
    kind: 'email-change-undone',
    oldEmail: stop.email,
    newEmail: takenBack,
  });
  return ended;
}

/**
 * Voids a change that has not taken effect; one that has is undone.
 * @throws ProblemError `link_invalid`, `link_expired`, `email_taken`
 */
export async function stopEmailChange(ask: Ask, code: string): Promise<StoppedChange> {
  const { context, origin } = ask;
  const stop = await findLink(context, code, 'email-change-stop');
  const now = context.clock();
  requireOpenLink(stop, now);
  // A password that nobody knows: "no password" would make an owner one who can't sign in, and a user one to be invited.
  const passwordHash = await context.hashing.hashPassword(
    randomBytes(32).toString('base64url'),
    askerAt(origin),
  );
  const { organizationId, userId, email } = stop;
  return changeOrganization(context, organizationId, async (tx, revision): Promise<StoppedChange> => {
    const person = await lockPersonOfLink(tx, stop);
    await spendLink(tx, stop, now);
    const [made] = await tx
      .select()
      .from(oneTimeLinks)
      .where(and(eq(oneTimeLinks.id, stop.stopsLinkId ?? ''), isNotNull(oneTimeLinks.usedAt)));
    await voidPendingEmail(tx, userId, now);
    const ended = made && (await undo(context, tx, person, { made, stop }, { revision, passwordHash }));
    const detail = { tookEffect: made !== undefined, ...ended };
    await record(tx, { ...ask, person: stop }, 'account.email-change-stopped', { detail });
    return { outcome: made ? 'undone' : 'stopped', email, organizationName: person.organization.name };
  }).catch(refuseTakenAddress);
}
