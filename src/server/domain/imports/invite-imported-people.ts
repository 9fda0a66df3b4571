// Invites the users of a part of an import, one after another, once they are written.
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { users } from '../../database/schema.ts';
import { readActingUser } from '../access/acting-user.ts';
import { mayComeIn } from '../access/signed-in.ts';
import { hasOpenLink } from '../links/one-time-links.ts';
import { lockUser } from '../users/find-managed.ts';
import { sendInvitation } from '../users/send-invitation.ts';
import { patiently } from './patiently.ts';

/** In whose name users are invited, and from where that was asked for. */
export type Inviter = { organizationId: string; userId: string; address: string | null };

/**
 * Each in a transaction of its own, so that nobody waits for thousands of mails; left out is who has an open invitation or
 * a password, or may not come in by now.
 * @throws Stopped; ProblemError `permission_missing` once the inviter may no longer manage users
 */
export async function inviteImportedPeople(
  context: Context,
  { organizationId, userId: inviterId, address }: Inviter,
  userIds: readonly string[],
): Promise<void> {
  const inviteOne = (userId: string) =>
    context.database.inOrganization(organizationId, async (tx) => {
      const inviter = await readActingUser(tx, organizationId, inviterId);
      await lockUser(tx, userId);
      const [user] = await tx.select().from(users).where(eq(users.id, userId));
      if (!user?.email || user.passwordHash !== null || !mayComeIn(user)) return;
      if (await hasOpenLink(tx, userId, 'invitation')) return;
      await sendInvitation(tx, { context, origin: { address, userAgent: null }, signedIn: inviter }, user);
    });
  for (const userId of userIds) await patiently(context.jobs.stopping, () => inviteOne(userId));
}
