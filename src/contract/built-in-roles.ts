// The roles that every organization has from its first minute, and how far a partner's users may go.
import { allPermissions, type Permission } from './permissions.ts';

export const builtInRoleKeys = ['owner', 'admin', 'manager', 'staff', 'partner-manager', 'partner'] as const;
export type BuiltInRoleKey = (typeof builtInRoleKeys)[number];

/** The most that a role of a partner's user may hold; it reaches only users of the same partner. */
export const partnerPermissions = [
  'tablet:use',
  'users:read',
  'users:manage',
] as const satisfies readonly Permission[];

/** Tells whether a partner's user may have a role with these permissions. */
export function fitsPartners(permissions: Iterable<Permission>): boolean {
  const most = new Set<Permission>(partnerPermissions);
  return [...permissions].every((permission) => most.has(permission));
}

export const builtInRoles: Record<BuiltInRoleKey, { name: string; permissions: readonly Permission[] }> = {
  owner: { name: 'Owner', permissions: allPermissions },
  admin: { name: 'Admin', permissions: allPermissions.filter((name) => name !== 'organization:own') },
  manager: {
    name: 'Manager',
    permissions: ['tablet:use', 'users:read', 'users:manage', 'pins:answer', 'units:read', 'devices:read'],
  },
  staff: { name: 'Staff', permissions: ['tablet:use'] },
  'partner-manager': { name: 'Partner manager', permissions: partnerPermissions },
  partner: { name: 'Partner user', permissions: ['tablet:use'] },
};
