// What an organization is in the model: what was asked of the server and done, kept apart from the server's own rows.
import type { RosterRole, RosterUser } from '../../../src/contract/endpoints/device.ts';
import type { Permission } from '../../../src/contract/permissions.ts';
import { bitsOf } from './pins.ts';

export type ModelUser = {
  readonly id: string;
  username: string;
  firstName: string;
  roleId: string;
  state: 'active' | 'suspended' | 'deleted';
  pin: string | null;
  /** When the PIN became what it is. */
  pinSetAt: number;
  isTemporary: boolean;
  /** Wrong PINs that the server has heard of since the PIN was set. */
  failures: number;
  unitIds: readonly string[];
};

export type SignInStyle = 'pin' | 'name-then-pin';

export type ModelRole = RosterRole & { readonly isBuiltIn: boolean };

export type ModelOrganization = {
  readonly id: string;
  readonly ownerId: string;
  readonly signInStyle: SignInStyle;
  readonly users: Map<string, ModelUser>;
  readonly roles: Map<string, ModelRole>;
  /** The unit above each one. */
  readonly units: Map<string, string | null>;
  offlineSignIn: boolean;
  pinLength: number;
  leaseHours: number;
};

/** What an admin is known by: whoever holds one of these has no 10 bits on a tablet. */
const adminPermissions: readonly Permission[] = [
  'devices:authorize',
  'devices:revoke',
  'partners:manage',
  'roles:manage',
  'units:manage',
  'audit:read',
  'organization:manage',
  'organization:own',
];

/** After so many wrong PINs in a row, here or there, a PIN is worth nothing. */
export const failuresMost = 10;
const shortestOffline = 6;

/** Whether somebody may sign in on a tablet of this unit. */
export function mayUse(organization: ModelOrganization, user: ModelUser, unitId: string | null): boolean {
  const role = organization.roles.get(user.roleId);
  if (user.state !== 'active' || user.pin === null || !role?.permissions.includes('tablet:use')) return false;
  if (user.unitIds.length === 0) return true;
  for (let at = unitId; at !== null; at = organization.units.get(at) ?? null) {
    if (user.unitIds.includes(at)) return true;
  }
  return false;
}

/** Whether somebody's PIN may work without the server. */
export function mayWorkOffline(organization: ModelOrganization, user: ModelUser): boolean {
  const permissions = organization.roles.get(user.roleId)?.permissions ?? [];
  return (
    organization.offlineSignIn &&
    user.pin !== null &&
    user.pin.length >= shortestOffline &&
    user.pin.length === organization.pinLength &&
    !user.isTemporary &&
    user.failures < failuresMost &&
    !adminPermissions.some((permission) => permissions.includes(permission))
  );
}

/** Whether a tablet of this unit has anything of somebody to guess at, or had before the PIN was used up or asked for anew. */
export function mayBeGuessed(
  organization: ModelOrganization,
  user: ModelUser,
  unitId: string | null,
): boolean {
  const before = { ...user, failures: 0, isTemporary: false };
  return mayUse(organization, user, unitId) && mayWorkOffline(organization, before);
}

function verifierFor(organization: ModelOrganization, user: ModelUser): number | null {
  return mayWorkOffline(organization, user) && user.pin !== null ? bitsOf(user.pin) : null;
}

export type Roster = { readonly users: readonly RosterUser[]; readonly roles: readonly RosterRole[] };

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

/** Users and roles in one order and form, so that two rosters can be compared. */
export function inOneForm({ users, roles }: Roster): Roster {
  return {
    users: users.map(({ id, name, roleId, verifier }) => ({ id, name, roleId, verifier })).toSorted(byId),
    roles: roles
      .map(({ id, name, permissions }) => ({ id, name, permissions: permissions.toSorted() }))
      .toSorted(byId),
  };
}

/** What a tablet of this unit may hold. */
export function rosterFor(organization: ModelOrganization, unitId: string | null): Roster {
  const users = [...organization.users.values()].filter((user) => mayUse(organization, user, unitId));
  return inOneForm({
    users: users.map((user) => ({
      id: user.id,
      name: user.firstName || user.username,
      roleId: user.roleId,
      verifier: verifierFor(organization, user),
    })),
    roles: [...organization.roles.values()],
  });
}
