// Writes a backup of everything that can't be made again, while the server runs.
import { createHash } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { sql } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import { readAppliedMigration } from '../database/migration-state.ts';
import { keyCheck } from '../database/schema.ts';
import { type BackupHeader, formatName, formatVersion, writeRow } from './backup-format.ts';
import { readTables } from './read-tables.ts';
import { ToolRefusal } from './tool-refusal.ts';

export type WrittenBackup = { rows: Record<string, number>; bytes: number };

// Much faster than the default, and the file is only a little larger.
const gzipLevel = 3;

async function makeHeader(tx: Queries, version: string, now: Date): Promise<BackupHeader> {
  const migration = await readAppliedMigration(tx);
  const [check] = await tx.select().from(keyCheck);
  if (!migration || !check) {
    throw new ToolRefusal('Floorkey never started on this database, so there is nothing to back up.');
  }
  return {
    format: formatName,
    formatVersion,
    version,
    migration,
    createdAt: now.toISOString(),
    keyCheck: check.mac.toString('hex'),
  };
}

async function* writeLines(
  tx: Queries,
  header: BackupHeader,
  rows: Record<string, number>,
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const first = `${JSON.stringify(header)}\n`;
  hash.update(first);
  yield first;
  for await (const batch of readTables(tx)) {
    rows[batch.table] = (rows[batch.table] ?? 0) + batch.rows.length;
    const lines = batch.rows.map((json) => writeRow(batch.table, json)).join('');
    hash.update(lines);
    yield lines;
  }
  yield `${JSON.stringify({ end: { rows, sha256: hash.digest('hex') } })}\n`;
}

async function requireFree(file: string, advice: string): Promise<void> {
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw new ToolRefusal(`${file} is there already: ${advice}`);
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

async function openPartial(partial: string) {
  return open(partial, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    const advice =
      error.code === 'EEXIST'
        ? 'another backup is writing it, or was cut off. Delete it when none is running'
        : `it can’t be written (${error.code}). Choose another place`;
    throw new ToolRefusal(`${partial}: ${advice}.`);
  });
}

/**
 * Writes one snapshot of all organizations to a new file that only its owner may read. The file gets its name when it
 * is whole and on the disk. It holds no secret key: without that, no PIN can be guessed from it.
 * @throws ToolRefusal when the file is there, or can't be made
 */
export async function writeBackup(
  database: Database,
  file: string,
  { version, now }: { version: string; now: Date },
): Promise<WrittenBackup> {
  const advice = 'write the name of a new file, so that no earlier backup is lost.';
  await requireFree(file, advice);
  const partial = `${file}.partial`;
  const handle = await openPartial(partial);
  try {
    const rows: Record<string, number> = {};
    await database.acrossOrganizations(async (tx) => {
      await tx.execute(sql`set transaction isolation level repeatable read, read only`);
      const header = await makeHeader(tx, version, now);
      const lines = writeLines(tx, header, rows);
      await pipeline(lines, createGzip({ level: gzipLevel }), (packed) => handle.writeFile(packed));
    });
    await handle.sync();
    const { size: bytes } = await handle.stat();
    await handle.close();
    await requireFree(file, advice);
    await rename(partial, file);
    await syncFolder(dirname(file));
    return { rows, bytes };
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(partial, { force: true });
    throw error;
  }
}
