// Invites the people of an import, one after another, once they are written.
import { and, eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { users } from '../database/schema.ts';
import { hasOpenLink } from './one-time-links.ts';
import { sendInvitation } from './send-invitation.ts';
import type { SignedIn } from './signed-in.ts';

/** Each in a transaction of its own, so that nobody waits for thousands of mails; who has an open invitation is left out. */
export async function inviteImportedPeople(
  context: Context,
  signedIn: SignedIn,
  userIds: readonly string[],
): Promise<void> {
  for (const userId of userIds) {
    await context.database.inOrganization(signedIn.organizationId, async (tx) => {
      const [user] = await tx
        .select()
        .from(users)
        .where(and(eq(users.id, userId), eq(users.state, 'active')));
      if (!user?.email || user.passwordHash || (await hasOpenLink(tx, userId, 'invitation'))) return;
      await sendInvitation(context, tx, signedIn, user);
    });
  }
}
