// Hashes the PINs of an import one after another, so that sign-ins have the rest of the machine, and tells how far it is.
import { setTimeout as wait } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { HashingBusy } from '../../crypto/hashing.ts';
import { type organizations, userImports } from '../../database/schema.ts';
import type { PlannedRow } from './plan-user-import.ts';

const tellEveryMs = 500;
const busyMs = 250;

async function hashPatiently({ hashing }: Context, pin: string, salt: Buffer): Promise<Buffer> {
  for (;;) {
    try {
      return await hashing.hashPin(pin, salt, 'import');
    } catch (error) {
      if (!(error instanceof HashingBusy)) throw error;
      await wait(busyMs);
    }
  }
}

/** @returns S of each row's PIN, by the number of the row */
export async function hashImportedPins(
  context: Context,
  importId: string,
  organization: typeof organizations.$inferSelect,
  rows: readonly PlannedRow[],
): Promise<Map<number, Buffer>> {
  const hashed = new Map<number, Buffer>();
  let toldAt = performance.now();
  for (const [index, { row, pin, action }] of rows.entries()) {
    if (pin && action !== 'skip') hashed.set(row, await hashPatiently(context, pin, organization.pinSalt));
    if (performance.now() - toldAt < tellEveryMs) continue;
    toldAt = performance.now();
    await context.database.inOrganization(organization.id, (tx) =>
      tx
        .update(userImports)
        .set({ done: index + 1 })
        .where(eq(userImports.id, importId)),
    );
  }
  return hashed;
}
