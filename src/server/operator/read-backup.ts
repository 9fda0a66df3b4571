// Reads a backup file, and notices when it is not whole.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import {
  type BackupHeader,
  type BackupTable,
  endSchema,
  formatVersion,
  headerSchema,
  readRow,
} from './backup-format.ts';
import { ToolRefusal } from './tool-refusal.ts';

/** Rows of one table, as a JSON array; small enough to be written by one statement. */
export type RowBatch = { table: BackupTable; count: number; json: string };

const rowsMost = 1000;
const charactersMost = 1_000_000;

async function* readLines(file: string): AsyncGenerator<Buffer> {
  const source = pipeline(createReadStream(file), createGunzip(), () => {});
  let rest: Buffer[] = [];
  for await (const chunk of source) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('bytes were expected');
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      rest.push(chunk.subarray(start, end));
      yield rest.length === 1 && rest[0] ? rest[0] : Buffer.concat(rest);
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
  if (rest.length > 0) throw new Error('the last line has no end');
}

const damaged = (file: string) =>
  new ToolRefusal(
    `${file} is cut off or damaged, or no backup at all, so nothing was restored. Use another one.`,
  );

function explain(file: string, error: unknown): unknown {
  if (error instanceof ToolRefusal) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('E') && !code.startsWith('ERR_')) {
    return new ToolRefusal(`${file} can’t be read (${code}). Write the path of a backup.`);
  }
  return damaged(file);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readHeader(file: string, line: string): BackupHeader {
  const content = parseJson(line);
  const parsed = headerSchema.safeParse(content);
  if (!parsed.success) throw new ToolRefusal(`${file} is not a backup that Floorkey wrote.`);
  if (parsed.data.formatVersion === formatVersion) return parsed.data;
  throw new ToolRefusal(
    `${file} was written by Floorkey ${parsed.data.version} in a form that this version doesn’t read. Restore it with that version.`,
  );
}

/** Adds up rows until a batch is full or the table changes. */
function gatherRows() {
  let table: BackupTable | null = null;
  let rows: string[] = [];
  let characters = 0;
  const take = (): RowBatch[] => {
    if (!table || rows.length === 0) return [];
    const batch = { table, count: rows.length, json: `[${rows.join(',')}]` };
    rows = [];
    characters = 0;
    return [batch];
  };
  const add = (row: { table: BackupTable; json: string }): RowBatch[] => {
    const isFull = row.table !== table || rows.length >= rowsMost || characters >= charactersMost;
    const full = isFull ? take() : [];
    table = row.table;
    rows.push(row.json);
    characters += row.json.length;
    return full;
  };
  return { add, take };
}

function isSame(a: Record<string, number>, b: Record<string, number>): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => a[key] === b[key]);
}

async function* readBatches(
  file: string,
  onHeader: (header: BackupHeader) => void,
): AsyncGenerator<RowBatch> {
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  const gathered = gatherRows();
  let at: 'header' | 'rows' | 'end' = 'header';
  for await (const line of readLines(file)) {
    const text = line.toString('utf8');
    const row = readRow(text);
    if (at === 'header') {
      onHeader(readHeader(file, text));
      at = 'rows';
    } else if (at === 'rows' && row) {
      counts[row.table] = (counts[row.table] ?? 0) + 1;
      yield* gathered.add(row);
    } else {
      const end = endSchema.safeParse(parseJson(text));
      if (at === 'end' || !end.success || end.data.end.sha256 !== hash.digest('hex')) throw damaged(file);
      if (!isSame(counts, end.data.end.rows)) throw damaged(file);
      at = 'end';
    }
    if (at === 'rows') hash.update(line).update('\n');
  }
  if (at !== 'end') throw damaged(file);
  yield* gathered.take();
}

/**
 * Reads a backup row by row. That the file is whole is known only when the last batch has been taken.
 * @param onHeader hears of the header before the first row
 * @throws ToolRefusal when it can't be read, is no backup, is cut off, or was changed by accident (a SHA-256 without a key: not verified is who wrote it)
 */
export async function* readBackup(
  file: string,
  onHeader: (header: BackupHeader) => void = () => {},
): AsyncGenerator<RowBatch> {
  try {
    yield* readBatches(file, onHeader);
  } catch (error) {
    throw explain(file, error);
  }
}

/** Reads a whole backup to see that it is one. @returns its header */
export async function checkBackup(file: string): Promise<BackupHeader> {
  let header: BackupHeader | undefined;
  for await (const _ of readBackup(file, (found) => (header = found)));
  if (!header) throw damaged(file);
  return header;
}
