// The organizational units as choices: in the order of their tree, each with its depth.
import type { Unit } from '../../../../contract/endpoints/units.ts';

export interface UnitChoice {
  id: string;
  name: string;
  /** 0 at the top. */
  depth: number;
}

/** Orders units like their tree; a unit whose parent is not among them stands at the top. */
export function orderUnits(units: readonly Pick<Unit, 'id' | 'name' | 'parentId'>[]): UnitChoice[] {
  const known = new Set(units.map(({ id }) => id));
  const below = Map.groupBy(units, ({ parentId }) =>
    parentId !== null && known.has(parentId) ? parentId : null,
  );
  const walk = (parentId: string | null, depth: number): UnitChoice[] =>
    (below.get(parentId) ?? []).flatMap(({ id, name }) => [{ id, name, depth }, ...walk(id, depth + 1)]);
  return walk(null, 0);
}
