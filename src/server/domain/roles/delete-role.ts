// Deleting a role: the users who have it get another one in the same transaction.
import { and, eq, ne } from 'drizzle-orm';
import { fitsPartners } from '../../../contract/built-in-roles.ts';
import type { Queries } from '../../database/database.ts';
import { removals, roles, users } from '../../database/schema.ts';
import { type Act, aboutUser, recordEach } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { countHolders, findChangeableRole, sayPeople } from '../access/power-over-roles.ts';
import { fieldProblem, ProblemError } from '../access/problem-error.ts';
import { isWithinPower } from '../access/roles.ts';
import { readPermissions, type SignedIn } from '../access/signed-in.ts';

type RoleRow = typeof roles.$inferSelect;

/** @throws ProblemError at `moveTo` when users can't get that role */
async function findNextRole(
  tx: Queries,
  signedIn: SignedIn,
  roleId: string,
  moveTo: string,
  partners: number,
): Promise<RoleRow> {
  const [role] = await tx
    .select()
    .from(roles)
    .where(and(eq(roles.id, moveTo), ne(roles.id, roleId)));
  if (!role)
    throw fieldProblem('validation_failed', 'moveTo', 'This role no longer exists. Choose another one.');
  if (role.builtIn === 'owner') {
    throw fieldProblem(
      'validation_failed',
      'moveTo',
      'You can’t make somebody an owner this way. Transfer the ownership instead.',
    );
  }
  const permissions = readPermissions(role.permissions);
  if (!isWithinPower(signedIn, permissions)) {
    throw fieldProblem('above_you', 'moveTo', 'You can’t give a role that can do more than yours.');
  }
  if (partners > 0 && !fitsPartners(permissions)) {
    throw fieldProblem(
      'validation_failed',
      'moveTo',
      `The role to delete belongs to ${sayPeople(partners)} of partner companies. Choose a role that partners can have.`,
    );
  }
  return role;
}

async function findStaffRole(tx: Queries): Promise<RoleRow> {
  const [role] = await tx.select().from(roles).where(eq(roles.builtIn, 'staff'));
  if (!role) throw new Error('the role of staff is gone');
  return role;
}

/**
 * Deletes an own role of the organization.
 * @param moveTo the role that its users get
 * @returns how many users got it
 * @throws ProblemError `role_in_use` when people have it and `moveTo` is not told
 */
export async function deleteRole(
  act: Act,
  roleId: string,
  moveTo: string | undefined,
): Promise<{ moved: number }> {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  return changeOrganization(context, organizationId, async (tx, revision) => {
    const role = await findChangeableRole(tx, signedIn, roleId);
    const holders = await countHolders(tx, roleId);
    if (moveTo === undefined && holders.all > 0) {
      throw new ProblemError(
        'role_in_use',
        `This role belongs to ${sayPeople(holders.all)}. Choose their new role.`,
      );
    }
    // Deleted users are told of by the trail alone, but their rows name a role.
    const next =
      moveTo === undefined
        ? await findStaffRole(tx)
        : await findNextRole(tx, signedIn, roleId, moveTo, holders.partners);
    const moved = await tx
      .update(users)
      .set({ roleId: next.id, revision })
      .where(eq(users.roleId, roleId))
      .returning({
        id: users.id,
        state: users.state,
        firstName: users.firstName,
        lastName: users.lastName,
        username: users.username,
      });
    await tx.delete(roles).where(eq(roles.id, roleId));
    await tx.insert(removals).values({ organizationId, kind: 'role', removedId: roleId, revision });
    await recordEach(tx, act, [
      ...moved
        .filter(({ state }) => state !== 'deleted')
        .map((person) => ({
          action: 'user.changed' as const,
          ...aboutUser(person),
          detail: { roleBefore: role.name, role: next.name },
        })),
      {
        action: 'role.deleted' as const,
        subjectId: roleId,
        subject: role.name,
        detail: {
          removed: [...readPermissions(role.permissions)],
          moved: holders.all,
          ...(holders.all > 0 ? { movedTo: next.name } : {}),
        },
      },
    ]);
    return { moved: holders.all };
  });
}
