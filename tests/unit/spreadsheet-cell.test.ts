// Cells of exports: nothing in them is a formula to any spreadsheet, and an import reads back what was exported.
// @vitest-environment node
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardCell, withoutGuard, writeLines } from '../../src/contract/spreadsheet-cell.ts';

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
    'x,=cmd',
    'x, "=cmd',
  ])('in %j, whatever parts the cells', (text) => {
    for (const separator of ['comma', 'semicolon'] as const) {
      const line = writeLines([['a', text, 'b']], separator);
      for (const delimiter of [',', ';', '\t', '\n']) {
        for (const cell of cellsOf(line, delimiter)) expect(cell).not.toMatch(/^[=+\-@＝＋－＠]/);
      }
    }
  });

  it('and ordinary text stays as it is', () => {
    for (const text of ['Ana-Lena', "O'Brien", 'a;b', '5 - 3', 'x=1', 'Smith; Ana', 'Smith, Ana', '']) {
      expect(guardCell(text)).toBe(text);
    }
  });
});

it('reads back what it wrote, whatever it was', () => {
  const text = fc.string({ unit: fc.constantFrom(...'=+-@;,\t\n"\' aé01E'), maxLength: 12 });
  void fc.assert(
    fc.property(text, (original) => {
      expect(withoutGuard(guardCell(original))).toBe(original);
    }),
  );
});

it('passes once over a cell, however long its lines of nothing are', () => {
  for (const one of ['\n', '; ', ' "', "'"]) {
    const text = `${one.repeat(60_000)}x`;
    expect(withoutGuard(guardCell(text))).toBe(text);
  }
});

it.each(['007', '0', '+49 30 901820', '493090182000', '12E5', '123456'])(
  'keeps every digit of %j',
  (text) => {
    const isGuarded = /^0\d|^\+|E/.test(text) || text.length >= 12;
    expect(guardCell(text)).toBe(isGuarded ? `'${text}` : text);
  },
);

it('parts cells by what the spreadsheet of a country takes', () => {
  expect(writeLines([['Ana', 'a;b', 1, null]], 'semicolon')).toBe('Ana;"a;b";1;\r\n');
  expect(writeLines([['Ana', 'a "b"', 1, null]])).toBe('Ana,"a ""b""",1,\r\n');
});
