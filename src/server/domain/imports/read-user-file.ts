// Reads a CSV file of users: which column is which, and the cells of each row.
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import type { ImportProblem } from '../../../contract/endpoints/user-imports.ts';
import { withoutGuard } from '../../../contract/spreadsheet-cell.ts';
import {
  type UserFileColumn,
  userFileColumns,
  userFileColumnsMost,
  userFileRowsMost,
} from '../../../contract/user-file.ts';
import { readSeparator } from './find-delimiter.ts';
import { readHeading } from './headings.ts';

export type UserFileRow = {
  /** As a spreadsheet counts: the titles are row 1. */
  readonly row: number;
  readonly cells: Readonly<Record<UserFileColumn, string>>;
};

/** What the columns hold: `null` leaves one out. */
export type UserFileLayout = { titlesRow: number; columns: readonly (UserFileColumn | null)[] };

/** All cells as they stand, and what they were taken for. */
export type UserFileTable = UserFileLayout & {
  titles: readonly string[];
  records: readonly (readonly string[])[];
  /** Whether nothing is left to say of the columns. */
  isKnown: boolean;
};

export type UserFile = { rows: UserFileRow[]; problems: ImportProblem[]; table: UserFileTable | null };

const tooManyRows = `The file is too long: at most ${userFileRowsMost} users can be imported at once.`;

const wholeFile = (message: string, table: UserFileTable | null = null): UserFile => ({
  rows: [],
  problems: [{ row: 1, column: '', message }],
  table,
});

/** What is read at one go, in bytes: other requests come in between. */
const sliceBytes = 16 * 1024;
/** Lines without text are left out, but not for ever. */
const recordsMost = 3 * userFileRowsMost;
/** What no name, address or list of units comes to. */
const cellMost = 4_000;
/** In one line, those within quotation marks included. */
const delimitersMost = 4_000;
const tooManyCells = `A row has more than ${userFileColumnsMost} cells.`;
/** With so many problems a file is hopeless, and no further row is looked at. */
export const problemsMost = 1_000;

/** A line has more separators than any row of users, whatever they separate. */
class TooManySeparators extends Error {}

/** Whatever ends them, also a mix: a file may have come from several machines. */
const lineEnds = ['\r\n', '\n', '\r'];
const lineEndBytes: ReadonlySet<number> = new Set(Buffer.from('\r\n'));
/** Among the first rows the titles are looked for: a title of the whole table, or nothing, may stand above them. */
const titlesLooked = 20;

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
      if (lineEndBytes.has(byte)) inLine = 0;
      else if (byte === mark) inLine += 1;
      if (inLine > delimitersMost) throw new TooManySeparators();
    }
    yield part;
    await setImmediate();
  }
}

async function readRecords(csv: string): Promise<string[][] | string> {
  const { delimiter, rows } = readSeparator(csv.replace(/^\uFEFF/, ''));
  const parser = parse({
    delimiter,
    record_delimiter: lineEnds,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: false,
    // A quotation mark that is missing must not make one cell of all that follows.
    max_record_size: userFileColumns.length * cellMost,
  });
  const records: string[][] = [];
  try {
    for await (const record of Readable.from(slice(rows, delimiter)).compose(parser)) {
      if (!Array.isArray(record)) throw new TypeError('a record is a list of cells');
      if (record.length > userFileColumnsMost) return tooManyCells;
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

const isEmpty = (record: readonly string[]) => record.every((cell) => cell === '');

/** The row of the titles: of the first ones that with the most known headings, else the first that is not empty. */
function findTitlesRow(records: readonly (readonly string[])[]): number {
  const first = records.slice(0, titlesLooked);
  const known = first.map((record) => record.filter((cell) => readHeading(cell) !== null).length);
  const most = Math.max(0, ...known);
  const at = most > 0 ? known.indexOf(most) : first.findIndex((record) => !isEmpty(record));
  return Math.max(at, 0) + 1;
}

/** The layout that the titles tell. */
function readLayout(records: readonly (readonly string[])[]): UserFileLayout {
  const titlesRow = findTitlesRow(records);
  const columns = (records[titlesRow - 1] ?? []).map((title) => {
    const heading = readHeading(title);
    return heading === 'note' ? null : heading;
  });
  return { titlesRow, columns };
}

const titleOf = new Map<UserFileColumn, string>(userFileColumns.map(({ key, title }) => [key, title]));

/** What is wrong with the columns; a title that nobody knows only where nobody has said what it holds. */
function checkColumns(
  { titlesRow, columns }: UserFileLayout,
  titles: readonly string[],
  isGiven: boolean,
): ImportProblem[] {
  const seen = new Set<UserFileColumn>();
  const problems: ImportProblem[] = [];
  const refuse = (column: string, message: string) =>
    void problems.push({ row: Math.max(titlesRow, 1), column, message });
  for (const [place, key] of columns.entries()) {
    const title = titles[place] ?? '';
    if (!key && !isGiven && title !== '' && readHeading(title) === null)
      refuse(title, 'Unknown column. Choose what it holds, or use the titles of the template.');
    if (key && seen.has(key)) refuse(title || (titleOf.get(key) ?? ''), 'This column appears twice.');
    if (key) seen.add(key);
  }
  if (!seen.has('username')) refuse('Username', 'The column “Username” is missing.');
  return problems;
}

/**
 * Takes the text of a file apart. Rows without any text are left out. What the cells mean is not checked yet.
 * @param given what somebody has said that the columns hold; else the titles are read
 */
export async function readUserFile(csv: string, given?: UserFileLayout): Promise<UserFile> {
  const records = await readRecords(csv);
  if (typeof records === 'string') return wholeFile(records);
  if (records.every(isEmpty)) return wholeFile('The file is empty.');
  const layout = given ?? readLayout(records);
  const { columns, titlesRow } = layout;
  const titles = titlesRow > 0 ? (records[titlesRow - 1] ?? []) : [];
  const flaw = titles.map(findFlaw).find((message) => message !== null);
  if (flaw) return wholeFile(`A title can’t be read. ${flaw}`);
  const problems = checkColumns(layout, titles, given !== undefined);
  const table = { ...layout, titles, records, isKnown: problems.length === 0 };
  if (problems.length > 0) return { rows: [], problems, table };
  const rows: UserFileRow[] = [];
  for (const [index, record] of records.entries()) {
    if (index < titlesRow || isEmpty(record)) continue;
    const row = index + 1;
    if (!isEmpty(record.slice(columns.length))) {
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
    for (const [place, key] of columns.entries()) {
      if (!key) continue;
      const cell = record[place] ?? '';
      const message = findFlaw(cell);
      if (message) flaws.push({ row, column: titles[place] || (titleOf.get(key) ?? ''), message });
      else cells[key] = withoutGuard(cell);
    }
    problems.push(...flaws);
    // Its other cells are looked at once these are right.
    if (flaws.length === 0) rows.push({ row, cells });
    if (problems.length > problemsMost) break;
  }
  if (problems.length > 0 && rows.length === 0) return { rows, problems, table };
  if (rows.length === 0) return wholeFile('The file has titles, but no rows.', table);
  if (rows.length > userFileRowsMost) {
    return wholeFile(
      `The file has ${rows.length} users: at most ${userFileRowsMost} can be imported at once.`,
    );
  }
  return { rows, problems, table };
}
