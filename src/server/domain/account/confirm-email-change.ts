// Makes a change of one's own email address, by the link that was mailed to the new one.
import { and, eq } from 'drizzle-orm';
import { isTaken, type Queries } from '../../database/database.ts';
import { oneTimeLinks, users } from '../../database/schema.ts';
import { tellPerson } from '../../mail/tell-person.ts';
import { type Ask, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { foldAddress } from '../access/fold-address.ts';
import { ProblemError } from '../access/problem-error.ts';
import {
  findLink,
  linkInvalid,
  type OneTimeLink,
  requireOpenLink,
  spendLink,
  voidLinks,
} from '../links/one-time-links.ts';
import { lockPersonOfLink } from '../links/person-of-link.ts';

/** The answer when the address went to somebody else while a link waited. */
export function refuseTakenAddress(error: unknown): never {
  if (!isTaken(error, 'users_email')) throw error;
  throw new ProblemError(
    'email_taken',
    'Somebody else in this organization now has that address. Ask an admin of your organization.',
  );
}

/** Sets a user's address, at which they have opened a link. @throws the refusal of `users_email` when somebody else has it */
export async function setAddress(
  tx: Queries,
  userId: string,
  email: string,
  revision: number,
): Promise<void> {
  const emailFolded = foldAddress(email);
  await tx
    .update(users)
    .set({ email, emailFolded, provenEmail: emailFolded, revision })
    .where(eq(users.id, userId));
}

/** The address that the change began from: the one to which the way to stop it went. */
async function findOldAddress(tx: Queries, link: OneTimeLink): Promise<string | undefined> {
  const [stop] = await tx
    .select({ email: oneTimeLinks.email })
    .from(oneTimeLinks)
    .where(and(eq(oneTimeLinks.userId, link.userId), eq(oneTimeLinks.stopsLinkId, link.id)));
  return stop?.email;
}

/**
 * Takes the new address; sessions go on, links to a new password that went to the old address die.
 * @throws ProblemError `link_invalid`, `link_expired`, `email_taken`
 */
export async function confirmEmailChange(
  ask: Ask,
  code: string,
): Promise<{ email: string; organizationName: string }> {
  const { context } = ask;
  const link = await findLink(context, code, 'email-change');
  const now = context.clock();
  requireOpenLink(link, now);
  const { organizationId, email: newEmail } = link;
  return changeOrganization(context, organizationId, async (tx, revision) => {
    const person = await lockPersonOfLink(tx, link);
    await spendLink(tx, link, now);
    const oldEmail = await findOldAddress(tx, link);
    // An admin gave the user another address meanwhile: what was asked for then is no longer what is wanted.
    if (!oldEmail || person.user.email !== oldEmail) throw linkInvalid();
    await setAddress(tx, link.userId, newEmail, revision);
    await voidLinks(tx, link.userId, 'password-reset', now);
    await record(tx, { ...ask, person: link }, 'account.email-changed');
    for (const recipient of [oldEmail, newEmail])
      await tellPerson(context, tx, person, recipient, { kind: 'email-changed', oldEmail, newEmail });
    return { email: newEmail, organizationName: person.organization.name };
  }).catch(refuseTakenAddress);
}
