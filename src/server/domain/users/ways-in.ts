// The ways in which a user can sign in, and that none takes the last one away without saying so.
import { and, eq, isNotNull } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { roles, users } from '../../database/schema.ts';
import { fieldProblem, ProblemError } from '../access/problem-error.ts';
import { readPermissions } from '../access/signed-in.ts';
import { hasOpenLink } from '../links/one-time-links.ts';

type UserRow = Pick<
  typeof users.$inferSelect,
  'id' | 'email' | 'passwordHash' | 'pinSealed' | 'state' | 'partnerSuspended'
>;
type RoleRow = Pick<typeof roles.$inferSelect, 'permissions'>;

/**
 * Whether a user has a way to sign in, or an invitation to one; an expired invitation counts, since the user can
 * renew it. Whether they are suspended is not looked at. A passkey is no way in by itself: it comes on top of a password
 * and ends with it (`endPasskeys`).
 */
export async function hasWayIn(tx: Queries, user: UserRow, role: RoleRow): Promise<boolean> {
  if (user.pinSealed !== null && readPermissions(role.permissions).has('tablet:use')) return true;
  if (user.email === null) return false;
  return user.passwordHash !== null || (await hasOpenLink(tx, user.id, 'invitation'));
}

/** The answer to a change that would leave a user without a way in. */
export function lastWayIn(): ProblemError {
  return new ProblemError(
    'last_way_in',
    'The user won’t be able to sign in. Give them a PIN or an email address, or confirm the change.',
  );
}

/** @throws ProblemError at `email` when there is a password to sign in with, and no address */
export function requireAddressForPassword(email: string | null, hasPassword: boolean): void {
  if (!hasPassword || email) return;
  const message = 'A password works only with an email address. Enter one, or remove the password, too.';
  throw fieldProblem('validation_failed', 'email', message);
}

/** @throws ProblemError `last_owner` when no active owner with email address and password of their own is left */
export async function requireOwner(tx: Queries): Promise<void> {
  const [owner] = await tx
    .select({ id: users.id })
    .from(users)
    .innerJoin(roles, eq(roles.id, users.roleId))
    .where(
      and(
        eq(roles.builtIn, 'owner'),
        eq(users.state, 'active'),
        isNotNull(users.email),
        isNotNull(users.passwordHash),
        // A password that was made for them may never have been read.
        eq(users.passwordMustChange, false),
      ),
    )
    .limit(1);
  if (owner) return;
  throw new ProblemError(
    'last_owner',
    'This is the last owner who can sign in. Make somebody else an owner first.',
  );
}
