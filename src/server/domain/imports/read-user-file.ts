// Reads a CSV file of people: which column is which, and the cells of each row.
import { CsvError, parse } from 'csv-parse/sync';
import type { ImportProblem } from '../../../contract/endpoints/user-imports.ts';
import { fold } from '../../../contract/fields.ts';
import {
  type UserFileColumn,
  userFileColumns,
  userFileNotes,
  userFileRowsMost,
} from '../../../contract/user-file.ts';
import { withoutGuard } from '../spreadsheet-cell.ts';

export type UserFileRow = {
  /** As a spreadsheet counts: the titles are row 1. */
  readonly row: number;
  readonly cells: Readonly<Record<UserFileColumn, string>>;
};

export type UserFile = { rows: UserFileRow[]; problems: ImportProblem[] };

const notes: ReadonlySet<string> = new Set(userFileNotes.map(fold));

const wholeFile = (message: string): UserFile => ({ rows: [], problems: [{ row: 1, column: '', message }] });

function readRecords(csv: string): string[][] | string {
  const [firstLine = ''] = csv.split(/\r?\n/, 1);
  // What spreadsheets write depends on the language of the machine.
  const delimiter = [';', '\t'].find((one) => firstLine.includes(one)) ?? ',';
  try {
    return parse(csv, {
      bom: true,
      delimiter,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: false,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error && typeof error.lines === 'number' ? ` near line ${error.lines}` : '';
    return `This can’t be read as CSV${line}: a quotation mark may be missing. Save the file as “CSV UTF-8” and choose it again.`;
  }
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
        message: 'This column is not known. Take the titles of the template.',
      });
    }
    if (key && seen.has(key))
      problems.push({ row: 1, column: title, message: 'This column is there twice.' });
    if (key) seen.add(key);
    return key;
  });
  if (!seen.has('username')) {
    problems.push({ row: 1, column: 'Username', message: 'The column “Username” is missing.' });
  }
  return { places, problems };
}

/** Takes the text of a file apart. Rows without any text are left out. What the cells mean is not checked yet. */
export function readUserFile(csv: string): UserFile {
  const records = readRecords(csv);
  if (typeof records === 'string') return wholeFile(records);
  const [titles, ...rest] = records;
  if (!titles) return wholeFile('The file is empty.');
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
    for (const [place, key] of places.entries()) if (key) cells[key] = withoutGuard(record[place] ?? '');
    rows.push({ row, cells });
  }
  if (rows.length === 0) return wholeFile('The file has titles, and nobody under them.');
  if (rows.length > userFileRowsMost) {
    return wholeFile(
      `The file has ${rows.length} people: at most ${userFileRowsMost} can be imported at once.`,
    );
  }
  return { rows, problems };
}
