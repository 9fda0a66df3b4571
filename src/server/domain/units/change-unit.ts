// Creating, renaming and moving organizational units.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { type Unit, unitsMost } from '../../../contract/endpoints/units.ts';
import { fold } from '../../../contract/fields.ts';
import { isTaken, type Queries } from '../../database/database.ts';
import { units } from '../../database/schema.ts';
import { type Act, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { fieldProblem } from '../access/problem-error.ts';
import { resetRosters } from '../access/reset-rosters.ts';
import type { SignedIn } from '../access/signed-in.ts';
import { requireStepUp } from '../access/step-up.ts';
import { readUnits } from './list-units.ts';
import { findMovablePeople } from './unit-people.ts';
import {
  findOwnUnit,
  listUpwards,
  readTree,
  requireReachable,
  requireRoom,
  type UnitRow,
  type UnitTree,
} from './unit-tree.ts';

/** Turns the refusal of a second name among siblings into the problem at its field; anything else is thrown on. */
function explainTaken(error: unknown): never {
  if (!isTaken(error, 'units_name')) throw error;
  throw fieldProblem(
    'unit_name_taken',
    'name',
    'Another unit in the same place has this name. Choose a different one.',
  );
}

async function readUnit(tx: Queries, signedIn: SignedIn, unitId: string): Promise<Unit> {
  const { units: all } = await readUnits(tx, signedIn);
  const unit = all.find(({ id }) => id === unitId);
  if (!unit) throw new Error('a unit that was just written is not there');
  return unit;
}

const nameOf = ({ rows }: UnitTree, unitId: string | null) =>
  unitId === null ? null : (rows.get(unitId)?.name ?? null);

/** Creates a unit, below one that the one who asks reaches. @throws ProblemError at the field that is not right */
export async function createUnit(
  act: Act,
  { name, parentId }: { name: string; parentId: string | null },
): Promise<Unit> {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  const id = randomUUID();
  return changeOrganization(context, organizationId, async (tx, revision) => {
    const tree = await readTree(tx, signedIn);
    requireReachable(tree, 'parentId', parentId);
    requireRoom(tree, 'parentId', parentId);
    if (tree.rows.size >= unitsMost) {
      throw fieldProblem(
        'validation_failed',
        'name',
        `An organization can have ${unitsMost} units. Delete one you don’t need.`,
      );
    }
    await tx.insert(units).values({ id, organizationId, name, nameFolded: fold(name), parentId, revision });
    await record(tx, act, 'unit.created', {
      subjectId: id,
      subject: name,
      detail: { parent: nameOf(tree, parentId) },
    });
    return readUnit(tx, signedIn, id);
  }).catch(explainTaken);
}

/** The units above a unit before or after a move, but not both: what their users reach changes. */
function listChangedReach(tree: UnitTree, from: string | null, to: string | null): string[] {
  const above = [...listUpwards(tree, from), ...listUpwards(tree, to)].map(({ id }) => id);
  return above.filter((id) => above.indexOf(id) === above.lastIndexOf(id));
}

/**
 * Moves a unit with all below it, which changes who reaches it and who may sign in there.
 * @throws ProblemError `above_you` when it would take it from, or give it to, users who may do more than the one who asks
 */
async function moveUnit(
  tx: Queries,
  signedIn: SignedIn,
  tree: UnitTree,
  unit: UnitRow,
  parentId: string | null,
): Promise<void> {
  requireReachable(tree, 'parentId', parentId);
  requireRoom(tree, 'parentId', parentId, unit.id);
  await findMovablePeople(tx, signedIn, tree.scope, listChangedReach(tree, unit.parentId, parentId));
  await resetRosters(tx, signedIn.organizationId);
}

export type UnitChange = { name?: string | undefined; parentId?: string | null | undefined };

/**
 * Changes a unit; what is left out stays. The organization's lock is held, so two moves at once can't make a circle.
 * @throws ProblemError `step_up_required` for a move; at the field that is not right
 */
export async function updateUnit(act: Act, unitId: string, change: UnitChange): Promise<Unit> {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  const now = context.clock();
  return changeOrganization(context, organizationId, async (tx, revision) => {
    const tree = await readTree(tx, signedIn);
    const before = findOwnUnit(tree, signedIn, unitId);
    const { name = before.name, parentId = before.parentId } = change;
    const isMoved = parentId !== before.parentId;
    if (isMoved) {
      requireStepUp(signedIn, now);
      await moveUnit(tx, signedIn, tree, before, parentId);
    }
    if (!isMoved && name === before.name) return readUnit(tx, signedIn, unitId);
    await tx
      .update(units)
      .set({ name, nameFolded: fold(name), parentId, revision })
      .where(eq(units.id, unitId));
    await record(tx, act, 'unit.changed', {
      subjectId: unitId,
      subject: name,
      detail: {
        ...(name === before.name ? {} : { nameBefore: before.name, name }),
        ...(isMoved ? { parentBefore: nameOf(tree, before.parentId), parent: nameOf(tree, parentId) } : {}),
      },
    });
    return readUnit(tx, signedIn, unitId);
  }).catch(explainTaken);
}
