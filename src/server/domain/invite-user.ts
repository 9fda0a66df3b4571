// Inviting a person by e-mail: the link and the mail, in the transaction that causes them.
import { eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import type { Queries } from '../database/database.ts';
import { organizations, type users } from '../database/schema.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { makeLink } from './one-time-links.ts';
import { displayName, type SignedIn } from './signed-in.ts';

type Invited = typeof users.$inferSelect;

/**
 * Sends an invitation to a person's stored address; the link before dies.
 * Not yet verified: that the one who invites may, and that the person has no password yet.
 * @param inviter who the mail names; `null` where the person asked for a new link
 * @returns until when the link works
 */
export async function sendInvitation(
  context: Pick<Context, 'publicUrl' | 'clock' | 'keys' | 'jobs'>,
  tx: Queries,
  inviter: Pick<SignedIn, 'user'> | null,
  user: Invited,
): Promise<Date> {
  const { id: userId, organizationId, email } = user;
  if (email === null) throw new TypeError('somebody without an address can’t be invited by e-mail');
  const [organization] = await tx.select().from(organizations).where(eq(organizations.id, organizationId));
  if (!organization) throw new Error('the organization is gone');
  const target = { organizationId, userId, kind: 'invitation', email } as const;
  const { linkId, link, expiresAt } = await makeLink(context, tx, target);
  await queueMail(context, tx, {
    organizationId,
    userId,
    recipient: email,
    language: user.language ?? organization.language,
    linkId,
    content: {
      kind: 'invitation',
      organizationName: organization.name,
      personName: displayName(user),
      inviterName: inviter ? displayName(inviter.user) : organization.name,
      link,
      expiresAt: expiresAt.toISOString(),
    },
  });
  return expiresAt;
}
