// The list of units made into a tree, and the choices of where something may go in it.
import type { Unit } from '../../../contract/endpoints/units.ts';

export interface UnitNode {
  readonly unit: Unit;
  readonly inside: readonly UnitNode[];
}

/** Makes the tree; a unit whose parent is not among them stands at the top. */
export function growTree(units: readonly Unit[]): readonly UnitNode[] {
  const known = new Set(units.map(({ id }) => id));
  const below = Map.groupBy(units, ({ parentId }) =>
    parentId !== null && known.has(parentId) ? parentId : null,
  );
  const grow = (parentId: string | null): UnitNode[] =>
    (below.get(parentId) ?? []).map((unit) => ({ unit, inside: grow(unit.id) }));
  return grow(null);
}

/** The ids of a unit and of all below it. */
export function listWithin(units: readonly Unit[], unitId: string): ReadonlySet<string> {
  const within = new Set([unitId]);
  const walk = (parentId: string) => {
    for (const { id } of units.filter((unit) => unit.parentId === parentId)) {
      within.add(id);
      walk(id);
    }
  };
  walk(unitId);
  return within;
}

/** "Plant › Hall › Line 2", as far up as the one who looks can see. */
export function namePath(units: readonly Unit[], unitId: string): string {
  const unit = units.find(({ id }) => id === unitId);
  if (!unit) return '';
  return unit.parentId === null ? unit.name : `${namePath(units, unit.parentId)} › ${unit.name}`;
}

/** In a select, stands for no unit at all. */
export const noUnit = 'none';

/** Where something may go; `leftOut` are units that it can't. */
export function choosePlaces(units: readonly Unit[], leftOut: ReadonlySet<string>) {
  const walk = (nodes: readonly UnitNode[]): Unit[] =>
    nodes.flatMap(({ unit, inside }) => [unit, ...walk(inside)]);
  return walk(growTree(units))
    .filter(({ id }) => !leftOut.has(id))
    .map(({ id, name, parentId }) => ({
      id,
      label: name,
      detail: parentId === null ? undefined : namePath(units, parentId) || undefined,
    }));
}
