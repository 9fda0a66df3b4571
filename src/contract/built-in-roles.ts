// The four roles that every organization has from its first minute.
import { allPermissions, type Permission } from './permissions.ts';

export const builtInRoleKeys = ['owner', 'admin', 'manager', 'staff'] as const;
export type BuiltInRoleKey = (typeof builtInRoleKeys)[number];

export const builtInRoles: Record<BuiltInRoleKey, { name: string; permissions: readonly Permission[] }> = {
  owner: { name: 'Owner', permissions: allPermissions },
  admin: { name: 'Admin', permissions: allPermissions.filter((name) => name !== 'organization:own') },
  manager: {
    name: 'Manager',
    permissions: ['tablet:use', 'users:read', 'users:manage', 'devices:read'],
  },
  staff: { name: 'Staff', permissions: ['tablet:use'] },
};
