// What an import is planned against: the organization, its roles and units, and the users who are there already.
import { eq, inArray, or, sql } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { roles, units, users, userUnits } from '../../database/schema.ts';
import { foldAddress } from '../access/fold-address.ts';
import { foldUsername } from '../access/look-alikes.ts';
import { readOrganization } from '../access/organization-row.ts';
import type { SignedIn } from '../access/signed-in.ts';
import { findUnitScope } from '../access/unit-scope.ts';
import { isPersonVisible } from '../access/user-scope.ts';
import { isShownTo } from '../roles/list-roles.ts';
import { nameUnits } from '../units/unit-names.ts';
import type { UserFileRow } from './read-user-file.ts';

/** The units that somebody sees, and may name: a partner's users don't know those of the organization. */
export function findNameable<T extends { id: string }>(
  { user }: SignedIn,
  scope: readonly string[] | null,
  all: readonly T[],
): readonly T[] {
  if (scope) return all.filter(({ id }) => scope.includes(id));
  return user.partnerId === null ? all : [];
}

/** Reads it as the one who asks may see it, with those who hold a username or an address of the file. */
export async function readImportWorld(tx: Queries, signedIn: SignedIn, rows: readonly UserFileRow[]) {
  const { organizationId } = signedIn;
  const scope = await findUnitScope(tx, signedIn.user.id);
  const organization = await readOrganization(tx, organizationId);
  const usernames = rows.map(({ cells }) => foldUsername(cells.username));
  const addresses = rows.flatMap(({ cells }) => (cells.email ? [foldAddress(cells.email)] : []));
  const found = await tx
    .select({
      user: users,
      role: roles,
      visible: sql<boolean>`coalesce(${isPersonVisible(signedIn, scope)}, false)`,
    })
    .from(users)
    .innerJoin(roles, eq(roles.id, users.roleId))
    .where(or(inArray(users.usernameFolded, usernames), inArray(users.emailFolded, addresses)));
  const present = found.filter(({ user }) => user.state !== 'deleted');
  const allUnits = await tx.select().from(units);
  const limits = await tx
    .select()
    .from(userUnits)
    .where(
      inArray(
        userUnits.userId,
        present.map(({ user }) => user.id),
      ),
    );
  return {
    organization,
    scope,
    byUsername: new Map(present.map((each) => [each.user.usernameFolded, each])),
    byAddress: new Map(present.map((each) => [each.user.emailFolded, each])),
    // What they are not shown is like what is not there.
    roles: (await tx.select().from(roles)).filter((role) => isShownTo(signedIn, role)),
    unitNames: nameUnits(findNameable(signedIn, scope, allUnits)),
    units: new Map(allUnits.map((unit) => [unit.id, unit.name])),
    unitIds: new Map(
      [...Map.groupBy(limits, ({ userId }) => userId)].map(([id, all]) => [
        id,
        all.map(({ unitId }) => unitId),
      ]),
    ),
  };
}

export type ImportWorld = Awaited<ReturnType<typeof readImportWorld>>;

/** Somebody who is there already, also where the one who asks may not see them (`visible`). */
export type PresentPerson = NonNullable<ReturnType<ImportWorld['byUsername']['get']>>;
