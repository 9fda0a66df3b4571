// The first sheet of an Excel workbook as text; loaded only when somebody chooses one.
import { unzipSync, zipSync } from 'fflate';
import { readSheet } from 'read-excel-file/universal';
import { ToldFailure } from '../../../ui/admin/failure-notice.tsx';
import { writeTable } from './table-text.ts';

/** Unpacked; what is larger is no list of people. */
const bytesMost = 60_000_000;

/** Unpacks it here: the reader would do so in workers made of text, which our pages forbid. */
function unpack(bytes: Uint8Array): ArrayBuffer {
  let unpacked = 0;
  const filter = ({ name, originalSize }: { name: string; originalSize: number }) => {
    if (!/\.(xml|rels)$/.test(name)) return false;
    unpacked += originalSize;
    if (unpacked > bytesMost) throw new ToldFailure('The workbook is too large. Save its sheet as CSV.');
    return true;
  };
  return new Uint8Array(zipSync(unzipSync(bytes, { filter }), { level: 0 })).buffer;
}

/** As it was entered, where the workbook has 4.93E11. */
const writeNumber = (number: string) => (/e/i.test(number) ? String(Number(number)) : number);

function writeCell(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return cell === null || cell === undefined ? '' : String(cell);
}

/** @throws ToldFailure where it can’t be read */
export async function readWorkbook(bytes: Uint8Array): Promise<string> {
  try {
    const rows = await readSheet<string>(unpack(bytes), 1, { parseNumber: writeNumber });
    return writeTable(rows.map((row) => row.map(writeCell)));
  } catch (error) {
    if (error instanceof ToldFailure) throw error;
    throw new ToldFailure('This workbook can’t be read. Save its sheet as “CSV UTF-8” and choose that file.');
  }
}
