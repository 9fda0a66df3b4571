// Challenges for passkeys (WebAuthn Level 3, section 13.4.3), without state, so that every process takes every other's.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a challenge is taken, in milliseconds. */
export const challengeMs = 5 * 60_000;

const nonceBytes = 16;
const timeBytes = 6;
const macBytes = 32;

/** What a challenge is for, and the session that asked, where there is one: no other gets it taken. */
export type ChallengePurpose =
  | { readonly purpose: 'sign-in' }
  | { readonly purpose: 'register' | 'confirm'; readonly sessionId: string };

function macOf(key: Buffer, head: Buffer, bound: ChallengePurpose): Buffer {
  const session = 'sessionId' in bound ? bound.sessionId : '';
  return createHmac('sha256', key).update(`passkey ${bound.purpose} ${session} `).update(head).digest();
}

/** A challenge of this moment: 128 random bits, when it was made, and our mark on both. */
export function makeChallenge(key: Buffer, bound: ChallengePurpose, now: Date): Uint8Array<ArrayBuffer> {
  const head = Buffer.concat([randomBytes(nonceBytes), Buffer.alloc(timeBytes)]);
  head.writeUIntBE(now.getTime(), nonceBytes, timeBytes);
  return new Uint8Array(Buffer.concat([head, macOf(key, head, bound)]));
}

/**
 * Tells whether a challenge is one of ours for this purpose, and still taken. Not yet verified: that it was not used
 * before.
 * @param challenge in base64url, as the browser hands it back
 */
export function isOpenChallenge(key: Buffer, challenge: string, bound: ChallengePurpose, now: Date): boolean {
  const bytes = Buffer.from(challenge, 'base64url');
  // One text for one challenge: else another spelling of a used one would be new.
  if (bytes.length !== nonceBytes + timeBytes + macBytes || bytes.toString('base64url') !== challenge)
    return false;
  const head = bytes.subarray(0, nonceBytes + timeBytes);
  if (!timingSafeEqual(bytes.subarray(nonceBytes + timeBytes), macOf(key, head, bound))) return false;
  const age = now.getTime() - head.readUIntBE(nonceBytes, timeBytes);
  // One minute into the future, since the clocks of two processes may differ.
  return age >= -60_000 && age < challengeMs;
}
