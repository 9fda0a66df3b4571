// How a file names a unit: by its name or, where a name stands more than once, by its path ("Site / Hall", "/ Hall").
import { fold } from '../../../contract/fields.ts';
import { foldText } from '../../../contract/search-text.ts';
import { keepSeen } from '../../../contract/seen-text.ts';
import type { units } from '../../database/schema.ts';

type UnitRow = Pick<typeof units.$inferSelect, 'id' | 'name' | 'nameFolded' | 'parentId'>;

export type UnitNames = {
  /** The ids of all units that a written path may mean. */
  find(path: readonly string[]): readonly string[];
  /** The shortest path that means this unit alone, as a file has it; `null` for a unit that is not there. */
  write(unitId: string): string | null;
};

// No name holds it.
const border = '\u0000';

/**
 * Takes a cell apart into paths: `|` stands between units, `/` between the names of a path. A backslash before one of
 * them, or before a backslash, makes it an ordinary character of a name.
 */
export function readUnitCell(cell: string): string[][] {
  const paths: string[][] = [];
  let path: string[] = [];
  let name = '';
  const endPath = () => {
    path.push(name.trim());
    if (path.some((one) => one !== '')) paths.push(path);
    path = [];
    name = '';
  };
  for (const [piece] of cell.matchAll(/\\[\\/|]|[\s\S]/g)) {
    if (piece.length === 2) name += piece.slice(1);
    else if (piece === '|') endPath();
    else if (piece === '/') {
      path.push(name.trim());
      name = '';
    } else name += piece;
  }
  endPath();
  return paths;
}

const escapeMarks = (name: string) => name.replaceAll(/[\\/|]/g, (mark) => `\\${mark}`);

/** A unit's path from the top down to itself; it begins with an empty name, which stands for the top. */
function listPath(unit: UnitRow, byId: ReadonlyMap<string, UnitRow>): readonly UnitRow[] {
  const above = unit.parentId === null ? undefined : byId.get(unit.parentId);
  return above ? [...listPath(above, byId), unit] : [unit];
}

/** @param seen the units that the one who asks may see: of those above them not even the name counts */
export function nameUnits(seen: readonly UnitRow[]): UnitNames {
  const byId = new Map(seen.map((unit) => [unit.id, unit]));
  const exact = new Map<string, string[]>();
  const loose = new Map<string, string[]>();
  const note = (ids: Map<string, string[]>, key: string, id: string) => {
    const before = ids.get(key);
    if (before) before.push(id);
    else ids.set(key, [id]);
  };
  const endings = (unit: UnitRow) => {
    const names = ['', ...listPath(unit, byId).map(({ nameFolded }) => nameFolded)];
    return names.map((_, at) => names.slice(at)).toReversed();
  };
  for (const unit of seen) {
    for (const names of endings(unit)) {
      note(exact, names.join(border), unit.id);
      note(loose, foldText(names.join('/')), unit.id);
    }
  }
  return {
    find(path) {
      const names = path.map(fold);
      // Somebody may have written a name with a slash as it stands, or left its accents out.
      return exact.get(names.join(border)) ?? loose.get(foldText(keepSeen(names.join('/')))) ?? [];
    },
    write(unitId) {
      const unit = byId.get(unitId);
      if (!unit) return null;
      const written = ['', ...listPath(unit, byId).map(({ name }) => escapeMarks(name))];
      const alone = endings(unit).find((names) => exact.get(names.join(border))?.length === 1);
      return written
        .slice(-(alone?.length ?? written.length))
        .join(' / ')
        .trim();
    },
  };
}
