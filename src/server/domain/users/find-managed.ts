// A user whom somebody is to change, held still until the end of the transaction.
import { eq } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { users } from '../../database/schema.ts';
import { requirePowerOver } from '../access/roles.ts';
import type { SignedIn } from '../access/signed-in.ts';
import { findUser } from './list-users.ts';

/**
 * Locks the row of a user before their links are touched, so that two who invite, accept or cancel at once come one
 * after the other.
 */
export async function lockUser(tx: Queries, userId: string): Promise<void> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update');
}

/** @throws ProblemError `not_found` when the one who asks may not see the person, `above_you` when they may do more */
export async function findManaged(tx: Queries, signedIn: SignedIn, userId: string) {
  await lockUser(tx, userId);
  const found = await findUser(tx, signedIn, userId);
  requirePowerOver(signedIn, found.role.permissions);
  return found;
}
