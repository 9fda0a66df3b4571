// Giving PINs: which are refused, how they are stored, and the offer of a random one.
import { randomInt } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { findPinWeakness } from '../../contract/pin-rules.ts';
import type { Context } from '../context.ts';
import { lookUpKeyOf, type StoredPin, storePin } from '../crypto/pin-secret.ts';
import { organizations, users } from '../database/schema.ts';
import { fieldProblem } from './problem-error.ts';

const suggestionTries = 20;

type PinPolicy = Pick<typeof organizations.$inferSelect, 'pinSalt' | 'pinLength' | 'signInStyle'>;

async function findPinPolicy({ database }: Context, organizationId: string): Promise<PinPolicy> {
  const [policy] = await database.inOrganization(organizationId, (tx) =>
    tx.select().from(organizations).where(eq(organizations.id, organizationId)),
  );
  if (!policy) throw new Error('the organization is gone');
  return policy;
}

/**
 * Prepares a PIN for storing; hashing takes tens of milliseconds, so it is done before the transaction.
 * Not yet verified: that nobody else has it; the unique constraint `users_pin` says so at the write.
 * @throws ProblemError `validation_failed` at the field `pin` when it is too easy to guess
 */
export async function preparePin(
  context: Context,
  organizationId: string,
  userId: string,
  pin: string,
): Promise<{ pinSealed: Buffer; pinLookup: Buffer | null }> {
  const policy = await findPinPolicy(context, organizationId);
  const weakness = findPinWeakness(pin, policy.pinLength);
  if (weakness) throw fieldProblem('validation_failed', 'pin', weakness);
  const stored: StoredPin = storePin(
    context.keys,
    userId,
    await context.hashing.hashPin(pin, policy.pinSalt),
  );
  // Where the name says who it is, two people may have the same PIN without learning of it.
  return policy.signInStyle === 'pin' ? stored : { ...stored, pinLookup: null };
}

/** The answer to a PIN that somebody else has; it doesn't say who. */
export function pinTaken() {
  return fieldProblem(
    'pin_taken',
    'pin',
    'This PIN can’t be used. Choose another one, or let one be generated.',
  );
}

/** A random PIN that is not weak and that nobody in the organization has right now. */
export async function suggestPin(context: Context, organizationId: string): Promise<string> {
  const { pinLength, pinSalt } = await findPinPolicy(context, organizationId);
  for (let tries = 0; tries < suggestionTries; tries += 1) {
    const pin = String(randomInt(10 ** pinLength)).padStart(pinLength, '0');
    if (findPinWeakness(pin, pinLength)) continue;
    const pinLookup = lookUpKeyOf(context.keys, await context.hashing.hashPin(pin, pinSalt));
    const [holder] = await context.database.inOrganization(organizationId, (tx) =>
      tx.select({ id: users.id }).from(users).where(eq(users.pinLookup, pinLookup)),
    );
    if (!holder) return pin;
  }
  throw fieldProblem('pin_taken', 'pin', 'No free PIN was found. Choose one by hand, or use longer PINs.');
}
