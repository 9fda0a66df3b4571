// A public key of P-256 (RFC 7517), as it travels between server and tablet.
import * as z from 'zod/mini';

export const publicKeySchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
});
export type PublicKey = z.infer<typeof publicKeySchema>;
