// Proofs of offline sign-ins: sealed by a tablet to the server's public key, opened here (JWE, RFC 7516; ECDH-ES, RFC 7518).
import { createECDH, createPrivateKey, type KeyObject } from 'node:crypto';
import { compactDecrypt } from 'jose';
import { type OfflineProof, offlineProofSchema, offlineProofType } from '../../contract/device-events.ts';
import type { SecretKeys } from './secret-keys.ts';

type PublicJwk = { kty: 'EC'; crv: 'P-256'; x: string; y: string };

const coordinate = 32;

function derivePair(scalar: Buffer): { publicJwk: PublicJwk; privateKey: KeyObject } {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(scalar);
  const point = pair.getPublicKey();
  const part = (from: number) => point.subarray(from, from + coordinate).toString('base64url');
  const publicJwk = { kty: 'EC', crv: 'P-256', x: part(1), y: part(1 + coordinate) } as const;
  const jwk = { ...publicJwk, d: scalar.toString('base64url') };
  return { publicJwk, privateKey: createPrivateKey({ key: jwk, format: 'jwk' }) };
}

const pairs = new WeakMap<Buffer, ReturnType<typeof derivePair>>();

function pairOf({ offlineProof }: SecretKeys) {
  const known = pairs.get(offlineProof) ?? derivePair(offlineProof);
  pairs.set(offlineProof, known);
  return known;
}

/** The public half, which tablets seal to. */
export function offlineProofKey(keys: SecretKeys): PublicJwk {
  return pairOf(keys).publicJwk;
}

/**
 * Opens a proof. Not yet verified: that it belongs to the event, device and user that it came with, and that S is right.
 * @returns `null` when it was not sealed to this server, or is no proof
 */
export async function openOfflineProof(keys: SecretKeys, sealed: string): Promise<OfflineProof | null> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(sealed, pairOf(keys).privateKey, {
      keyManagementAlgorithms: ['ECDH-ES'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    if (protectedHeader.typ !== offlineProofType) return null;
    return offlineProofSchema.parse(JSON.parse(new TextDecoder().decode(plaintext)));
  } catch {
    return null;
  }
}
