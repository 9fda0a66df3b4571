// The roles of an organization with how many users have each, for the one who asks.
import { and, asc, count, eq } from 'drizzle-orm';
import { type BuiltInRoleKey, builtInRoleKeys, fitsPartners } from '../../../contract/built-in-roles.ts';
import type { Role } from '../../../contract/endpoints/roles.ts';
import type { Queries } from '../../database/database.ts';
import { roles, users } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { readOrganization } from '../access/organization-row.ts';
import { hasMorePower, isWithinPower } from '../access/roles.ts';
import { readPermissions, type SignedIn } from '../access/signed-in.ts';
import { findUnitScope } from '../access/unit-scope.ts';
import { isPersonVisible } from '../access/user-scope.ts';
import { isPasskeyNeeded } from '../sign-in/required-passkey.ts';

type RoleRow = typeof roles.$inferSelect;

/** Holds for roles that partner's users have or may get: all that they are told of. */
export function isShownTo(
  { user, role }: Pick<SignedIn, 'user' | 'role'>,
  row: Pick<RoleRow, 'id' | 'permissions'>,
): boolean {
  return user.partnerId === null || row.id === role.id || fitsPartners(readPermissions(row.permissions));
}

function isEditable(
  signedIn: SignedIn,
  scope: readonly string[] | null,
  row: RoleRow,
  people: number,
): boolean {
  return (
    row.builtIn === null &&
    scope === null &&
    row.id !== signedIn.role.id &&
    signedIn.role.permissions.has('roles:manage') &&
    isWithinPower(signedIn, readPermissions(row.permissions)) &&
    (people === 0 || hasMorePower(signedIn, row.permissions))
  );
}

const place = (builtIn: BuiltInRoleKey | null) =>
  builtIn ? builtInRoleKeys.indexOf(builtIn) : builtInRoleKeys.length;

async function countPeople(tx: Queries, signedIn: SignedIn, scope: readonly string[] | null) {
  const rows = await tx
    .select({ roleId: users.roleId, people: count() })
    .from(users)
    .where(and(eq(users.organizationId, signedIn.organizationId), isPersonVisible(signedIn, scope)))
    .groupBy(users.roleId);
  return new Map(rows.map(({ roleId, people }) => [roleId, people]));
}

/** The built-in roles first, then the own ones by name. @param roleId this one alone */
export async function readRoles(tx: Queries, signedIn: SignedIn, roleId?: string): Promise<Role[]> {
  const scope = await findUnitScope(tx, signedIn.user.id);
  const rows = await tx
    .select()
    .from(roles)
    .where(roleId === undefined ? undefined : eq(roles.id, roleId))
    .orderBy(asc(roles.nameFolded));
  const { passkeyRule } = await readOrganization(tx, signedIn.organizationId);
  const people = await countPeople(tx, signedIn, scope);
  return rows
    .filter((row) => isShownTo(signedIn, row))
    .toSorted((a, b) => place(a.builtIn) - place(b.builtIn))
    .map((row) => {
      const held = readPermissions(row.permissions);
      const userCount = people.get(row.id) ?? 0;
      return {
        id: row.id,
        name: row.name,
        builtIn: row.builtIn,
        permissions: [...held],
        grantable: isWithinPower(signedIn, held),
        editable: isEditable(signedIn, scope, row, userCount),
        forPartners: fitsPartners(held),
        needsPasskey: isPasskeyNeeded(passkeyRule, held),
        userCount,
        revision: row.revision,
      };
    });
}

/** The roles as the contract tells of them. */
export async function listRoles({ context: { database }, signedIn }: Act): Promise<Role[]> {
  return database.inOrganization(signedIn.organizationId, (tx) => readRoles(tx, signedIn));
}
