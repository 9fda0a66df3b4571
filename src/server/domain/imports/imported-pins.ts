// The PINs of an import: which of them somebody else has, and what is stored of all.
import { randomBytes } from 'node:crypto';
import { inArray } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { lookUpKeyOf, storePin } from '../../crypto/pin-secret.ts';
import type { Queries } from '../../database/database.ts';
import { users } from '../../database/schema.ts';
import { temporaryPinEnd } from '../access/secret-ends.ts';
import { findTakenRows } from '../pins/taken-pins.ts';
import { batches, type ImportWriting } from './import-writing.ts';
import type { PlannedRow } from './plan-user-import.ts';

/** The rows whose PIN somebody has who is not in the file, or keeps it. */
async function findTakenPins(
  { keys }: Pick<Context, 'keys'>,
  tx: Queries,
  { rows, pinHashes }: Pick<ImportWriting, 'rows' | 'pinHashes'>,
): Promise<number[]> {
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

/**
 * The rows that get another PIN than the one in the file: those whose PIN somebody has, as long as that may be told, else
 * all. Nobody knows these PINs; the cards that are printed for their users bring new ones.
 */
export async function findRowsToMake(
  tx: Queries,
  writing: Pick<ImportWriting, 'act' | 'rows' | 'pinHashes' | 'organization'>,
): Promise<ReadonlySet<number>> {
  const withPin = writing.rows.flatMap(({ row }) => (writing.pinHashes.has(row) ? [row] : []));
  if (writing.organization.signInStyle !== 'pin' || withPin.length === 0) return new Set();
  const taken = await findTakenRows(tx, writing.act, () => findTakenPins(writing.act.context, tx, writing));
  return new Set(taken === 'all' ? withPin : taken);
}

const pinHashBytes = 32;

/** What is stored of the PIN of a row; `null` where it has none. */
export function prepareImportedPin(
  { keys }: Pick<Context, 'keys'>,
  {
    pinHashes,
    madeRows,
    organization,
    now,
  }: Pick<ImportWriting, 'pinHashes' | 'madeRows' | 'organization' | 'now'>,
  { row, pin }: Pick<PlannedRow, 'row' | 'pin'>,
  userId: string,
) {
  const given = pinHashes.get(row);
  if (!given || !pin) return null;
  const isMade = madeRows.has(row);
  const hash = isMade ? randomBytes(pinHashBytes) : given;
  return {
    ...storePin(keys, organization.signInStyle, userId, hash),
    pinLength: pin.length,
    pinMustChange: isMade,
    pinExpiresAt: isMade ? temporaryPinEnd(organization, now) : null,
  };
}
