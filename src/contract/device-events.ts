// What a tablet notes while nobody hears it: events that it signs, numbers and chains, and sends once it is heard again.
import * as z from 'zod/mini';

/** The `typ` of an event's JWS header, so that no other signature of the device key can pass for one. */
export const deviceEventType = 'floorkey-device-event+jwt';

/** The `typ` of the sealed proof of a PIN (JWE, RFC 7516; ECDH-ES with P-256, A256GCM). */
export const offlineProofType = 'floorkey-offline-proof+jwt';

/** How far off a tablet’s clock may be. */
export const clockToleranceMinutes = 5;

/** The end of the year 9999: later times, and those before 1970, are no tablet's. */
const latest = 253_402_300_799_999;
const timeSchema = z.int().check(z.minimum(0), z.maximum(latest));

const base = {
  /** Made by the tablet. */
  id: z.uuid(),
  deviceId: z.uuid(),
  /** From 1, without a gap. */
  sequence: z.int().check(z.minimum(1), z.maximum(Number.MAX_SAFE_INTEGER)),
  /** SHA-256, in base64url, of the compact JWS of the event before; empty for the first. */
  previous: z.string().check(z.maxLength(64)),
  /** The tablet's clock, in milliseconds since 1970. */
  at: timeSchema,
  /** What the tablet added to its clock to get the server's, as far as it knew. */
  offset: z.int().check(z.minimum(-latest), z.maximum(latest)),
  userId: z.uuid(),
};

export const deviceEventSchema = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('signed-in'),
    /** Of the provisional session; made by the tablet. */
    sessionId: z.uuid(),
    /** When the roster was made that let them in, by the server's clock. */
    rosterAt: timeSchema,
    /** Until when the lease went. */
    leaseUntil: timeSchema,
    /** S of the PIN, sealed to the server: `offlineProofSchema`. */
    proof: z.string().check(z.maxLength(4096)),
  }),
  /** A wrong PIN. */
  z.object({ ...base, kind: z.literal('sign-in-failed') }),
  /** The last wrong try that a user, or the tablet, had. */
  z.object({ ...base, kind: z.literal('locked'), what: z.enum(['user', 'device']) }),
  z.object({
    ...base,
    kind: z.literal('session-ended'),
    sessionId: z.uuid(),
    reason: z.enum(['locked', 'idle', 'reloaded']),
  }),
]);
export type DeviceEvent = z.infer<typeof deviceEventSchema>;
export type DeviceEventKind = DeviceEvent['kind'];

/** What the sealed proof of an offline sign-in holds; it fits one event only. */
export const offlineProofSchema = z.object({
  /** S of the PIN in base64url. */
  s: z.string().check(z.maxLength(64)),
  eventId: z.uuid(),
  deviceId: z.uuid(),
  userId: z.uuid(),
});
export type OfflineProof = z.infer<typeof offlineProofSchema>;

/** Why an event waits for somebody who looks at it. */
export const reviewReasons = {
  'wrong-proof': 'The PIN was not this user’s PIN',
  'not-checked': 'The PIN was not checked: the device was revoked, or had recorded too many wrong PINs',
  'changed-pin': 'The PIN had already been replaced',
  'unreadable-proof': 'The proof of the PIN can’t be opened',
  'bad-signature': 'The device’s signature doesn’t match',
  gap: 'Events before it are missing',
  'broken-chain': 'It doesn’t follow the event before it',
  clock: `The device’s clock was more than ${clockToleranceMinutes} minutes off, or jumped`,
  'not-allowed': 'The user can’t sign in offline on this device, or no longer can',
  'after-revocation': 'It happened after the device was revoked',
  'after-lease': 'It happened after the device had to stop working offline',
  'two-places': 'The user was signed in on another device at the same time',
} as const;
export type ReviewReason = keyof typeof reviewReasons;
