// Writes the users of a part of an import in one transaction, and each of them into the audit trail.
import { randomUUID } from 'node:crypto';
import type { Queries } from '../../database/database.ts';
import type { AuditDetail } from '../../database/schema/audit-events.ts';
import { users, userUnits } from '../../database/schema.ts';
import { type RecordedEvent, recordEach } from '../access/act.ts';
import { foldAddress } from '../access/fold-address.ts';
import { indexPeople } from '../access/index-people.ts';
import { foldUsername } from '../access/look-alikes.ts';
import { findUnitsForNew } from '../units/user-units.ts';
import { batches, type ImportWriting, type WrittenRow } from './import-writing.ts';
import { prepareImportedPin } from './imported-pins.ts';
import { updateImportedPeople } from './update-imported-people.ts';

async function addPeople(
  tx: Queries,
  writing: ImportWriting,
  ownUnits: readonly string[],
): Promise<WrittenRow[]> {
  const { organization, act, revision, now } = writing;
  const organizationId = organization.id;
  const added = writing.rows.flatMap((row) =>
    row.action === 'add' && row.roleId ? [{ ...row, roleId: row.roleId, id: randomUUID() }] : [],
  );
  for (const part of batches(added)) {
    await tx.insert(users).values(
      part.map((row) => {
        const pin = prepareImportedPin(act.context, writing, row, row.id);
        return {
          id: row.id,
          organizationId,
          roleId: row.roleId,
          username: row.username,
          usernameFolded: foldUsername(row.username),
          firstName: row.firstName ?? '',
          lastName: row.lastName ?? '',
          email: row.email,
          emailFolded: row.email && foldAddress(row.email),
          phone: row.phone,
          language: row.language,
          partnerId: act.signedIn.user.partnerId,
          ...(pin && { ...pin, pinSetAt: now }),
          revision,
          createdAt: now,
        };
      }),
    );
  }
  const limits = added.flatMap(({ id: userId, unitIds }) =>
    (unitIds ?? ownUnits).map((unitId) => ({ organizationId, userId, unitId })),
  );
  for (const part of batches(limits)) await tx.insert(userUnits).values(part);
  return added;
}

const changeable = [
  'firstName',
  'lastName',
  'email',
  'phone',
  'language',
  'pin',
  'roleId',
  'unitIds',
] as const;

function detailOf(row: WrittenRow): AuditDetail {
  const { roleBefore, roleName, unitNames } = row;
  const units = unitNames ? { units: unitNames } : {};
  const base = { fromFile: true, row: row.row, ...units };
  if (row.action === 'add')
    return { ...base, role: roleName, pin: row.pin !== null, email: row.email !== null };
  const changed = changeable.filter((name) => row[name] !== null);
  return { ...base, changed, ...(row.roleId === null ? {} : { roleBefore, role: roleName }) };
}

export type WrittenImport = {
  added: number;
  updated: number;
  skipped: number;
  /** Those who got their first address. */
  invitable: string[];
};

/** Writes it all; a PIN that somebody got meanwhile is refused by the unique constraint `users_pin`. */
export async function writeImportedPeople(tx: Queries, writing: ImportWriting): Promise<WrittenImport> {
  const { act, rows } = writing;
  const ownUnits = await findUnitsForNew(tx, act.signedIn);
  const added = await addPeople(tx, writing, ownUnits);
  const updated = await updateImportedPeople(tx, writing);
  const eventOf =
    (action: 'user.created' | 'user.changed') =>
    (row: WrittenRow): RecordedEvent => ({
      action,
      subjectId: row.id,
      subject: row.name,
      detail: detailOf(row),
    });
  await indexPeople(tx, writing.organization.id);
  const events = [...added.map(eventOf('user.created')), ...updated.map(eventOf('user.changed'))];
  await recordEach(tx, act, events);
  const invitable = [...added, ...updated].flatMap(({ id, email }) => (email ? [id] : []));
  return {
    added: added.length,
    updated: updated.length,
    skipped: rows.length - added.length - updated.length,
    invitable,
  };
}
