// Which units somebody is limited to, and which a device's users may come from.
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { devices, users } from '../../database/schema.ts';
import { ProblemError } from './problem-error.ts';

/** The ids of the units that a user reaches, with all below them; `null` for the whole organization. */
export async function findUnitScope(tx: Queries, userId: string): Promise<readonly string[] | null> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    with recursive reach(id) as (
      select unit_id from user_units where user_id = ${userId}
      union
      select units.id from units join reach on units.parent_id = reach.id
    ) select id from reach`);
  return rows.length === 0 ? null : rows.map((row) => row.id);
}

/** Holds for users who are limited to units. */
export const isLimitedToUnits = sql<boolean>`exists (select 1 from user_units where user_id = ${users.id})`;

/** @throws ProblemError `permission_missing` when somebody is limited to units; `what` is what they asked for */
export async function requireWholeOrganization(tx: Queries, userId: string, what: string): Promise<void> {
  if ((await findUnitScope(tx, userId)) === null) return;
  throw new ProblemError('permission_missing', `${what} only for users who aren’t limited to units.`);
}

const list = (ids: readonly string[]) =>
  sql`array[${sql.join(
    ids.map((id) => sql`${id}::uuid`),
    sql`, `,
  )}]`;

/** Holds for users who stand wholly within a scope: limited to units of it, and to no other. @param id of the user */
export function isUserWithin(scope: readonly string[] | null, id: SQLWrapper = users.id): SQL | undefined {
  if (!scope) return undefined;
  return sql`(exists (select 1 from user_units where user_id = ${id})
    and not exists (select 1 from user_units where user_id = ${id} and unit_id <> all (${list(scope)})))`;
}

/** Holds for devices that stand in a unit of the scope. */
export function isDeviceWithin(scope: readonly string[] | null): SQL | undefined {
  return scope ? sql`${devices.unitId} = any (${list(scope)})` : undefined;
}

/**
 * Holds for users who may sign in on a device of this unit: those of the whole organization, of the unit, and of the
 * units above it; active, with a PIN and a role that allows it.
 */
export function mayUseDeviceIn(unitId: string | null | SQLWrapper): SQL {
  return sql`(users.state = 'active' and not users.partner_suspended and users.pin_sealed is not null
    and exists (select 1 from roles where roles.id = users.role_id and 'tablet:use' = any (roles.permissions))
    and (not exists (select 1 from user_units where user_id = users.id)
      or exists (
        with recursive above(id, parent_id) as (
          select id, parent_id from units where id = ${unitId}::uuid
          union
          select units.id, units.parent_id from units join above on units.id = above.parent_id
        ) select 1 from user_units join above on above.id = user_units.unit_id where user_units.user_id = users.id)))`;
}
