// The 10 bits of a PIN's hash that a tablet holds for signing in without the server.
import { createHash } from 'node:crypto';

/**
 * V = the first 10 bits of SHA-256("v" ‖ S): enough that a wrong PIN is turned away 1023 times of 1024, and so little
 * that a thief with the whole tablet still has about a thousand candidates of a million.
 */
export function verifierOf(pinHash: Buffer): number {
  return createHash('sha256').update('v').update(pinHash).digest().readUInt16BE(0) >> 6;
}
