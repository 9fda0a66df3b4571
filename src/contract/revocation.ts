// What an organization signs so that a tablet wipes itself: nothing else does.
import * as z from 'zod/mini';

/** The `typ` of the statement's JWS header, so that no other signature of the organization's key can pass for one. */
export const revocationType = 'floorkey-revocation+jwt';

/** The statement's content; it fits one link of one device only: its key, and when it was linked. */
export const revocationSchema = z.object({
  organizationId: z.uuid(),
  deviceId: z.uuid(),
  /** RFC 7638 thumbprint of the device key, which is made anew with each link but where the server had lost the device. */
  keyThumbprint: z.string(),
  /** When the device was linked, in milliseconds since 1970; statements of older versions don't tell. */
  authorizedAt: z.optional(z.int()),
  /** By the server's clock, in milliseconds since 1970. */
  revokedAt: z.int(),
});
export type Revocation = z.infer<typeof revocationSchema>;
