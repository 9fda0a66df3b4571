// Excel workbooks become the text that is checked.
// @vitest-environment node
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readSource } from '../../src/app/admin/users/import/read-source.ts';
import { makeWorkbook, numberCell, textCell } from './make-workbook.ts';

const read = (bytes: Uint8Array, name = 'staff.xlsx') => readSource(new File([new Uint8Array(bytes)], name));

describe('a workbook', () => {
  it('becomes rows of text, its numbers as they were entered', async () => {
    const bytes = makeWorkbook([
      [textCell('Username'), textCell('PIN'), textCell('Phone')],
      [textCell('zoë "Z"'), numberCell('12345'), numberCell('4.93090182E11')],
      [numberCell('1007'), numberCell('840372'), textCell('+49 30 901820')],
    ]);
    expect(await read(bytes)).toMatchObject({
      name: 'staff.xlsx',
      text: '"Username"\t"PIN"\t"Phone"\r\n"zoë ""Z"""\t"12345"\t"493090182000"\r\n"1007"\t"840372"\t"+49 30 901820"\r\n',
    });
  });

  it('of ten thousand people is read without a worker, which our pages do not allow', async () => {
    const rows = Array.from({ length: 10_000 }, (_, at) => [
      textCell(`user${at}`),
      textCell('Somebody'),
      textCell('Staff'),
    ]);
    const source = await read(
      makeWorkbook([[textCell('Username'), textCell('Last name'), textCell('Role')], ...rows]),
    );
    expect(source.text.split('\r\n').length).toBe(10_002);
  });

  it.each([
    ['that is old or has a password', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), 'old Excel workbook'],
    ['that is broken', Uint8Array.of(0x50, 0x4b, 3, 4, 1, 2, 3), 'can’t be read'],
    ['that is another kind of file', zipSync({ 'word/document.xml': strToU8('<x/>') }), 'can’t be read'],
    [
      'that unpacks without end',
      zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(61_000_000) }),
      'too large',
    ],
  ])('%s says so', async (_what, bytes, words) => {
    await expect(read(bytes)).rejects.toThrow(words);
  });
});
