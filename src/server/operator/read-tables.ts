// Reads every row that a backup holds, a few at a time, however many there are.
import { sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { type BackupTable, backupTables } from './backup-format.ts';

const rowsAtOnce = 2000;

// Units refer to units above them, so those come first.
const unitsFromTheTop = `
  with recursive placed(id, depth) as (
    select id, 0 from units where parent_id is null
    union all
    select units.id, depth + 1 from units join placed on units.parent_id = placed.id
  ) select units.* from units left join placed using (id) order by depth nulls last, id`;

// An invitation says who was invited and has not come yet; a link to a new password or address must never come back to life.
const openInvitations = `
  select * from one_time_links where kind = 'invitation' and used_at is null and voided_at is null order by id`;

const queries: Record<BackupTable, string> = {
  organizations: 'select * from organizations order by id',
  roles: 'select * from roles order by id',
  units: unitsFromTheTop,
  partners: 'select * from partners order by id',
  users: 'select * from users order by id',
  passkeys: 'select * from passkeys order by id',
  user_units: 'select * from user_units order by user_id, unit_id',
  devices: 'select * from devices order by id',
  device_tries: 'select * from device_tries order by device_id, user_id',
  device_events: 'select * from device_events order by position',
  one_time_links: openInvitations,
  pin_requests: 'select * from pin_requests order by id',
  apps: 'select * from apps order by id',
  app_secrets: 'select * from app_secrets order by id',
  app_keys: 'select * from app_keys order by id',
  removals: 'select * from removals order by organization_id, kind, removed_id',
  audit_events: 'select * from audit_events order by position',
  audit_chain: 'select * from audit_chain order by position',
  audit_heads: 'select * from audit_heads order by organization_id',
  audit_lanes: 'select * from audit_lanes order by organization_id, lane',
  audit_tail: 'select * from audit_tail order by number',
  audit_marks: 'select * from audit_marks order by organization_id, lane',
};

/** @param tx a transaction that sees one snapshot of all organizations */
export async function* readTables(tx: Queries): AsyncGenerator<{ table: BackupTable; rows: string[] }> {
  for (const table of backupTables) {
    await tx.execute(
      sql.raw(
        `declare backup_rows no scroll cursor for select row_to_json(found)::text as json from (${queries[table]}) found`,
      ),
    );
    for (;;) {
      const { rows } = await tx.execute<{ json: string }>(sql.raw(`fetch ${rowsAtOnce} from backup_rows`));
      if (rows.length === 0) break;
      yield { table, rows: rows.map((row) => row.json) };
    }
    await tx.execute(sql`close backup_rows`);
  }
}
