// The endpoints that a tablet calls with its device token and a proof of its key (RFC 9449).
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import { allPermissions } from '../permissions.ts';
import { publicKeySchema } from '../public-key.ts';
import { appVersionSchema, idSchema, instantSchema, pinSchema } from '../tablet-fields.ts';
import { sessionSchema } from './session.ts';

/** A user as the roster of a device holds it. */
export const rosterUserSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** What tells them apart from somebody in the organization who has the same name. */
  apart: z.optional(z.string()),
  roleId: idSchema,
  /** 10 bits of what the PIN is hashed to; `null` for those who sign in online only. */
  verifier: z.nullable(z.int()),
});
export type RosterUser = z.infer<typeof rosterUserSchema>;

export const rosterRoleSchema = z.object({
  id: idSchema,
  name: z.string(),
  permissions: z.array(z.enum(allPermissions)),
});
export type RosterRole = z.infer<typeof rosterRoleSchema>;

/** What the organization wants of its tablets. */
export const policySchema = z.object({
  organizationName: z.string(),
  deviceName: z.string(),
  signInStyle: z.enum(['pin', 'name-then-pin']),
  /** What new PINs have. */
  pinLength: z.int(),
  /** The lengths that PINs have now, the wanted one among them, shortest first. */
  pinLengths: z.array(z.int()),
  autoLockSeconds: z.int(),
  /** Too many wrong PINs on this device: until then the server looks at none. */
  pausedUntil: z.nullable(instantSchema),
  /** What signing in without the server takes; `null` where the organization doesn’t want it. */
  offline: z.nullable(
    z.object({
      /** Of the organization's PINs, in base64url. */
      pinSalt: z.string(),
      argon2: z.object({ memoryKiB: z.int(), iterations: z.int(), parallelism: z.int() }),
      /** To which the proof of an offline sign-in is sealed (RFC 7517). */
      sealingKey: publicKeySchema,
    }),
  ),
});
export type Policy = z.infer<typeof policySchema>;
export type OfflinePolicy = NonNullable<Policy['offline']>;

export const pullSchema = z.object({
  /** Hand it over with the next pull. */
  cursor: z.string(),
  /** Forget the roster before the puts are applied. */
  reset: z.boolean(),
  puts: z.object({ users: z.array(rosterUserSchema), roles: z.array(rosterRoleSchema) }),
  dels: z.object({ users: z.array(idSchema), roles: z.array(idSchema) }),
  policy: policySchema,
  /** Until when the device may go on without hearing from the server. */
  lease: z.object({ until: instantSchema }),
  serverTime: instantSchema,
  /** By which the organization signs a revocation: a tablet that has pinned none yet pins it, any other keeps its own. */
  organizationKey: publicKeySchema,
});
export type Pull = z.infer<typeof pullSchema>;

/** So many marks of syncs a pull may bring: its own, and those of the last ones. */
export const marksAtOnce = 5;

const mark = '[A-Za-z0-9_-]{22}';

const count = z.string().check(z.regex(/^[0-9]{1,9}$/, { error: 'This is not a number.' }));

export const pullChanges = defineEndpoint({
  operation: 'pullChanges',
  method: 'GET',
  path: '/api/device/sync',
  summary: 'What changed in this device’s roster since the cursor',
  access: { who: 'device' },
  query: z.strictObject({
    cursor: z.optional(z.string().check(z.maxLength(100))),
    appVersion: z.optional(appVersionSchema),
    storagePersisted: z.optional(z.enum(['yes', 'no'])),
    /**
     * A random mark of this pull, then those of the last ones, the newest first. What a copy of the tablet's storage sends
     * does not follow what the tablet sent, and the other way round.
     */
    marks: z.optional(
      z.string().check(
        z.regex(new RegExp(`^${mark}(\\.${mark}){0,${marksAtOnce - 1}}$`), {
          error: 'These are not marks.',
        }),
      ),
    ),
    /** Whether a change stream reaches it; else it asks every half minute. */
    live: z.optional(z.enum(['yes', 'no'])),
    queueLength: z.optional(count),
    /** When the oldest event was made that was not sent yet, by the tablet's estimate of the server's clock. */
    oldestUnsentAt: z.optional(instantSchema),
    /** RFC 7638 thumbprint of the organization's key that the tablet has pinned. */
    pinnedKey: z.optional(z.string().check(z.maxLength(64))),
  }),
  output: pullSchema,
  problems: ['changed_meanwhile'],
});

