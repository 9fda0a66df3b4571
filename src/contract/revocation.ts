// What an organization signs so that a tablet wipes itself: nothing else does.
import * as z from 'zod/mini';

/** The `typ` of the statement's JWS header, so that no other signature of the organization's key can pass for one. */
export const revocationType = 'floorkey-revocation+jwt';

/** The statement's content; it fits one link of one device only. */
export const revocationSchema = z.object({
  organizationId: z.uuid(),
  deviceId: z.uuid(),
  /** RFC 7638 thumbprint of the device key, which is made anew with each link. */
  keyThumbprint: z.string(),
  /** By the server's clock, in milliseconds since 1970. */
  revokedAt: z.int(),
});
export type Revocation = z.infer<typeof revocationSchema>;
