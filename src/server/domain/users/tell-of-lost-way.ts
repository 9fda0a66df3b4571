// What goes with a password or address that an admin takes away or replaces: never in silence.
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import type { users } from '../../database/schema.ts';
import { queueMail } from '../../mail/queue-mail.ts';
import { readOrganization } from '../access/organization-row.ts';
import { displayName } from '../access/signed-in.ts';

type UserRow = typeof users.$inferSelect;

function findNews(
  before: UserRow,
  user: UserRow,
): 'address-removed' | 'password-removed' | 'password-made' | null {
  if (user.email === null) return 'address-removed';
  if (user.passwordHash === null) return 'password-removed';
  return user.passwordHash === before.passwordHash ? null : 'password-made';
}

/**
 * Tells the address of before of somebody who signed in with it that an admin took it or the password away, or had
 * another password made. Not for a new address: `tellOfNewAddress` does that.
 */
export async function tellOfLostWay(
  context: Context,
  tx: Queries,
  before: UserRow,
  user: UserRow,
): Promise<void> {
  const { id: userId, organizationId, email, passwordHash } = before;
  const change = findNews(before, user);
  if (email === null || passwordHash === null || change === null) return;
  const organization = await readOrganization(tx, organizationId);
  await queueMail(context, tx, {
    organizationId,
    userId,
    recipient: email,
    language: user.language ?? organization.language,
    content: {
      kind: 'changed-by-admin',
      organizationName: organization.name,
      personName: displayName(user),
      change,
    },
  });
}
