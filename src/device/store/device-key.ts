// The tablet's key pair: P-256, and its private half can't be read out by any script.
import { StorageFailure } from './storage-failure.ts';

/** The pair as IndexedDB keeps it. */
export type DeviceKeys = { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey };

const keyLost =
  'This tablet’s key is lost. An admin can sign in here, choose “Authorize Device” and authorize it again under its old name.';

/** Makes a new pair for ES256 (RFC 7518, section 3.4). It signs only; the private half is not extractable. */
export async function makeDeviceKeys(): Promise<DeviceKeys> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
}

/**
 * Does work with the key.
 * @throws StorageFailure where the browser has lost the key, or can no longer use it
 */
export async function withKey<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new StorageFailure(keyLost, { cause });
  }
}

/** Makes a signature for nothing. @throws StorageFailure where the browser has lost the key, or can no longer use it */
export async function tryKey(keys: DeviceKeys | undefined): Promise<void> {
  await withKey(async () => {
    if (!keys) throw new TypeError('no key');
    await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, new Uint8Array(1));
  });
}
