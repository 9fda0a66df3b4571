// Sending an invitation: a new link and its mail, in the transaction that causes them.
import type { Queries } from '../../database/database.ts';
import type { users } from '../../database/schema.ts';
import { tellPerson } from '../../mail/tell-person.ts';
import { type Ask, aboutUser, record } from '../access/act.ts';
import { displayName } from '../access/display-name.ts';
import { readOrganization } from '../access/organization-row.ts';
import type { SignedIn } from '../access/signed-in.ts';
import { cancelMails } from '../links/end-links.ts';
import { makeLink } from '../links/one-time-links.ts';

type UserRow = typeof users.$inferSelect;

/**
 * Invites a user at their stored address; the link and the waiting mail of before die.
 * Not yet verified: that they have no password and may come in, and that the one who invites may.
 * @param ask its `signedIn` is named in the mail; nobody where the user asked for a new link
 * @returns until when the link works
 */
export async function sendInvitation(
  tx: Queries,
  ask: Ask & { signedIn?: SignedIn },
  user: UserRow,
): Promise<Date> {
  const { context, signedIn: inviter } = ask;
  const { id: userId, organizationId, email } = user;
  if (email === null) throw new TypeError('somebody without an address can’t be invited by email');
  const organization = await readOrganization(tx, organizationId);
  await cancelMails(tx, userId, ['invitation']);
  const target = { organizationId, userId, kind: 'invitation', email } as const;
  const { linkId, link, expiresAt } = await makeLink(context, tx, target);
  const invitation = {
    kind: 'invitation',
    inviterName: inviter ? displayName(inviter.user) : organization.name,
    link,
    expiresAt: expiresAt.toISOString(),
  } as const;
  await tellPerson(context, tx, { user, organization }, email, invitation, linkId);
  await record(tx, { ...ask, organizationId }, 'user.invited', {
    actorId: inviter?.user.id ?? null,
    ...aboutUser(user),
    detail: inviter ? {} : { askedByThemselves: true },
  });
  return expiresAt;
}
