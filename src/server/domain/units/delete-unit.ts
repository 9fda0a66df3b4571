// Deleting an organizational unit: what is in it goes to another one, or somebody has to say where.
import { eq, inArray } from 'drizzle-orm';
import { isTaken, type Queries } from '../../database/database.ts';
import { devices, units, users, userUnits } from '../../database/schema.ts';
import { type Act, aboutUser, recordEach } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { sayPeople } from '../access/power-over-roles.ts';
import { fieldProblem, ProblemError } from '../access/problem-error.ts';
import { resetRosters } from '../access/reset-rosters.ts';
import type { SignedIn } from '../access/signed-in.ts';
import { findDevicesIn, findMovablePeople } from './unit-people.ts';
import {
  findOwnUnit,
  readTree,
  requireReachable,
  requireRoom,
  type UnitRow,
  type UnitTree,
} from './unit-tree.ts';
import { describeUnitChange, readUnitNames } from './user-units.ts';

export type Moved = { movedUsers: number; movedDevices: number; movedUnits: number };

type Content = { people: string[]; devices: string[]; units: UnitRow[] };

const say = (number: number, one: string, many: string) => (number === 1 ? `1 ${one}` : `${number} ${many}`);

function sayContent({ people, devices, units }: Content): string {
  const parts = [
    ...(people.length > 0 ? [sayPeople(people.length)] : []),
    ...(devices.length > 0 ? [say(devices.length, 'device', 'devices')] : []),
    ...(units.length > 0 ? [say(units.length, 'unit', 'units')] : []),
  ];
  return parts.join(', ').replace(/, ([^,]*)$/, ' and $1');
}

/** @throws ProblemError at `moveTo` when what is in the unit can't go there */
function requirePlace(tree: UnitTree, unit: UnitRow, content: Content, moveTo: string | null): void {
  requireReachable(tree, 'moveTo', moveTo);
  if (moveTo === null && content.people.length > 0) {
    throw fieldProblem(
      'validation_failed',
      'moveTo',
      `Without a unit, ${sayPeople(content.people.length)} would no longer be limited. Choose a unit for them.`,
    );
  }
  if (moveTo === unit.id)
    throw fieldProblem(
      'validation_failed',
      'moveTo',
      'This is the unit you’re deleting. Choose another one.',
    );
  for (const inside of content.units) requireRoom(tree, 'moveTo', moveTo, inside.id);
}

/** @returns an event for each of them, to be recorded */
async function movePeople(
  tx: Queries,
  { organizationId }: SignedIn,
  people: readonly string[],
  unitId: string,
  moveTo: string | null,
  revision: number,
) {
  const unitsBefore = await readUnitNames(tx, people);
  if (moveTo !== null && people.length > 0) {
    await tx
      .insert(userUnits)
      .values(people.map((userId) => ({ organizationId, userId, unitId: moveTo })))
      .onConflictDoNothing();
    await tx
      .update(users)
      .set({ revision })
      .where(inArray(users.id, [...people]));
  }
  await tx.delete(userUnits).where(eq(userUnits.unitId, unitId));
  const unitsNow = await readUnitNames(tx, people);
  const moved = await tx
    .select()
    .from(users)
    .where(inArray(users.id, [...people]));
  return moved.map((person) => ({
    action: 'user.changed' as const,
    ...aboutUser(person),
    detail: describeUnitChange(unitsBefore.get(person.id), unitsNow.get(person.id)),
  }));
}

async function moveUnits(
  tx: Queries,
  inside: readonly UnitRow[],
  moveTo: string | null,
  revision: number,
): Promise<void> {
  if (inside.length === 0) return;
  const ids = inside.map(({ id }) => id);
  await tx.update(units).set({ parentId: moveTo, revision }).where(inArray(units.id, ids));
}

function explainTaken(error: unknown): never {
  if (!isTaken(error, 'units_name')) throw error;
  throw fieldProblem(
    'unit_name_taken',
    'moveTo',
    'There is already a unit with the same name. Rename one of them first, or choose another place.',
  );
}

/**
 * Deletes a unit.
 * @param moveTo where the users, devices and units in it go; `null`: devices and units to no unit
 * @throws ProblemError `unit_in_use` when there are some and `moveTo` is not told
 */
export async function deleteUnit(
  act: Act,
  unitId: string,
  moveTo: string | null | undefined,
): Promise<Moved> {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  return changeOrganization(context, organizationId, async (tx, revision) => {
    const tree = await readTree(tx, signedIn);
    const unit = findOwnUnit(tree, signedIn, unitId);
    const content: Content = {
      people: await findMovablePeople(tx, signedIn, tree.scope, [unitId]),
      devices: await findDevicesIn(tx, unitId),
      units: [...tree.rows.values()].filter(({ parentId }) => parentId === unitId),
    };
    const said = sayContent(content);
    if (moveTo === undefined && said !== '') {
      throw new ProblemError('unit_in_use', `In this unit: ${said}. Choose where to move what is in it.`);
    }
    const next = moveTo === undefined ? unit.parentId : moveTo;
    if (moveTo !== undefined) requirePlace(tree, unit, content, next);
    const moves = await movePeople(tx, signedIn, content.people, unitId, next, revision);
    // Revoked devices go along, so that those who saw them still do.
    await tx.update(devices).set({ unitId: next }).where(eq(devices.unitId, unitId));
    await moveUnits(tx, content.units, next, revision);
    await tx.delete(units).where(eq(units.id, unitId));
    await resetRosters(tx, organizationId);
    const counts = {
      movedUsers: content.people.length,
      movedDevices: content.devices.length,
      movedUnits: content.units.length,
    };
    const deleted = {
      action: 'unit.deleted' as const,
      subjectId: unitId,
      subject: unit.name,
      detail: {
        ...counts,
        ...(said === '' ? {} : { movedTo: (next && tree.rows.get(next)?.name) || null }),
      },
    };
    await recordEach(tx, act, [...moves, deleted]);
    return counts;
  }).catch(explainTaken);
}
