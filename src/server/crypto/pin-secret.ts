// How a PIN is kept: S = Argon2id(pin) sealed, and a lookup that finds whose it is.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SignInStyle } from '../../contract/endpoints/organization.ts';
import { open, seal } from './sealed.ts';
import type { SecretKeys } from './secret-keys.ts';

export type StoredPin = { pinSealed: Buffer; pinLookup: Buffer | null };

/** HMAC-SHA-256 of S, with a key outside the database: equal for equal PINs of one organization. */
export function lookUpKeyOf(keys: SecretKeys, pinHash: Buffer): Buffer {
  return createHmac('sha256', keys.pinLookup).update(pinHash).digest();
}

/**
 * What is stored for a user who has this PIN. Where the name says who it is, nothing finds them by it: two users may have
 * the same PIN without learning of it.
 */
export function storePin(
  keys: SecretKeys,
  signInStyle: SignInStyle,
  userId: string,
  pinHash: Buffer,
): StoredPin {
  return {
    pinSealed: seal(keys.pinSealing, pinHash, userId),
    pinLookup: signInStyle === 'pin' ? lookUpKeyOf(keys, pinHash) : null,
  };
}

/** S as it was stored for a user. */
export function openPin(keys: SecretKeys, userId: string, pinSealed: Buffer): Buffer {
  return open(keys.pinSealing, pinSealed, userId);
}

/** Compares S with what is stored for a user, in constant time. Not yet verified: that the user may sign in. */
export function isPinOf(keys: SecretKeys, userId: string, pinSealed: Buffer, pinHash: Buffer): boolean {
  const stored = openPin(keys, userId, pinSealed);
  return stored.length === pinHash.length && timingSafeEqual(stored, pinHash);
}

/** Tells whether two stored PINs of one user are the same PIN, in constant time. */
export function isSamePin(keys: SecretKeys, userId: string, one: Buffer, other: Buffer): boolean {
  return isPinOf(keys, userId, one, open(keys.pinSealing, other, userId));
}

/** The lookup of a stored PIN, whose digits nobody knows. */
export function lookUpKeyOfSealed(keys: SecretKeys, userId: string, pinSealed: Buffer): Buffer {
  return lookUpKeyOf(keys, open(keys.pinSealing, pinSealed, userId));
}
