// The 10 bits of a PIN that the roster holds, against which it is checked without the server.

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
