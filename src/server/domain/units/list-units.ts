// The organizational units with how many users and devices are in them, for the one who asks.
import { asc, inArray, sql } from 'drizzle-orm';
import type { Unit } from '../../../contract/endpoints/units.ts';
import type { Queries } from '../../database/database.ts';
import { units } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import type { SignedIn } from '../access/signed-in.ts';
import { findUnitScope } from '../access/unit-scope.ts';
import { isPersonVisible } from '../access/user-scope.ts';

type UnitRow = typeof units.$inferSelect;
type Counts = ReadonlyMap<string, number>;

// Every unit with each unit that it is in, itself included.
const inside = sql`with recursive inside(unit_id, outer_id) as (
  select id, id from units
  union all
  select inside.unit_id, units.parent_id from inside join units on units.id = inside.outer_id
    where units.parent_id is not null)`;

async function count(tx: Queries, query: ReturnType<typeof sql>): Promise<Counts> {
  const { rows } = await tx.execute<{ id: string; count: number }>(query);
  return new Map(rows.map((row) => [row.id, row.count]));
}

/** Somebody who stands in two units below one counts once there. */
function countPeople(tx: Queries, signedIn: SignedIn, scope: readonly string[] | null): Promise<Counts> {
  return count(
    tx,
    sql`${inside} select outer_id as id, count(distinct users.id)::int as count
      from inside join user_units on user_units.unit_id = inside.unit_id join users on users.id = user_units.user_id
      where ${isPersonVisible(signedIn, scope)} group by outer_id`,
  );
}

function countDevices(tx: Queries): Promise<Counts> {
  return count(
    tx,
    sql`${inside} select outer_id as id, count(*)::int as count
      from inside join devices on devices.unit_id = inside.unit_id
      where devices.revoked_at is null group by outer_id`,
  );
}

/**
 * Whether somebody may rename, move or delete a unit: those limited to units only what is below their own.
 * @param scope the units of the one who asks, from `findUnitScope`
 */
export function isUnitEditable(
  { role }: Pick<SignedIn, 'role'>,
  scope: readonly string[] | null,
  { parentId }: Pick<UnitRow, 'parentId'>,
): boolean {
  if (!role.permissions.has('units:manage')) return false;
  return scope === null || (parentId !== null && scope.includes(parentId));
}

/** The units that the one who asks reaches, by name; `isWhole`: that is the whole organization. */
export async function readUnits(
  tx: Queries,
  signedIn: SignedIn,
): Promise<{ units: Unit[]; isWhole: boolean }> {
  const scope = await findUnitScope(tx, signedIn.user.id);
  const rows = await tx
    .select()
    .from(units)
    .where(scope ? inArray(units.id, [...scope]) : undefined)
    .orderBy(asc(units.nameFolded), asc(units.id));
  const { permissions } = signedIn.role;
  const people = permissions.has('users:read') ? await countPeople(tx, signedIn, scope) : null;
  const tablets = permissions.has('devices:read') ? await countDevices(tx) : null;
  const list = rows.map((row) => ({
    id: row.id,
    name: row.name,
    // Not even the id of a unit out of reach is told.
    parentId: scope === null || (row.parentId && scope.includes(row.parentId)) ? row.parentId : null,
    userCount: people && (people.get(row.id) ?? 0),
    deviceCount: tablets && (tablets.get(row.id) ?? 0),
    editable: isUnitEditable(signedIn, scope, row),
  }));
  return { units: list, isWhole: scope === null };
}

/** The units as the contract tells of them. */
export async function listUnits({ context, signedIn }: Act): Promise<{ units: Unit[]; isWhole: boolean }> {
  return context.database.inOrganization(signedIn.organizationId, (tx) => readUnits(tx, signedIn));
}
