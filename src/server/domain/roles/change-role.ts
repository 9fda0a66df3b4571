// Creating, renaming and changing roles.
import { randomUUID } from 'node:crypto';
import { count, eq } from 'drizzle-orm';
import { fitsPartners } from '../../../contract/built-in-roles.ts';
import { type Role, rolesMost } from '../../../contract/endpoints/roles.ts';
import { fold } from '../../../contract/fields.ts';
import { withNeeded } from '../../../contract/needed-permissions.ts';
import type { Permission } from '../../../contract/permissions.ts';
import { isTaken, type Queries } from '../../database/database.ts';
import { roles } from '../../database/schema.ts';
import { type Act, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import {
  countHolders,
  findChangeableRole,
  requireGivable,
  requireRoleMaking,
  sayPeople,
} from '../access/power-over-roles.ts';
import { fieldProblem, ProblemError } from '../access/problem-error.ts';
import { readPermissions, type SignedIn } from '../access/signed-in.ts';
import { readRoles } from './list-roles.ts';

function explainTaken(error: unknown): never {
  if (!isTaken(error, 'roles_name')) throw error;
  throw fieldProblem('role_name_taken', 'name', 'Another role has this name. Choose a different one.');
}

async function readRole(tx: Queries, signedIn: SignedIn, roleId: string): Promise<Role> {
  const [role] = await readRoles(tx, signedIn, roleId);
  if (!role) throw new Error('a role that was just written is not there');
  return role;
}

/** Creates a role that holds no more than the one who asks, with what its permissions need. @throws ProblemError at the field that is not right */
export async function createRole(
  act: Act,
  { name, permissions: chosen }: { name: string; permissions: readonly Permission[] },
): Promise<Role> {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  const id = randomUUID();
  const permissions = withNeeded(chosen);
  return changeOrganization(context, organizationId, async (tx, revision) => {
    await requireRoleMaking(tx, signedIn);
    requireGivable(signedIn, permissions);
    const [counted] = await tx.select({ present: count() }).from(roles);
    if ((counted?.present ?? 0) >= rolesMost) {
      throw fieldProblem(
        'validation_failed',
        'name',
        `An organization can have ${rolesMost} roles. Delete one you don’t need.`,
      );
    }
    await tx.insert(roles).values({
      id,
      organizationId,
      name,
      nameFolded: fold(name),
      permissions,
      revision,
    });
    await record(tx, act, 'role.created', { subjectId: id, subject: name, detail: { added: permissions } });
    return readRole(tx, signedIn, id);
  }).catch(explainTaken);
}

/** @throws ProblemError at `permissions` when partner's users have the role and it would hold more than they may have */
async function requireFitForHolders(tx: Queries, roleId: string, permissions: readonly Permission[]) {
  if (fitsPartners(permissions)) return;
  const { partners } = await countHolders(tx, roleId);
  if (partners === 0) return;
  throw fieldProblem(
    'validation_failed',
    'permissions',
    `This role belongs to ${sayPeople(partners)} of partner companies, who can’t have all of these. Give them another role first, or copy this one.`,
  );
}

export type RoleChange = {
  revision?: number | undefined;
  name?: string | undefined;
  permissions?: readonly Permission[] | undefined;
};

/**
 * Changes a role; what is left out stays. It holds from the next request of everybody who has it.
 * @throws ProblemError `changed_meanwhile` when a `revision` is given that is not the one that is stored
 */
export async function updateRole(act: Act, roleId: string, change: RoleChange): Promise<Role> {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  return changeOrganization(context, organizationId, async (tx, revision) => {
    const before = await findChangeableRole(tx, signedIn, roleId);
    if (change.revision !== undefined && change.revision !== before.revision) {
      throw new ProblemError(
        'changed_meanwhile',
        'Somebody else changed this role. Open it again and repeat your change.',
      );
    }
    const held = [...readPermissions(before.permissions)];
    const permissions = change.permissions ? withNeeded(change.permissions) : held;
    const name = change.name ?? before.name;
    if (change.permissions) {
      requireGivable(signedIn, permissions);
      await requireFitForHolders(tx, roleId, permissions);
    }
    const added = permissions.filter((permission) => !held.includes(permission));
    const removed = held.filter((permission) => !permissions.includes(permission));
    if (name === before.name && added.length + removed.length === 0) return readRole(tx, signedIn, roleId);
    await tx
      .update(roles)
      .set({ name, nameFolded: fold(name), permissions, revision })
      .where(eq(roles.id, roleId));
    await record(tx, act, 'role.changed', {
      subjectId: roleId,
      subject: name,
      detail: { added, removed, ...(name === before.name ? {} : { nameBefore: before.name, name }) },
    });
    return readRole(tx, signedIn, roleId);
  }).catch(explainTaken);
}
