// Who may give which role to whom, and who has power over whom.
import { eq } from 'drizzle-orm';
import type { Permission } from '../../../contract/permissions.ts';
import type { Queries } from '../../database/database.ts';
import { roles } from '../../database/schema.ts';
import { fieldProblem, ProblemError } from './problem-error.ts';
import { readPermissions, type SignedIn } from './signed-in.ts';

/** Nobody gives away, or has power over, more than they hold themselves. */
export function isWithinPower({ role }: Pick<SignedIn, 'role'>, permissions: Iterable<Permission>): boolean {
  return [...permissions].every((permission) => role.permissions.has(permission));
}

/** @throws ProblemError `above_you` when a user's role holds more than one's own */
export function requirePowerOver(signedIn: SignedIn, stored: readonly string[]): void {
  if (isWithinPower(signedIn, readPermissions(stored))) return;
  throw new ProblemError('above_you', 'That user can do more than you. Ask somebody with a higher role.');
}

/** Whether a role holds strictly more than another: all of it and something beyond. An owner has nobody above them. */
export function hasMorePower({ role }: Pick<SignedIn, 'role'>, stored: readonly string[]): boolean {
  const held = readPermissions(stored);
  if (role.builtIn === 'owner') return true;
  return role.permissions.size > held.size && isWithinPower({ role }, held);
}

/**
 * Whether somebody may change what makes an account somebody’s: address, password, and with them passkeys; and the role,
 * since whoever could first take an equal’s role away could then take the account. One’s own is one’s own.
 */
export function mayTakeOver(signedIn: SignedIn, userId: string, stored: readonly string[]): boolean {
  return userId === signedIn.user.id || hasMorePower(signedIn, stored);
}

/** @throws ProblemError `above_you` when a user’s role holds as much as one’s own, or more */
export function requireTakeover(signedIn: SignedIn, userId: string, stored: readonly string[]): void {
  if (mayTakeOver(signedIn, userId, stored)) return;
  throw new ProblemError(
    'above_you',
    'That user can do as much as you. Only an owner, or somebody with a higher role, can change their role, email address and password.',
  );
}

/** The role that somebody is to get. @throws ProblemError at the field `roleId` when there is none, or it can't be given */
export async function findGrantableRole(tx: Queries, signedIn: SignedIn, roleId: string) {
  const [role] = await tx.select().from(roles).where(eq(roles.id, roleId));
  if (!role)
    throw fieldProblem('validation_failed', 'roleId', 'This role no longer exists. Choose another one.');
  if (!isWithinPower(signedIn, readPermissions(role.permissions))) {
    throw fieldProblem('above_you', 'roleId', 'You can’t give a role that can do more than yours.');
  }
  return role;
}
