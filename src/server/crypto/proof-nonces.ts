// Nonces for proofs of device keys (RFC 9449, section 8), without state, so that every process takes every other's.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { minuteMs } from '../day.ts';

/** A nonce is taken for this many minutes after the one in which it was made. */
export const nonceMinutes = 5;

function nonceOf(key: Buffer, minute: number): string {
  return `${minute.toString(36)}.${createHmac('sha256', key).update(`nonce ${minute}`).digest('base64url')}`;
}

/** The nonce of this minute. */
export function makeNonce(key: Buffer, now: Date): string {
  return nonceOf(key, Math.floor(now.getTime() / minuteMs));
}

/** Tells whether a nonce is one of ours and fresh. Not yet verified: that the proof that holds it was not used before. */
export function isFreshNonce(key: Buffer, nonce: string, now: Date): boolean {
  const minute = Number.parseInt(nonce.split('.')[0] ?? '', 36);
  const age = Math.floor(now.getTime() / minuteMs) - minute;
  // One minute into the future, since the clocks of two processes may differ.
  if (!(age >= -1 && age <= nonceMinutes)) return false;
  const expected = Buffer.from(nonceOf(key, minute));
  const given = Buffer.from(nonce);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
