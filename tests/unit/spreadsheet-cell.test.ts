// Cells of exports: nothing in them is a formula to any spreadsheet, and an import reads back what was exported.
// @vitest-environment node
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardCell, spreadsheetForm, withoutGuard } from '../../src/server/spreadsheet-cell.ts';

/** What a spreadsheet that parts cells by `delimiter` finds in a line, quotes and all. */
const cellsOf = (line: string, delimiter: string) =>
  line.split(delimiter).map((cell) => cell.replaceAll('"', '').trim());

describe('no cell begins like a formula', () => {
  it.each([
    '=cmd',
    "x;=cmd|'/c calc'!A1;",
    'x; =cmd',
    'x;"=cmd',
    'x\t+cmd',
    'x\r\n@cmd',
    '  -1+1',
    '＝cmd',
    ';;=1',
  ])('in %j, whatever parts the cells', (text) => {
    const line = stringify([['a', text, 'b']], spreadsheetForm);
    for (const delimiter of [';', '\t', '\n']) {
      for (const cell of cellsOf(line, delimiter)) expect(cell).not.toMatch(/^[=+\-@＝＋－＠]/);
    }
  });

  it('and ordinary text stays as it is', () => {
    for (const text of ['Ana-Lena', "O'Brien", 'a;b', '5 - 3', 'x=1', 'Smith; Ana', '']) {
      expect(guardCell(text)).toBe(text);
    }
  });
});

it('reads back what it wrote, whatever it was', () => {
  const text = fc.string({ unit: fc.constantFrom(...'=+-@;\t\n"\' aé'), maxLength: 12 });
  void fc.assert(
    fc.property(text, (original) => {
      expect(withoutGuard(guardCell(original))).toBe(original);
    }),
  );
});
