// Key pairs of P-256 whose private scalar is derived from the secret, so that nothing of them needs to be stored.
import { createECDH, createPrivateKey, type KeyObject } from 'node:crypto';
import type { PublicKey } from '../../contract/public-key.ts';

// The order of P-256 (FIPS 186-5, SP 800-186 section 3.2.1.3); a scalar lies below it but once in four billion.
const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
const coordinate = 32;

/** @param derive gives 32 bytes for each round */
export function deriveScalar(derive: (round: number) => Buffer): Buffer {
  for (let round = 1; ; round += 1) {
    const scalar = derive(round);
    if (scalar.compare(order) < 0) return scalar;
  }
}

export type DerivedPair = { readonly publicJwk: PublicKey; readonly privateKey: KeyObject };

export function pairOfScalar(scalar: Buffer): DerivedPair {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(scalar);
  const point = pair.getPublicKey();
  const part = (from: number) => point.subarray(from, from + coordinate).toString('base64url');
  const publicJwk = { kty: 'EC', crv: 'P-256', x: part(1), y: part(1 + coordinate) } as const;
  const jwk = { ...publicJwk, d: scalar.toString('base64url') };
  return { publicJwk, privateKey: createPrivateKey({ key: jwk, format: 'jwk' }) };
}
