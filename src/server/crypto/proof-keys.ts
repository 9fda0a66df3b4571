// The public keys that proofs bring along, made ready once: importing one takes longer than checking a signature with it.
import { type CryptoKey, calculateJwkThumbprint, importJWK } from 'jose';
import { type PublicKey, publicKeySchema } from '../../contract/public-key.ts';

export type ProofKey = {
  readonly publicKey: PublicKey;
  /** RFC 7638. */
  readonly thumbprint: string;
  readonly key: CryptoKey | Uint8Array;
};

/** Enough for the tablets that are in use at once; the one that was not used for longest goes. */
const most = 5_000;
const ready = new Map<string, ProofKey>();

async function makeReady(publicKey: PublicKey): Promise<ProofKey> {
  const [key, thumbprint] = await Promise.all([
    importJWK(publicKey, 'ES256'),
    calculateJwkThumbprint(publicKey),
  ]);
  return { publicKey, thumbprint, key };
}

/**
 * The key in the header of a proof.
 * Not yet verified: that it is the key of a device.
 * @throws Error for what is no public key of P-256, and for a private one (RFC 9449, section 4.3, check 7)
 */
export async function readProofKey(jwk: unknown): Promise<ProofKey> {
  const publicKey = publicKeySchema.parse(jwk);
  if (typeof jwk === 'object' && jwk !== null && 'd' in jwk) throw new TypeError('a private key');
  const name = `${publicKey.x} ${publicKey.y}`;
  const known = ready.get(name) ?? (await makeReady(publicKey));
  ready.delete(name);
  ready.set(name, known);
  const [oldest] = ready.keys();
  if (ready.size > most && oldest !== undefined) ready.delete(oldest);
  return known;
}
