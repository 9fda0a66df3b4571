// What a revoked device signs before it deletes everything.
import * as z from 'zod/mini';
import { appVersionSchema } from './tablet-fields.ts';

/** The `typ` of the receipt's JWS header, so that no other signature of the device key can pass for one. */
export const wipeReceiptType = 'floorkey-wipe-receipt+jwt';

export const wipeReceiptSchema = z.object({
  deviceId: z.uuid(),
  /** The tablet's clock, in milliseconds since 1970. */
  wipedAt: z.int(),
  appVersion: appVersionSchema,
  /** How many unsent events the outbox held. */
  unsentEvents: z.int(),
});
export type WipeReceipt = z.infer<typeof wipeReceiptSchema>;
