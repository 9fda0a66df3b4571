// Tokens of the form `id.secret`: how they are made, kept and compared, for sessions, devices and links alike.
import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';

const form = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;

export type NewToken = { id: string; token: string; secretHash: Buffer };

/**
 * SHA-256 of a secret. A fast hash is enough: the secret holds 256 random bits
 * (OWASP Session Management, "Session ID Entropy").
 */
function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Makes a token with 256 random bits. Only `secretHash` may be stored; `token` is handed over once. */
export function makeToken(id: string = randomUUID()): NewToken {
  const secret = randomBytes(32).toString('base64url');
  return { id, token: `${id}.${secret}`, secretHash: hashSecret(secret) };
}

/** Takes a token apart; `null` when it has not the form of one. Not yet verified: that the secret is right. */
export function parseToken(token: string): { id: string; secret: string } | null {
  const [, id, secret] = form.exec(token) ?? [];
  return id && secret ? { id, secret } : null;
}

/** Compares a secret with its stored hash in constant time. Not yet verified: that the row is still in force. */
export function isSecretOf(secret: string, secretHash: Buffer): boolean {
  const given = hashSecret(secret);
  return given.length === secretHash.length && timingSafeEqual(given, secretHash);
}
