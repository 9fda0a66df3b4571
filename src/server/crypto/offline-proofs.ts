// Proofs of offline sign-ins: sealed by a tablet to the server's public key, opened here (JWE, RFC 7516; ECDH-ES, RFC 7518).
import { compactDecrypt } from 'jose';
import { type OfflineProof, offlineProofSchema, offlineProofType } from '../../contract/device-events.ts';
import type { PublicKey } from '../../contract/public-key.ts';
import { type DerivedPair, pairOfScalar } from './derived-pair.ts';
import type { SecretKeys } from './secret-keys.ts';

const pairs = new WeakMap<Buffer, DerivedPair>();

function pairOf({ offlineProof }: SecretKeys) {
  const known = pairs.get(offlineProof) ?? pairOfScalar(offlineProof);
  pairs.set(offlineProof, known);
  return known;
}

/** The public half, which tablets seal to. */
export function offlineProofKey(keys: SecretKeys): PublicKey {
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
