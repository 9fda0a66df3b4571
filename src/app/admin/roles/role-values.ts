// What the form of a role holds, and what it sends.
import { createRole, type Role } from '../../../contract/endpoints/roles.ts';
import { allPermissions, type Permission } from '../../../contract/permissions.ts';
import { checkBody } from '../../ui/admin/check-body.ts';
import type { FieldErrors } from '../../ui/admin/use-form.ts';

export type RoleValues = { name: string; permissions: Permission[] };

/** Owning goes from one user to the next by a transfer, not by a role. */
export const isForRoles = (permission: Permission) => permission !== 'organization:own';

/** What a form begins with. @param held of a copy, only what the one who copies may give is taken over */
export function valuesOf(
  role: Pick<Role, 'name' | 'permissions'> | null,
  held: readonly Permission[],
  isCopy: boolean,
): RoleValues {
  if (!role) return { name: '', permissions: ['tablet:use'] };
  const permissions = role.permissions.filter((name) => !isCopy || (isForRoles(name) && held.includes(name)));
  return {
    name: isCopy ? `Copy of ${role.name}`.slice(0, 60) : role.name,
    permissions: inOrder(permissions),
  };
}

/** As they are listed, whoever was chosen first. */
const inOrder = (chosen: readonly Permission[]) => allPermissions.filter((name) => chosen.includes(name));

/** What is sent. */
export function bodyOf({ name, permissions }: RoleValues) {
  return { name, permissions: inOrder(permissions) };
}

/** What is wrong before anything is sent. */
export function checkRole(values: RoleValues): FieldErrors {
  return checkBody(createRole.body, bodyOf(values));
}

/** What somebody holds with their role. */
export function readHeld(roles: readonly Role[], roleId: string): readonly Permission[] {
  return roles.find(({ id }) => id === roleId)?.permissions ?? [];
}
