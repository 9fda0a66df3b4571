// Puts a backup into an empty database, whole or not at all.
import { stat } from 'node:fs/promises';
import { type SQL, sql } from 'drizzle-orm';
import { deriveKeys, loadSecret, type SecretKeys, secretKeyFile } from '../crypto/secret-keys.ts';
import type { Queries } from '../database/database.ts';
import { keyCheckOf } from '../database/key-check.ts';
import { findNewestMigration } from '../database/migration-state.ts';
import { devices, keyCheck, organizations, setupCodes } from '../database/schema.ts';
import { recordAuditEvent } from '../domain/access/audit.ts';
import type { Env } from '../env.ts';
import type { BackupHeader } from './backup-format.ts';
import { erasePins } from './erase-pins.ts';
import { checkBackup, readBackup } from './read-backup.ts';
import { workAlone } from './tool-database.ts';
import { ToolRefusal } from './tool-refusal.ts';

type Place = Pick<Env, 'dataDir' | 'databaseUrl' | 'secretKey'>;

export type RestoredBackup = {
  header: BackupHeader;
  rows: Record<string, number>;
  /** How many users need a new PIN; 0 when the secret key was kept. */
  pinsErased: number;
};

function requireThisMigration(file: string, { migration, version }: BackupHeader): void {
  const newest = findNewestMigration();
  if (migration.hash === newest.hash) return;
  throw new ToolRefusal(
    migration.writtenAt > newest.writtenAt
      ? `${file} comes from a newer Floorkey (${version}): restore it with that version.`
      : `${file} comes from an older Floorkey (${version}): restore it with that version, then start this one on it, which brings it up to date.`,
  );
}

async function loadKeys(place: Place, mayMake: boolean): Promise<SecretKeys | null> {
  const isThere =
    place.secretKey !== null ||
    (await stat(secretKeyFile(place.dataDir)).then(
      () => true,
      () => false,
    ));
  return isThere || mayMake ? deriveKeys(await loadSecret(place.secretKey, place.dataDir)) : null;
}

function requireKeyOf(header: BackupHeader, keys: SecretKeys | null, place: Place): void {
  if (keys && keyCheckOf(keys).toString('hex') === header.keyCheck) return;
  const state = keys
    ? `The secret key (${place.secretKey ? 'SECRET_KEY' : secretKeyFile(place.dataDir)}) is not the one of this backup`
    : 'The secret key of this backup is missing';
  throw new ToolRefusal(
    `${state}: put the old secret.key into ${place.dataDir} or set the old SECRET_KEY, then try again. If it is lost, add --erase-pins: everyone then needs a new PIN.`,
  );
}

async function requireEmpty(tx: Queries): Promise<void> {
  // The lock that a set-up takes, so that none slips in between.
  await tx.execute(sql`select pg_advisory_xact_lock(7041002)`);
  const found = await tx.select({ id: organizations.id }).from(organizations).limit(1);
  if (found.length === 0) return;
  throw new ToolRefusal(
    'This database holds an organization, and a restore overwrites nothing: set DATA_DIR to a new folder, or DATABASE_URL to an empty database.',
  );
}

/** The columns of each table that can be written: PostgreSQL makes the generated ones itself. */
async function findColumns(tx: Queries): Promise<ReadonlyMap<string, SQL>> {
  const { rows } = await tx.execute<{ table: string; names: string[] }>(sql`
    select table_name as table, array_agg(column_name::text order by ordinal_position) as names
    from information_schema.columns where table_schema = 'public' and is_generated = 'NEVER' group by 1`);
  return new Map(
    rows.map(({ table, names }) => [
      table,
      sql.join(
        names.map((name) => sql.identifier(name)),
        sql`, `,
      ),
    ]),
  );
}

async function writeRows(tx: Queries, file: string): Promise<Record<string, number>> {
  const columns = await findColumns(tx);
  const rows: Record<string, number> = {};
  for await (const { table, count, json } of readBackup(file)) {
    const target = sql.identifier(table);
    const names = columns.get(table);
    if (!names) throw new Error(`the table ${table} is missing`);
    await tx.execute(
      sql`insert into ${target} (${names}) select ${names} from json_populate_recordset(null::${target}, ${json}::json)`,
    );
    rows[table] = (rows[table] ?? 0) + count;
  }
  return rows;
}

/** Runs work that writes audit events together with their tail and chain, which must not be made anew. */
async function keepChain<T>(tx: Queries, work: () => Promise<T>): Promise<T> {
  await tx.execute(sql`select set_config('floorkey.restoring', 'yes', true)`);
  await tx.execute(sql`set constraints audit_events_sealed immediate`);
  const result = await work();
  await tx.execute(sql`set constraints audit_events_sealed deferred`);
  await tx.execute(sql`select set_config('floorkey.restoring', '', true)`);
  return result;
}

/** What must not be as it was: positions go on after the last one, tablets fetch everything anew, old set-up links are void. */
async function settle(tx: Queries, header: BackupHeader, now: Date): Promise<void> {
  for (const table of ['audit_events', 'device_events']) {
    await tx.execute(
      sql`select setval(pg_get_serial_sequence(${table}, 'position'), coalesce(max(position), 1), max(position) is not null) from ${sql.identifier(table)}`,
    );
  }
  // Events that were gone from the tail stand in the chain at their numbers, below zero.
  await tx.execute(sql`
    select setval(pg_get_serial_sequence('audit_tail', 'number'),
      greatest(1, (select max(number) from audit_tail), (select -min(position) from audit_chain)))`);
  // Tablets have synced since: what they send now follows nothing that the backup knows.
  await tx.update(devices).set({ syncMarks: [] });
  await tx.delete(setupCodes);
  const restored = await tx
    .update(organizations)
    .set({ syncEpoch: sql`gen_random_uuid()` })
    .returning({ id: organizations.id });
  for (const { id: organizationId } of restored) {
    await recordAuditEvent(tx, {
      organizationId,
      at: now,
      action: 'organization.restored',
      detail: { backupOf: header.createdAt },
    });
  }
}

/**
 * Restores a backup into a database without an organization, while no server uses it. File, version and secret key are
 * checked before anything is written. Sessions are not in a backup: everybody signs in anew; devices stay authorized.
 * @throws ToolRefusal with what to do; DataFolderInUse while a server runs on the folder
 */
export async function restoreBackup(
  place: Place,
  file: string,
  { now, withoutPins }: { now: Date; withoutPins: boolean },
): Promise<RestoredBackup> {
  const header = await checkBackup(file);
  requireThisMigration(file, header);
  const keys = await loadKeys(place, withoutPins);
  if (!withoutPins) requireKeyOf(header, keys, place);
  return workAlone(place, { mayMake: true }, (database) =>
    database.acrossOrganizations(async (tx) => {
      await requireEmpty(tx);
      const rows = await keepChain(tx, () => writeRows(tx, file));
      await settle(tx, header, now);
      if (withoutPins && keys) return { header, rows, pinsErased: await erasePins(tx, keys, now) };
      const mac = Buffer.from(header.keyCheck, 'hex');
      await tx
        .insert(keyCheck)
        .values({ id: 1, mac })
        .onConflictDoUpdate({ target: keyCheck.id, set: { mac } });
      return { header, rows, pinsErased: 0 };
    }),
  );
}
