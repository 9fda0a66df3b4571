// What every change of a role asks for: the right to it, the role itself, and who has it.
import { and, count, eq, isNotNull, ne } from 'drizzle-orm';
import type { Permission } from '../../../contract/permissions.ts';
import type { Queries } from '../../database/database.ts';
import { roles, users } from '../../database/schema.ts';
import { fieldProblem, ProblemError } from './problem-error.ts';
import { hasMorePower, isWithinPower } from './roles.ts';
import { readPermissions, type SignedIn } from './signed-in.ts';
import { requireWholeOrganization } from './unit-scope.ts';

type RoleRow = typeof roles.$inferSelect;

/** @throws ProblemError `permission_missing` for those limited to units: a role reaches beyond them */
export async function requireRoleMaking(tx: Queries, { user }: SignedIn): Promise<void> {
  await requireWholeOrganization(tx, user.id, 'Creating and changing roles is');
}

/**
 * The own role of the organization that is to change.
 * @throws ProblemError `not_found`, `validation_failed` for built-in ones, `above_you` for one that may do more than
 * oneself, for one that users have who may do as much, and for one's own role: who holds it could add nothing to it, only lock themselves and their equals out
 */
export async function findChangeableRole(tx: Queries, signedIn: SignedIn, roleId: string): Promise<RoleRow> {
  await requireRoleMaking(tx, signedIn);
  const [role] = await tx.select().from(roles).where(eq(roles.id, roleId));
  if (!role) throw new ProblemError('not_found', 'This role doesn’t exist. Go back to the list.');
  if (role.builtIn) {
    throw new ProblemError(
      'validation_failed',
      'Built-in roles can’t be changed. Copy it and change the copy.',
    );
  }
  if (role.id === signedIn.role.id) {
    throw new ProblemError(
      'above_you',
      'You can’t change your own role. Ask somebody else who manages roles.',
    );
  }
  if (!isWithinPower(signedIn, readPermissions(role.permissions))) {
    throw new ProblemError('above_you', 'This role can do more than yours. Ask somebody with a higher role.');
  }
  if (!hasMorePower(signedIn, role.permissions) && (await countHolders(tx, roleId)).all > 0) {
    throw new ProblemError(
      'above_you',
      'Users with this role can do as much as you. Only an owner, or somebody with a higher role, can change it.',
    );
  }
  return role;
}

/** @throws ProblemError at `permissions` when a role would get what the one who asks can't give */
export function requireGivable(signedIn: SignedIn, permissions: readonly Permission[]): void {
  if (permissions.includes('organization:own')) {
    throw fieldProblem(
      'validation_failed',
      'permissions',
      'Only the Owner role can have this. Transfer the ownership instead.',
    );
  }
  if (isWithinPower(signedIn, permissions)) return;
  throw fieldProblem('above_you', 'permissions', 'You can’t give a permission you don’t have.');
}

/** How many users have a role, and how many of them belong to partners. */
export async function countHolders(tx: Queries, roleId: string): Promise<{ all: number; partners: number }> {
  const held = and(eq(users.roleId, roleId), ne(users.state, 'deleted'));
  const [all] = await tx.select({ people: count() }).from(users).where(held);
  const [partners] = await tx
    .select({ people: count() })
    .from(users)
    .where(and(held, isNotNull(users.partnerId)));
  return { all: all?.people ?? 0, partners: partners?.people ?? 0 };
}

/** "one user", "12 users". */
export function sayPeople(number: number): string {
  return number === 1 ? '1 user' : `${number} users`;
}
