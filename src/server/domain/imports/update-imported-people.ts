// Updates the users of a part of an import, many with one statement: the organization's lock is held meanwhile.
import { inArray, sql } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { pinRequests, pinSessions, users, userUnits } from '../../database/schema.ts';
import { foldAddress } from '../access/fold-address.ts';
import { batches, type ImportWriting, type WrittenRow } from './import-writing.ts';
import { prepareImportedPin } from './imported-pins.ts';

/** As the statement reads it: `null` leaves a column as it is. */
function columnsOf(writing: ImportWriting, row: WrittenRow) {
  const pin = prepareImportedPin(writing.act.context, writing, row, row.id);
  return {
    id: row.id,
    first_name: row.firstName,
    last_name: row.lastName,
    email: row.email,
    email_folded: row.email && foldAddress(row.email),
    phone: row.phone,
    language: row.language,
    role_id: row.roleId,
    pin_sealed: pin?.pinSealed.toString('hex') ?? null,
    pin_lookup: pin?.pinLookup?.toString('hex') ?? null,
    pin_length: pin?.pinLength ?? null,
    pin_made: pin?.pinMustChange ?? false,
    pin_expires_at: pin?.pinExpiresAt?.toISOString() ?? null,
  };
}

async function writeRows(tx: Queries, writing: ImportWriting, rows: readonly WrittenRow[]) {
  const columns = JSON.stringify(rows.map((row) => columnsOf(writing, row)));
  const since = writing.now.toISOString();
  await tx.execute(sql`
    update ${users} set
      first_name = coalesce(given.first_name, users.first_name),
      last_name = coalesce(given.last_name, users.last_name),
      email = coalesce(given.email, users.email),
      email_folded = coalesce(given.email_folded, users.email_folded),
      phone = coalesce(given.phone, users.phone),
      language = coalesce(given.language, users.language),
      role_id = coalesce(given.role_id, users.role_id),
      pin_sealed = coalesce(decode(given.pin_sealed, 'hex'), users.pin_sealed),
      pin_lookup = case when given.pin_length is null then users.pin_lookup else decode(given.pin_lookup, 'hex') end,
      pin_length = coalesce(given.pin_length, users.pin_length),
      pin_set_at = case when given.pin_length is null then users.pin_set_at else ${since}::timestamptz end,
      pin_failures = case when given.pin_length is null then users.pin_failures else 0 end,
      pin_must_change = case when given.pin_length is null then users.pin_must_change else given.pin_made end,
      pin_expires_at = case when given.pin_length is null then users.pin_expires_at else given.pin_expires_at end,
      revision = ${writing.revision}
    from jsonb_to_recordset(${columns}::jsonb) as given(id uuid, first_name text, last_name text, email text,
      email_folded text, phone text, language text, role_id uuid, pin_sealed text, pin_lookup text, pin_length int, pin_made boolean, pin_expires_at timestamptz)
    where users.id = given.id`);
}

/** @returns the rows of those who were updated */
export async function updateImportedPeople(tx: Queries, writing: ImportWriting): Promise<WrittenRow[]> {
  const updated = writing.rows.flatMap((row) =>
    row.action === 'update' && row.userId ? [{ ...row, id: row.userId }] : [],
  );
  const newPins = updated.filter(({ row }) => writing.pinHashes.has(row)).map(({ id }) => id);
  for (const ids of batches(newPins)) {
    await tx.delete(pinSessions).where(inArray(pinSessions.userId, ids));
    await tx.delete(pinRequests).where(inArray(pinRequests.userId, ids));
  }
  for (const part of batches(updated)) await writeRows(tx, writing, part);
  const moved = updated.filter(({ unitIds }) => unitIds !== null);
  for (const part of batches(moved)) {
    const ids = part.map(({ id }) => id);
    await tx.delete(userUnits).where(inArray(userUnits.userId, ids));
  }
  const limits = moved.flatMap(({ id: userId, unitIds }) =>
    (unitIds ?? []).map((unitId) => ({ organizationId: writing.organization.id, userId, unitId })),
  );
  for (const part of batches(limits)) await tx.insert(userUnits).values(part);
  return updated;
}
