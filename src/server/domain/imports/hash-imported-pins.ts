// Hashes the PINs of a part of an import one after another, so that sign-ins have the rest of the machine.
import type { Context } from '../../context.ts';
import type { organizations } from '../../database/schema.ts';
import { patiently } from './patiently.ts';
import type { PlannedRow } from './plan-user-import.ts';

/** @returns S of each row's PIN, by the number of the row */
export async function hashImportedPins(
  { hashing, jobs }: Context,
  { pinSalt }: typeof organizations.$inferSelect,
  rows: readonly PlannedRow[],
): Promise<Map<number, Buffer>> {
  const hashed = new Map<number, Buffer>();
  for (const { row, pin, action } of rows) {
    if (!pin || action === 'skip') continue;
    hashed.set(
      row,
      await patiently(jobs.stopping, () => hashing.hashPin(pin, pinSalt, { member: 'import' })),
    );
  }
  return hashed;
}
