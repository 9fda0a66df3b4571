// What somebody chose to import, as text: a file of whatever encoding, or a workbook.
import { ToldFailure } from '../../../ui/admin/failure-notice.tsx';
import { decode, guessEncoding } from './decode-text.ts';

const bytesMost = 5_000_000;

/** What the text comes from. */
export type Source = {
  readonly name: string;
  readonly text: string;
  /** Where the text was decoded by a guess that can be wrong. */
  readonly encoded?: { readonly bytes: Uint8Array; readonly encoding: string };
};

const startsWith = (bytes: Uint8Array, mark: readonly number[]) =>
  mark.every((byte, at) => bytes[at] === byte);
/** Of every ZIP file, which a workbook is. */
const zipMark = [0x50, 0x4b, 0x03, 0x04];
/** Of the workbooks before 2007, and of those with a password. */
const oldWorkbookMark = [0xd0, 0xcf, 0x11, 0xe0];

/** The same file with another encoding. */
export function decodeAs(name: string, bytes: Uint8Array, encoding: string): Source {
  return { name, text: decode(bytes, encoding), encoded: { bytes, encoding } };
}

/** Reads a file. @throws ToldFailure where it can’t be read */
export async function readSource(file: File): Promise<Source> {
  if (file.size > bytesMost)
    throw new ToldFailure('The file is larger than 5 MB. Split it into several files.');
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (startsWith(bytes, oldWorkbookMark)) {
    throw new ToldFailure(
      'This is an old Excel workbook, or one with a password. Save it as “Excel Workbook (.xlsx)” without a password.',
    );
  }
  if (!startsWith(bytes, zipMark)) return decodeAs(file.name, bytes, guessEncoding(bytes));
  const { readWorkbook } = await import('./read-workbook.ts');
  return { name: file.name, text: await readWorkbook(bytes) };
}
