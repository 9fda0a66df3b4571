// The PINs of an import: which of them somebody else has, and what is stored of the others.
import { inArray } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { lookUpKeyOf, storePin } from '../../crypto/pin-secret.ts';
import type { Queries } from '../../database/database.ts';
import { users } from '../../database/schema.ts';
import { batches, type ImportWriting } from './import-writing.ts';
import type { PlannedRow } from './plan-user-import.ts';

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

/** What is stored of the PIN of a row; `null` where it has none. */
export function prepareImportedPin(
  { keys }: Pick<Context, 'keys'>,
  { pinHashes, organization }: Pick<ImportWriting, 'pinHashes' | 'organization'>,
  { row, pin }: Pick<PlannedRow, 'row' | 'pin'>,
  userId: string,
) {
  const hash = pinHashes.get(row);
  if (!hash || !pin) return null;
  return { ...storePin(keys, organization.signInStyle, userId, hash), pinLength: pin.length };
}
