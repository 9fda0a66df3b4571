// The users and devices that a change of a unit concerns, and what it must not do to them.
import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { devices, roles, users, userUnits } from '../../database/schema.ts';
import { ProblemError } from '../access/problem-error.ts';
import { isWithinPower } from '../access/roles.ts';
import { readPermissions, type SignedIn } from '../access/signed-in.ts';
import { isPersonVisible } from '../access/user-scope.ts';

/**
 * The users who are limited to one of these units, with their roles.
 * @throws ProblemError `above_you` when there is one whom the one who asks may not see or has no power over
 */
export async function findMovablePeople(
  tx: Queries,
  signedIn: SignedIn,
  scope: readonly string[] | null,
  unitIds: readonly string[],
): Promise<string[]> {
  const rows = await tx
    .selectDistinct({
      id: users.id,
      permissions: roles.permissions,
      isVisible: sql<boolean>`${isPersonVisible(signedIn, scope)}`,
    })
    .from(userUnits)
    .innerJoin(users, eq(users.id, userUnits.userId))
    .innerJoin(roles, eq(roles.id, users.roleId))
    .where(and(inArray(userUnits.unitId, [...unitIds]), ne(users.state, 'deleted')));
  if (rows.some(({ isVisible }) => !isVisible)) {
    throw new ProblemError(
      'above_you',
      'A user here is also limited to units outside yours. Ask somebody who isn’t limited to units.',
    );
  }
  if (rows.some(({ permissions }) => !isWithinPower(signedIn, readPermissions(permissions)))) {
    throw new ProblemError(
      'above_you',
      'A user here can do more than you, so you can’t change their units. Ask somebody with a higher role.',
    );
  }
  return rows.map(({ id }) => id);
}

/** The devices in force that stand in a unit. */
export async function findDevicesIn(tx: Queries, unitId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: devices.id })
    .from(devices)
    .where(and(eq(devices.unitId, unitId), isNull(devices.revokedAt)));
  return rows.map(({ id }) => id);
}
