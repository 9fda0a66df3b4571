// The check of a PIN without the server: against the 10 bits of it that the roster holds.
import type { Policy } from '../contract/endpoints/device.ts';

type OfflinePolicy = NonNullable<Policy['offline']>;

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}

/** Loads the hashing ahead, so that the first PIN does not wait for it. */
export function loadPinHashing(): Promise<typeof import('hash-wasm')> {
  return import('hash-wasm');
}

/** S of a PIN, as the server makes it (Argon2id, RFC 9106). It takes a tenth of a second, more on a slow tablet. */
export async function hashPin(pin: string, { pinSalt, argon2 }: OfflinePolicy): Promise<Uint8Array> {
  const { argon2id } = await loadPinHashing();
  return argon2id({
    password: pin,
    salt: fromBase64Url(pinSalt),
    memorySize: argon2.memoryKiB,
    iterations: argon2.iterations,
    parallelism: argon2.parallelism,
    hashLength: 32,
    outputType: 'binary',
  });
}

/**
 * V: the first 10 bits of SHA-256("v" ‖ S). A wrong PIN passes once in 1024; the server finds it at the next sync.
 * Not verified by it, therefore: that the PIN is right.
 */
export async function verifierOf(pinHash: Uint8Array): Promise<number> {
  const input = new Uint8Array(1 + pinHash.length);
  input.set([0x76]);
  input.set(pinHash, 1);
  const digest = new DataView(await crypto.subtle.digest('SHA-256', input));
  return digest.getUint16(0) >> 6;
}
