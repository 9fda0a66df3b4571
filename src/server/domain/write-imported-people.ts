// Writes the people of a planned import in the transaction of the import.
import { randomUUID } from 'node:crypto';
import { and, eq, inArray, notInArray } from 'drizzle-orm';
import { fold } from '../../contract/fields.ts';
import type { Context } from '../context.ts';
import { lookUpKeyOf, storePin } from '../crypto/pin-secret.ts';
import type { Queries } from '../database/database.ts';
import { type organizations, pinSessions, users, userUnits } from '../database/schema.ts';
import { type NewAuditEvent, recordAuditEvents } from './audit.ts';
import { foldAddress } from './fold-address.ts';
import type { PlannedRow } from './plan-user-import.ts';
import type { SignedIn } from './signed-in.ts';
import { findUnitScope } from './unit-scope.ts';

const rowsAtOnce = 500;

type UserRow = typeof users.$inferSelect;
type Organization = typeof organizations.$inferSelect;

/** One import, as its writing needs it. */
export type ImportWriting = {
  signedIn: SignedIn;
  organization: Organization;
  rows: readonly PlannedRow[];
  /** S of each row's PIN, by the number of the row. */
  pinHashes: ReadonlyMap<number, Buffer>;
  revision: number;
  now: Date;
};

export type WrittenImport = { added: number; updated: number; skipped: number; addedWithAddress: string[] };

function* batches<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += rowsAtOnce) yield all.slice(at, at + rowsAtOnce);
}

/** The rows whose PIN somebody has who is not in the file, or keeps it. */
export async function findTakenPins(
  { keys }: Pick<Context, 'keys'>,
  tx: Queries,
  { rows, pinHashes, organization }: Pick<ImportWriting, 'rows' | 'pinHashes' | 'organization'>,
): Promise<number[]> {
  if (organization.signInStyle !== 'pin') return [];
  const rowOf = new Map<string, PlannedRow>();
  for (const planned of rows) {
    const hash = pinHashes.get(planned.row);
    if (hash) rowOf.set(lookUpKeyOf(keys, hash).toString('hex'), planned);
  }
  const taken: number[] = [];
  for (const part of batches([...rowOf.keys()])) {
    const holders = await tx
      .select({ id: users.id, pinLookup: users.pinLookup })
      .from(users)
      .where(
        inArray(
          users.pinLookup,
          part.map((key) => Buffer.from(key, 'hex')),
        ),
      );
    for (const { id, pinLookup } of holders) {
      const planned = rowOf.get(pinLookup?.toString('hex') ?? '');
      if (planned && planned.userId !== id) taken.push(planned.row);
    }
  }
  return taken.toSorted((a, b) => a - b);
}

function pinFields({ keys }: Pick<Context, 'keys'>, writing: ImportWriting, row: PlannedRow, userId: string) {
  const hash = writing.pinHashes.get(row.row);
  if (!hash || !row.pin) return {};
  const { pinSealed, pinLookup } = storePin(keys, userId, hash);
  const pinLength = row.pin.length;
  return {
    pinSealed,
    // Where the name says who it is, two people may have the same PIN.
    pinLookup: writing.organization.signInStyle === 'pin' ? pinLookup : null,
    pinLength,
    pinSetAt: writing.now,
    pinFailures: 0,
    pinMustChange: false,
  };
}

async function addPeople(context: Context, tx: Queries, writing: ImportWriting, scope: readonly string[]) {
  const { organization, signedIn, revision, now } = writing;
  const organizationId = organization.id;
  const added = writing.rows.flatMap((row) =>
    row.action === 'add' && row.roleId ? [{ ...row, roleId: row.roleId, id: randomUUID() }] : [],
  );
  for (const part of batches(added)) {
    await tx.insert(users).values(
      part.map((row) => ({
        id: row.id,
        organizationId,
        roleId: row.roleId,
        username: row.username,
        usernameFolded: fold(row.username),
        firstName: row.firstName ?? '',
        lastName: row.lastName ?? '',
        email: row.email,
        emailFolded: row.email && foldAddress(row.email),
        phone: row.phone,
        language: row.language,
        partnerId: signedIn.user.partnerId,
        ...pinFields(context, writing, row, row.id),
        revision,
        createdAt: now,
      })),
    );
  }
  const limits = added.flatMap(({ id: userId, unitIds }) =>
    (unitIds ?? scope).map((unitId) => ({ organizationId, userId, unitId })),
  );
  for (const part of batches(limits)) await tx.insert(userUnits).values(part);
  return added;
}

function changedFields(row: PlannedRow): Partial<UserRow> {
  const { firstName, lastName, email, phone, language, roleId } = row;
  return {
    ...(firstName === null ? {} : { firstName }),
    ...(lastName === null ? {} : { lastName }),
    ...(email === null ? {} : { email, emailFolded: foldAddress(email) }),
    ...(phone === null ? {} : { phone }),
    ...(language === null ? {} : { language }),
    ...(roleId === null ? {} : { roleId }),
  };
}

async function updatePeople(context: Context, tx: Queries, writing: ImportWriting) {
  const { organization, revision } = writing;
  const updated = writing.rows.flatMap((row) =>
    row.action === 'update' && row.userId ? [{ ...row, id: row.userId }] : [],
  );
  for (const row of updated) {
    const change = { ...changedFields(row), ...pinFields(context, writing, row, row.id), revision };
    await tx.update(users).set(change).where(eq(users.id, row.id));
    if (row.pin) await tx.delete(pinSessions).where(eq(pinSessions.userId, row.id));
    if (row.unitIds === null) continue;
    await tx
      .delete(userUnits)
      .where(and(eq(userUnits.userId, row.id), notInArray(userUnits.unitId, row.unitIds)));
    const wanted = row.unitIds.map((unitId) => ({ organizationId: organization.id, userId: row.id, unitId }));
    await tx.insert(userUnits).values(wanted).onConflictDoNothing();
  }
  return updated;
}

/** Writes it all; a PIN that somebody got meanwhile is refused by the unique constraint `users_pin`. */
export async function writeImportedPeople(
  context: Context,
  tx: Queries,
  writing: ImportWriting,
): Promise<WrittenImport> {
  const { signedIn, rows, now } = writing;
  const scope = (await findUnitScope(tx, signedIn.user.id)) ?? [];
  const added = await addPeople(context, tx, writing, scope);
  const updated = await updatePeople(context, tx, writing);
  const base = { organizationId: signedIn.organizationId, at: now, actorId: signedIn.user.id };
  const eventOf =
    (action: 'user.created' | 'user.changed') =>
    (row: PlannedRow & { id: string }): NewAuditEvent => ({
      ...base,
      action,
      subjectId: row.id,
      subject: `${row.firstName ?? ''} ${row.lastName ?? ''}`.trim() || row.username,
      detail: { fromFile: true, row: row.row },
    });
  const events = [...added.map(eventOf('user.created')), ...updated.map(eventOf('user.changed'))];
  for (const part of batches(events)) await recordAuditEvents(tx, part);
  const counts = {
    added: added.length,
    updated: updated.length,
    skipped: rows.length - added.length - updated.length,
  };
  await recordAuditEvents(tx, [{ ...base, action: 'users.imported', detail: counts }]);
  return { ...counts, addedWithAddress: added.flatMap(({ id, email }) => (email ? [id] : [])) };
}
