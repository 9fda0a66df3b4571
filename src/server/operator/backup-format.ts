// What a backup file holds: gzipped lines of JSON, namely a header, one line for each row, and an end that vouches for them.
import * as z from 'zod';

export const formatName = 'floorkey-backup';
export const formatVersion = 1;

/** The tables of a backup in the order in which their rows may be written: what is referred to comes first. */
export const backupTables = [
  'organizations',
  'roles',
  'units',
  'partners',
  'users',
  'passkeys',
  'user_units',
  'devices',
  'device_tries',
  'device_events',
  'one_time_links',
  'pin_requests',
  'apps',
  'app_secrets',
  'app_keys',
  'removals',
  'audit_events',
  'audit_chain',
  'audit_heads',
  'audit_lanes',
  'audit_tail',
  'audit_marks',
] as const;
export type BackupTable = (typeof backupTables)[number];

/**
 * What is left out: who is signed in, here and in apps, counters, set-up codes, what is only on its way (mails, files being read, organizations
 * that somebody asked for), and the words that people are found by, which follow from them; the check of the key stands in the header.
 */
export const tablesLeftOut = [
  'account_sessions',
  'pin_sessions',
  'app_sessions',
  'app_artifacts',
  'used_proofs',
  'link_requests',
  'attempt_limits',
  'setup_codes',
  'key_check',
  'mails',
  'user_imports',
  'sign_ups',
  'user_words',
] as const;

export const headerSchema = z.object({
  format: z.literal(formatName),
  formatVersion: z.number(),
  /** The version of Floorkey that wrote it. */
  version: z.string(),
  migration: z.object({ hash: z.string(), writtenAt: z.number() }),
  createdAt: z.iso.datetime(),
  /** Hex; shows which secret key the PINs are sealed with, and gives nothing of it away. */
  keyCheck: z.string().regex(/^[0-9a-f]{64}$/),
});
export type BackupHeader = z.infer<typeof headerSchema>;

export const endSchema = z.object({
  end: z.object({
    rows: z.record(z.string(), z.number()),
    /** SHA-256 in hex of every byte before this line, unpacked. */
    sha256: z.string(),
  }),
});

/** One row; `json` is what PostgreSQL made of it. */
export const writeRow = (table: BackupTable, json: string) => `["${table}",${json}]\n`;

const tableNames: ReadonlySet<string> = new Set(backupTables);
const isBackupTable = (name: string): name is BackupTable => tableNames.has(name);

/** Takes a row's line apart; `null` when it is none, or of a table that this version doesn't know. */
export function readRow(line: string): { table: BackupTable; json: string } | null {
  const [start, table] = /^\["([a-z_]+)",/.exec(line) ?? [];
  if (!start || !table || !isBackupTable(table) || !line.endsWith(']')) return null;
  return { table, json: line.slice(start.length, -1) };
}
