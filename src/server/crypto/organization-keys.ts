// The key pair of each organization by which it proves a revocation to its tablets (ES256, RFC 7518).
import { hkdfSync } from 'node:crypto';
import { CompactSign, calculateJwkThumbprint, compactVerify } from 'jose';
import type { PublicKey } from '../../contract/public-key.ts';
import { type Revocation, revocationType } from '../../contract/revocation.ts';
import { type DerivedPair, deriveScalar, pairOfScalar } from './derived-pair.ts';
import type { SecretKeys } from './secret-keys.ts';

/**
 * Derived from the secret and the organization's id (HKDF with SHA-256, RFC 5869): it is there on every server that has both,
 * a restored one, too, and on no other; with another secret it is another key.
 */
function pairOf({ organizationSigning }: SecretKeys, organizationId: string): DerivedPair {
  const scalar = deriveScalar((round) =>
    Buffer.from(hkdfSync('sha256', organizationSigning, '', `organization ${organizationId} ${round}`, 32)),
  );
  return pairOfScalar(scalar);
}

/** The public half, which tablets pin as they are linked. */
export function organizationKey(keys: SecretKeys, organizationId: string): PublicKey {
  return pairOf(keys, organizationId).publicJwk;
}

/** RFC 7638 thumbprint of the public half. */
export function organizationKeyThumbprint(keys: SecretKeys, organizationId: string): Promise<string> {
  return calculateJwkThumbprint(organizationKey(keys, organizationId));
}

/** Signs that one link of one device is revoked (compact JWS, RFC 7515). Not yet verified: that it is. */
export function signRevocation(keys: SecretKeys, revocation: Revocation): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(revocation)))
    .setProtectedHeader({ alg: 'ES256', typ: revocationType })
    .sign(pairOf(keys, revocation.organizationId).privateKey);
}

/** Whether it was signed with the key that the organization has now, and not with one that is lost. */
export async function isSignedWithKey(
  keys: SecretKeys,
  organizationId: string,
  statement: string,
): Promise<boolean> {
  const verified = compactVerify(statement, organizationKey(keys, organizationId), { algorithms: ['ES256'] });
  return verified.then(
    () => true,
    () => false,
  );
}
