// The tablet's key pair: P-256, and its private half can't be read out by any script.

/** The pair as IndexedDB keeps it. */
export type DeviceKeys = { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey };

/** Makes a new pair for ES256 (RFC 7518, section 3.4). It signs only; the private half is not extractable. */
export async function makeDeviceKeys(): Promise<DeviceKeys> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
}
