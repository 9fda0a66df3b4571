// Which permission is worth nothing without which other one. Apart from the permissions, since tablets need none of it.
import { allPermissions, type Permission } from './permissions.ts';

/** What the screen of each permission opens with. */
const needs: Partial<Readonly<Record<Permission, Permission>>> = {
  'devices:authorize': 'devices:read',
  'devices:revoke': 'devices:read',
  'users:manage': 'users:read',
  'pins:answer': 'users:read',
  'partners:manage': 'partners:read',
  'roles:manage': 'users:read',
  'units:manage': 'units:read',
};

/** The permissions with those that they need, in the order in which screens show them. */
export function withNeeded(chosen: readonly Permission[]): Permission[] {
  return allPermissions.filter(
    (permission) => chosen.includes(permission) || chosen.some((one) => needs[one] === permission),
  );
}

/** The permissions without one, and without those that need it. */
export function withoutNeeding(chosen: readonly Permission[], left: Permission): Permission[] {
  return chosen.filter((permission) => permission !== left && needs[permission] !== left);
}
