// Seals S of an offline sign-in to the server (JWE, RFC 7516: ECDH-ES and A256GCM), so that nothing on the tablet can read it again.
import { CompactEncrypt, importJWK } from 'jose';
import { type OfflineProof, offlineProofType } from '../../contract/device-events.ts';
import type { OfflinePolicy } from '../../contract/endpoints/device.ts';

/** The key pair of the sender is made anew each time and forgotten. */
export async function sealProof({ sealingKey }: OfflinePolicy, proof: OfflineProof): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(proof)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', typ: offlineProofType })
    .encrypt(await importJWK(sealingKey, 'ECDH-ES'));
}
