// The end of every PIN, after the key that sealed them was lost.
import { and, eq, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { SecretKeys } from '../crypto/secret-keys.ts';
import type { Queries } from '../database/database.ts';
import { keyCheckOf } from '../database/key-check.ts';
import { devices, keyCheck, organizations, pinSessions, users } from '../database/schema.ts';
import { recordAuditEvent } from '../domain/access/audit.ts';

/**
 * Erases all PINs of all organizations, ends the sessions that they opened, and notes the present key as the one of
 * this database. Without the old key the PINs could be neither checked nor read, by anybody.
 * @param tx a transaction across organizations, while no server runs
 * @returns how many users need a new PIN
 */
export async function erasePins(tx: Queries, keys: SecretKeys, now: Date): Promise<number> {
  const changed = await tx
    .update(organizations)
    .set({ revision: sql`${organizations.revision} + 1` })
    .returning({ id: organizations.id, revision: organizations.revision });
  await tx.delete(pinSessions);
  let people = 0;
  for (const { id: organizationId, revision } of changed) {
    const hasPin = or(isNotNull(users.pinSealed), isNotNull(users.pinLookup));
    const erased = await tx
      .update(users)
      .set({
        pinSealed: null,
        pinLookup: null,
        pinLength: null,
        pinMustChange: false,
        pinExpiresAt: null,
        pinFailures: 0,
        revision,
      })
      .where(and(eq(users.organizationId, organizationId), hasPin))
      .returning({ id: users.id });
    people += erased.length;
    await recordAuditEvent(tx, {
      organizationId,
      at: now,
      action: 'pins.erased',
      detail: { people: erased.length },
    });
  }
  // Of another secret every organization has another key; a tablet that has pinned the old one must be linked again.
  await tx
    .update(devices)
    .set({ remoteWipe: 'after-relink' })
    .where(and(isNull(devices.revokedAt), eq(devices.remoteWipe, 'works')));
  const mac = keyCheckOf(keys);
  await tx.insert(keyCheck).values({ id: 1, mac }).onConflictDoUpdate({ target: keyCheck.id, set: { mac } });
  return people;
}
