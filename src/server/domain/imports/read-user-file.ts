// Reads a CSV file of users: which column is which, and the cells of each row.
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import type { ImportProblem } from '../../../contract/endpoints/user-imports.ts';
import { fold } from '../../../contract/fields.ts';
import {
  type UserFileColumn,
  userFileColumns,
  userFileNotes,
  userFileRowsMost,
} from '../../../contract/user-file.ts';
import { withoutGuard } from '../../spreadsheet-cell.ts';

export type UserFileRow = {
  /** As a spreadsheet counts: the titles are row 1. */
  readonly row: number;
  readonly cells: Readonly<Record<UserFileColumn, string>>;
};

export type UserFile = { rows: UserFileRow[]; problems: ImportProblem[] };

const notes: ReadonlySet<string> = new Set(userFileNotes.map(fold));

const tooManyRows = `The file is too long: at most ${userFileRowsMost} users can be imported at once.`;

const wholeFile = (message: string): UserFile => ({ rows: [], problems: [{ row: 1, column: '', message }] });

/** What is read at one go, in bytes: other requests come in between. */
const sliceBytes = 16 * 1024;
/** Lines without text are left out, but not for ever. */
const recordsMost = 3 * userFileRowsMost;
/** More columns than any table of users has. */
const columnsMost = 100;
/** What no name, address or list of units comes to. */
const cellMost = 4_000;
/** In one line, those within quotation marks included. */
const delimitersMost = 4_000;
const tooManyCells = `A row has more than ${columnsMost} cells.`;
/** With so many problems a file is hopeless, and no further row is looked at. */
export const problemsMost = 1_000;

/** A line has more separators than any row of users, whatever they separate. */
class TooManySeparators extends Error {}

const lineEnd = '\n'.charCodeAt(0);

/**
 * Cuts a file into slices.
 * @throws TooManySeparators at a line with too many delimiters, whose row the parser would hold whole; one in quotes counts, too
 */
async function* slice(text: string, delimiter: string): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  const mark = delimiter.charCodeAt(0);
  let inLine = 0;
  for (let at = 0; at < bytes.length; at += sliceBytes) {
    const part = bytes.subarray(at, at + sliceBytes);
    for (const byte of part) {
      if (byte === lineEnd) inLine = 0;
      else if (byte === mark) inLine += 1;
      if (inLine > delimitersMost) throw new TooManySeparators();
    }
    yield part;
    await setImmediate();
  }
}

async function readRecords(csv: string): Promise<string[][] | string> {
  // Only the beginning is looked at: a file may be one endless line.
  const [firstLine = ''] = csv.slice(0, sliceBytes).split(/\r?\n/, 1);
  // What spreadsheets write depends on the language of the machine.
  const delimiter = [';', '\t'].find((one) => firstLine.includes(one)) ?? ',';
  const parser = parse({
    bom: true,
    delimiter,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: false,
    // A quotation mark that is missing must not make one cell of all that follows.
    max_record_size: userFileColumns.length * cellMost,
  });
  const records: string[][] = [];
  try {
    for await (const record of Readable.from(slice(csv, delimiter)).compose(parser)) {
      if (!Array.isArray(record)) throw new TypeError('a record is a list of cells');
      if (record.length > columnsMost) return tooManyCells;
      if (records.length > recordsMost) return tooManyRows;
      records.push(record.map(String));
    }
  } catch (error) {
    if (error instanceof TooManySeparators) return 'A line has too many separators.';
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error && typeof error.lines === 'number' ? ` near line ${error.lines}` : '';
    return `This can’t be read as CSV${line}: a quotation mark may be missing. Save the file as “CSV UTF-8” and choose it again.`;
  }
  return records;
}

/** What keeps a cell from being looked at any further. */
function findFlaw(cell: string): string | null {
  if (cell.length > cellMost) return `This cell has more than ${cellMost} characters.`;
  return cell.includes('\0') ? 'This cell has a character that can’t be shown. Type it again.' : null;
}

/** Which column stands at which place. */
function readTitles(titles: readonly string[]): {
  places: (UserFileColumn | null)[];
  problems: ImportProblem[];
} {
  const known = new Map(userFileColumns.map(({ key, title }) => [fold(title), key]));
  const seen = new Set<UserFileColumn>();
  const problems: ImportProblem[] = [];
  const places = titles.map((title) => {
    const key = known.get(fold(title)) ?? null;
    if (title !== '' && !key && !notes.has(fold(title))) {
      problems.push({
        row: 1,
        column: title,
        message: 'Unknown column. Use the titles of the template.',
      });
    }
    if (key && seen.has(key)) problems.push({ row: 1, column: title, message: 'This column appears twice.' });
    if (key) seen.add(key);
    return key;
  });
  if (!seen.has('username')) {
    problems.push({ row: 1, column: 'Username', message: 'The column “Username” is missing.' });
  }
  return { places, problems };
}

/** Takes the text of a file apart. Rows without any text are left out. What the cells mean is not checked yet. */
export async function readUserFile(csv: string): Promise<UserFile> {
  const records = await readRecords(csv);
  if (typeof records === 'string') return wholeFile(records);
  const [titles, ...rest] = records;
  if (!titles) return wholeFile('The file is empty.');
  const flaw = titles.map(findFlaw).find((message) => message !== null);
  if (flaw) return wholeFile(`A title can’t be read. ${flaw}`);
  const { places, problems } = readTitles(titles);
  if (problems.length > 0) return { rows: [], problems };
  const rows: UserFileRow[] = [];
  for (const [index, record] of rest.entries()) {
    if (record.every((cell) => cell === '')) continue;
    const row = index + 2;
    if (record.length > places.length && record.slice(places.length).some((cell) => cell !== '')) {
      problems.push({ row, column: '', message: 'This row has more cells than there are titles.' });
    }
    const cells: Record<UserFileColumn, string> = {
      username: '',
      role: '',
      firstName: '',
      lastName: '',
      email: '',
      phone: '',
      pin: '',
      units: '',
      language: '',
    };
    const flaws: ImportProblem[] = [];
    for (const [place, key] of places.entries()) {
      if (!key) continue;
      const cell = record[place] ?? '';
      const message = findFlaw(cell);
      if (message) flaws.push({ row, column: titles[place] ?? '', message });
      else cells[key] = withoutGuard(cell);
    }
    problems.push(...flaws);
    // Its other cells are looked at once these are right.
    if (flaws.length === 0) rows.push({ row, cells });
    if (problems.length > problemsMost) break;
  }
  if (problems.length > 0 && rows.length === 0) return { rows, problems };
  if (rows.length === 0) return wholeFile('The file has titles, but no rows.');
  if (rows.length > userFileRowsMost) {
    return wholeFile(
      `The file has ${rows.length} users: at most ${userFileRowsMost} can be imported at once.`,
    );
  }
  return { rows, problems };
}
