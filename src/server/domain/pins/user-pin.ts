// Giving PINs: which are refused, how they are stored, and the offer of a random one.

import { randomInt } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { findPinWeakness } from '../../../contract/pin-rules.ts';
import type { Context } from '../../context.ts';
import { lookUpKeyOf, storePin } from '../../crypto/pin-secret.ts';
import type { Queries } from '../../database/database.ts';
import { type organizations, users } from '../../database/schema.ts';
import { readOrganization } from '../access/organization-row.ts';
import { fieldProblem, ProblemError } from '../access/problem-error.ts';

const suggestionTries = 20;

type PinPolicy = Pick<typeof organizations.$inferSelect, 'pinSalt' | 'pinLength' | 'signInStyle'>;

async function findPinPolicy({ database }: Context, organizationId: string): Promise<PinPolicy> {
  return database.inOrganization(organizationId, (tx) => readOrganization(tx, organizationId));
}

/** What is stored of a user's PIN; it fits the columns of `users`. */
export type PreparedPin = {
  pinSealed: Buffer;
  pinLookup: Buffer | null;
  pinLength: number;
  pinSetAt: Date;
};

/**
 * Prepares a PIN for storing; hashing takes tens of milliseconds, so it is done before the transaction.
 * Not yet verified: that nobody else has it (the unique constraint `users_pin` says so at the write), and that the
 * organization still wants such PINs (`requireFittingPolicy`).
 * @param field where the form has the PIN
 * @throws ProblemError `validation_failed` at the field when it is too easy to guess
 */
export async function preparePin(
  context: Context,
  organizationId: string,
  userId: string,
  pin: string,
  field = 'pin',
): Promise<PreparedPin> {
  const policy = await findPinPolicy(context, organizationId);
  const weakness = findPinWeakness(pin, policy.pinLength);
  if (weakness) throw fieldProblem('validation_failed', field, weakness);
  const pinHash = await context.hashing.hashPin(pin, policy.pinSalt);
  const stored = storePin(context.keys, policy.signInStyle, userId, pinHash);
  return { ...stored, pinLength: pin.length, pinSetAt: context.clock() };
}

/**
 * Looks, in the transaction that stores a PIN, whether the policy is still the one that it was prepared for.
 * @throws ProblemError `changed_meanwhile`
 */
export async function requireFittingPolicy(
  tx: Queries,
  organizationId: string,
  { pinLookup, pinLength }: PreparedPin,
): Promise<void> {
  const policy = await readOrganization(tx, organizationId);
  const style = pinLookup === null ? 'name-then-pin' : 'pin';
  if (policy.pinLength === pinLength && policy.signInStyle === style) return;
  throw new ProblemError(
    'changed_meanwhile',
    'The rules for PINs have just changed. Check the PIN and send it again.',
  );
}

/** A random PIN that is not weak and that nobody in the organization has right now, with what finds it. */
export async function findFreePin(
  context: Context,
  organizationId: string,
): Promise<{ pin: string; pinLookup: Buffer }> {
  const { pinLength, pinSalt } = await findPinPolicy(context, organizationId);
  for (let tries = 0; tries < suggestionTries; tries += 1) {
    const pin = String(randomInt(10 ** pinLength)).padStart(pinLength, '0');
    if (findPinWeakness(pin, pinLength)) continue;
    const pinLookup = lookUpKeyOf(context.keys, await context.hashing.hashPin(pin, pinSalt));
    const [holder] = await context.database.inOrganization(organizationId, (tx) =>
      tx.select({ id: users.id }).from(users).where(eq(users.pinLookup, pinLookup)),
    );
    if (!holder) return { pin, pinLookup };
  }
  throw fieldProblem('pin_taken', 'pin', 'No free PIN was found. Choose one by hand, or use longer PINs.');
}
