// The units that users are limited to: who may give which, and how they are stored.
import { eq, inArray } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { units, userUnits } from '../../database/schema.ts';
import { fieldProblem } from '../access/problem-error.ts';
import type { SignedIn } from '../access/signed-in.ts';
import { findUnitScope } from '../access/unit-scope.ts';

const unitGone = () =>
  fieldProblem('validation_failed', 'unitIds', 'This unit no longer exists. Choose another one.');

async function requireUnits(
  tx: Queries,
  signedIn: SignedIn,
  scope: readonly string[] | null,
  unitIds: readonly string[],
): Promise<void> {
  if (unitIds.length === 0) return;
  // A partner's users don't see the units of the organization, so they can't give any but their own.
  if (signedIn.user.partnerId !== null && scope === null) throw unitGone();
  const found = await tx.select({ id: units.id }).from(units).where(inArray(units.id, unitIds));
  const known = new Set(found.map(({ id }) => id).filter((id) => scope === null || scope.includes(id)));
  if (unitIds.some((id) => !known.has(id))) throw unitGone();
}

/** The names of the units that users are limited to, for the trail; nobody stands in it who has the whole organization. */
export async function readUnitNames(
  tx: Queries,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, string[]>> {
  const rows = await tx
    .select({ userId: userUnits.userId, name: units.name })
    .from(userUnits)
    .innerJoin(units, eq(units.id, userUnits.unitId))
    .where(inArray(userUnits.userId, [...userIds]))
    .orderBy(units.nameFolded, units.id);
  const byPerson = Map.groupBy(rows, ({ userId }) => userId);
  return new Map([...byPerson].map(([userId, all]) => [userId, all.map(({ name }) => name)]));
}

/** The units of one user before and after a change, for the trail. */
export function describeUnitChange(before: readonly string[] = [], after: readonly string[] = []) {
  const isSame = before.length === after.length && before.every((name, at) => name === after[at]);
  return isSame ? {} : { unitsBefore: [...before], units: [...after] };
}

/**
 * The units of a new user: those that are named, else those of the one who adds.
 * @throws ProblemError at `unitIds` for a unit that the one who adds does not reach
 */
export async function findUnitsForNew(
  tx: Queries,
  signedIn: SignedIn,
  unitIds: readonly string[] = [],
): Promise<readonly string[]> {
  const scope = await findUnitScope(tx, signedIn.user.id);
  if (unitIds.length === 0 && scope !== null) {
    const own = await tx.select().from(userUnits).where(eq(userUnits.userId, signedIn.user.id));
    return own.map(({ unitId }) => unitId);
  }
  await requireUnits(tx, signedIn, scope, unitIds);
  return [...new Set(unitIds)];
}

/** Adds the limits of a user who has none. */
export async function limitToUnits(
  tx: Queries,
  { organizationId, userId }: { organizationId: string; userId: string },
  unitIds: readonly string[],
): Promise<void> {
  if (unitIds.length === 0) return;
  await tx.insert(userUnits).values(unitIds.map((unitId) => ({ organizationId, userId, unitId })));
}

/**
 * Limits a user to other units; none gives them the whole organization, which nobody gives who hasn't got it.
 * @throws ProblemError at `unitIds`
 */
export async function replaceUnits(
  tx: Queries,
  signedIn: SignedIn,
  userId: string,
  unitIds: readonly string[],
): Promise<void> {
  const scope = await findUnitScope(tx, signedIn.user.id);
  if (unitIds.length === 0 && scope !== null) {
    throw fieldProblem(
      'validation_failed',
      'unitIds',
      'Choose a unit: only somebody who isn’t limited to units can leave it out.',
    );
  }
  await requireUnits(tx, signedIn, scope, unitIds);
  await tx.delete(userUnits).where(eq(userUnits.userId, userId));
  await limitToUnits(tx, { organizationId: signedIn.organizationId, userId }, [...new Set(unitIds)]);
}

/** @throws ProblemError at the field `unitIds` when an owner would be limited to units */
export async function requireUnlimitedOwner(tx: Queries, user: { id: string }, builtIn: string | null) {
  if (builtIn !== 'owner') return;
  const [limit] = await tx.select().from(userUnits).where(eq(userUnits.userId, user.id)).limit(1);
  if (!limit) return;
  throw fieldProblem(
    'validation_failed',
    'unitIds',
    'An owner can’t be limited to units. Leave the units out, or choose another role.',
  );
}
