// The tree of units as every change of it needs it: what is above, what is below, and who may change what.
import { asc } from 'drizzle-orm';
import { unitDepthMost } from '../../../contract/endpoints/units.ts';
import type { Queries } from '../../database/database.ts';
import { units } from '../../database/schema.ts';
import { fieldProblem, ProblemError } from '../access/problem-error.ts';
import type { SignedIn } from '../access/signed-in.ts';
import { findUnitScope } from '../access/unit-scope.ts';
import { isUnitEditable } from './list-units.ts';

export type UnitRow = typeof units.$inferSelect;

export type UnitTree = {
  readonly rows: ReadonlyMap<string, UnitRow>;
  /** The units that the one who asks reaches; `null` for all. */
  readonly scope: readonly string[] | null;
};

/** Reads the whole tree. The caller holds the organization's lock, so that no other change of it runs meanwhile. */
export async function readTree(tx: Queries, { user }: SignedIn): Promise<UnitTree> {
  const rows = await tx.select().from(units).orderBy(asc(units.nameFolded));
  return { rows: new Map(rows.map((row) => [row.id, row])), scope: await findUnitScope(tx, user.id) };
}

const isReached = ({ scope }: UnitTree, unitId: string) => scope === null || scope.includes(unitId);

/** A unit and all above it, itself first. */
export function listUpwards({ rows }: UnitTree, unitId: string | null): UnitRow[] {
  const path: UnitRow[] = [];
  for (let row = unitId && rows.get(unitId); row; row = row.parentId && rows.get(row.parentId))
    path.push(row);
  return path;
}

/** How many levels a unit has from itself down. */
function countLevels(tree: UnitTree, unitId: string): number {
  const below = [...tree.rows.values()].filter(({ parentId }) => parentId === unitId);
  return 1 + Math.max(0, ...below.map(({ id }) => countLevels(tree, id)));
}

/**
 * The unit that is to be changed or deleted.
 * @throws ProblemError `not_found`; `above_you` for the topmost unit of one who is limited to it
 */
export function findOwnUnit(tree: UnitTree, signedIn: SignedIn, unitId: string): UnitRow {
  const unit = tree.rows.get(unitId);
  if (!unit || !isReached(tree, unitId))
    throw new ProblemError('not_found', 'This unit doesn’t exist. Go back to the list.');
  if (!isUnitEditable(signedIn, tree.scope, unit)) {
    throw new ProblemError(
      'above_you',
      'You’re limited to this unit: you can change the units below it, but not the unit itself.',
    );
  }
  return unit;
}

/**
 * The unit into which something is to go; `null` is the top.
 * @throws ProblemError at the field when it is not there or not within the reach of the one who asks
 */
export function requireReachable(tree: UnitTree, field: string, unitId: string | null): void {
  if (unitId === null && tree.scope !== null) {
    throw fieldProblem('validation_failed', field, 'Choose one of your units.');
  }
  if (unitId !== null && !(tree.rows.has(unitId) && isReached(tree, unitId))) {
    throw fieldProblem('validation_failed', field, 'This unit no longer exists. Choose another one.');
  }
}

/** @throws ProblemError at the field when a unit would stand in itself or below itself, or the tree become too deep */
export function requireRoom(tree: UnitTree, field: string, parentId: string | null, unitId?: string): void {
  const above = listUpwards(tree, parentId);
  if (unitId !== undefined && above.some(({ id }) => id === unitId)) {
    throw fieldProblem(
      'validation_failed',
      field,
      'A unit can’t be moved into itself or a unit below it. Choose another one.',
    );
  }
  const levels = unitId === undefined ? 1 : countLevels(tree, unitId);
  if (above.length + levels <= unitDepthMost) return;
  throw fieldProblem(
    'validation_failed',
    field,
    `Units can be ${unitDepthMost} levels deep. Choose one higher up.`,
  );
}