export const openChangeStream = defineEndpoint({
  operation: 'openChangeStream',
  method: 'GET',
  path: '/api/device/changes',
  summary:
    'Server-sent events: `changed` says "pull now", `revoked` that this device was revoked, with the signed statement',
  access: { who: 'device' },
  output: 'stream',
  problems: [],
});

export const signInWithPin = defineEndpoint({
  operation: 'signInWithPin',
  method: 'POST',
  path: '/api/device/pin-session',
  summary: 'Open a PIN session and end the one that was open on this device',
  access: { who: 'device' },
  body: z.strictObject({
    pin: pinSchema,
    /** Where the organization signs in by name, then PIN. */
    userId: z.optional(idSchema),
  }),
  output: z.object({ token: z.string(), session: sessionSchema }),
  problems: ['wrong_pin', 'pin_disabled', 'pin_expired', 'device_paused', 'busy'],
});

export const endPinSession = defineEndpoint({
  operation: 'endPinSession',
  method: 'DELETE',
  path: '/api/device/pin-session',
  summary: 'End the PIN session that is open on this device, if there is one',
  access: { who: 'device' },
  query: z.strictObject({ reason: z.enum(['locked', 'idle', 'reloaded']) }),
  output: null,
  problems: [],
});

/** How many events one batch may bring. */
export const deviceEventsAtOnce = 100;

export const pushEvents = defineEndpoint({
  operation: 'pushEvents',
  method: 'POST',
  path: '/api/device/events',
  summary: 'Send offline events, in order; known ones are skipped',
  access: { who: 'device', revoked: 'sends' },
  bodyBytes: 1024 * 1024,
  body: z.strictObject({
    /** The tablet's clock as it sends this, in milliseconds since 1970. */
    now: z.int().check(z.minimum(0), z.maximum(8_640_000_000_000_000)),
    events: z
      .array(
        z.strictObject({
          sequence: z.int().check(z.minimum(1), z.maximum(Number.MAX_SAFE_INTEGER)),
          /** Compact JWS of a `deviceEventSchema`. */
          jws: z.string().check(z.minLength(1), z.maxLength(8192)),
        }),
      )
      .check(z.minLength(1), z.maxLength(deviceEventsAtOnce)),
    /** How many events wait, those of this batch among them; the times as the tablet estimates the server's clock. */
    queue: z.optional(
      z.strictObject({
        length: z.int().check(z.minimum(1), z.maximum(999_999_999)),
        /** When the oldest of them was made. */
        oldestAt: instantSchema,
        /** When the first one after this batch was made, if there is one. */
        nextAt: z.optional(instantSchema),
      }),
    ),
  }),
  /** Every event up to this one is kept at the server; the tablet may forget them. */
  output: z.object({ upTo: z.int() }),
  limits: [{ by: 'device', points: 600, seconds: 3600 }],
  problems: [],
});

export const sendWipeReceipt = defineEndpoint({
  operation: 'sendWipeReceipt',
  method: 'POST',
  path: '/api/device/wipe-receipt',
  summary: 'The receipt of a revoked device, signed with its key (compact JWS), that it wipes itself now',
  access: { who: 'device', revoked: 'wipes' },
  body: z.strictObject({ receipt: z.string().check(z.maxLength(4096)) }),
  output: z.object({ wipedAt: instantSchema }),
  problems: [],
});
