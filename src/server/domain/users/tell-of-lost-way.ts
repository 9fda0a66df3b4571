// What goes with a password or address that an admin takes away or replaces: never in silence.
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import type { users } from '../../database/schema.ts';
import type { EndedPasskeys } from '../../mail/mail-content.ts';
import { tellPerson } from '../../mail/tell-person.ts';
import { readOrganization } from '../access/organization-row.ts';

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
  ended: EndedPasskeys,
): Promise<void> {
  const { email, passwordHash } = before;
  const change = findNews(before, user);
  if (email === null || passwordHash === null || change === null) return;
  const organization = await readOrganization(tx, user.organizationId);
  await tellPerson(context, tx, { user, organization }, email, {
    kind: 'changed-by-admin',
    change,
    ...ended,
  });
}
