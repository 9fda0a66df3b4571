// How a file names a unit: by its name, by its path, with marks in names escaped.
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/contract/fields.ts';
import { nameUnits, readUnitCell } from '../../src/server/domain/units/unit-names.ts';

const unit = (id: string, name: string, parentId: string | null = null) => ({
  id,
  name,
  nameFolded: fold(name),
  parentId,
});

const names = nameUnits([
  unit('hall', 'Hall'),
  unit('north', 'North'),
  unit('north-hall', 'Hall', 'north'),
  unit('north-line', 'Line 1/2', 'north'),
  unit('pipe', 'A|B'),
  unit('back', 'C\\'),
]);

const find = (cell: string) => readUnitCell(cell).map((path) => names.find(path));

describe('the cell of units', () => {
  it('is taken apart at marks that no backslash stands before', () => {
    expect(readUnitCell(' a / b |c')).toEqual([['a', 'b'], ['c']]);
    expect(readUnitCell('/ top')).toEqual([['', 'top']]);
    expect(readUnitCell('a\\/b\\|c\\\\ | \\d')).toEqual([['a/b|c\\'], ['\\d']]);
    expect(readUnitCell('')).toEqual([]);
    expect(readUnitCell(' | ')).toEqual([]);
  });

  it('names one unit by its path, and one at the top by a slash before it', () => {
    expect(find('Hall')).toEqual([['hall', 'north-hall']]);
    expect(find('NORTH/hall | / Hall')).toEqual([['north-hall'], ['hall']]);
    expect(find('Nowhere')).toEqual([[]]);
    // As somebody writes it who doesn't know of the backslash.
    expect(find('Line 1/2')).toEqual([['north-line']]);
  });

  it('reads every name as it was written', () => {
    for (const id of ['hall', 'north', 'north-hall', 'north-line', 'pipe', 'back']) {
      expect(find(names.write(id) ?? '')).toEqual([[id]]);
    }
    expect(names.write('north-hall')).toBe('North / Hall');
    expect(names.write('hall')).toBe('/ Hall');
    expect(names.write('pipe')).toBe('A\\|B');
    expect(names.write('gone')).toBeNull();
  });
});
