// The endpoints by which admins see, authorize and revoke devices.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import { deviceNameSchema, idSchema, instantSchema, reasonSchema } from '../fields.ts';
import { publicKeySchema } from '../public-key.ts';

/** So many revoked devices are listed, those that were revoked last; the audit trail tells of all. */
export const revokedMost = 200;

export const deviceSchema = z.object({
  id: idSchema,
  name: z.string(),
  unit: z.nullable(z.object({ id: idSchema, name: z.string() })),
  authorizedAt: instantSchema,
  authorizedBy: z.nullable(z.string()),
  lastSeenAt: z.nullable(instantSchema),
  lastSyncAt: z.nullable(instantSchema),
  /** Whether it was heard in the last 40 s, by its stream or a poll. */
  connected: z.boolean(),
  /** `false`: no change stream reaches it, so it asks every half minute. */
  live: z.nullable(z.boolean()),
  leaseEndsAt: z.nullable(instantSchema),
  appVersion: z.nullable(z.string()),
  /** The answer of the tablet's browser to "keep this storage". */
  storagePersisted: z.nullable(z.boolean()),
  queueLength: z.int(),
  /** When the oldest event was made that the tablet has not sent. */
  oldestUnsentAt: z.nullable(instantSchema),
  /** Events that it noted offline and somebody should look at. */
  toReview: z.int(),
  pausedUntil: z.nullable(instantSchema),
  /** Since when it is paused because a copy of its storage was used beside it. */
  twoPlacesAt: z.nullable(instantSchema),
  revokedAt: z.nullable(instantSchema),
  revokedBy: z.nullable(z.string()),
  wipedAt: z.nullable(instantSchema),
  /** Whether it would wipe itself when it is revoked: it must have pinned the key that signs revocations now. */
  remoteWipe: z.enum(['works', 'after-sync', 'after-relink']),
  /** What it noted and sent after it was revoked. */
  eventsReceived: z.int(),
  /** What went with the wipe, by its receipt. */
  eventsLost: z.int(),
});
export type Device = z.infer<typeof deviceSchema>;

const deviceParams = z.strictObject({ deviceId: idSchema });

export const listDevices = defineEndpoint({
  operation: 'listDevices',
  method: 'GET',
  path: '/api/devices',
  summary: `The authorized devices, and the last ${revokedMost} revoked ones`,
  access: { who: 'session', permission: 'devices:read' },
  output: z.object({ devices: z.array(deviceSchema) }),
  problems: [],
});

export const authorizeDevice = defineEndpoint({
  operation: 'authorizeDevice',
  method: 'POST',
  path: '/api/devices',
  summary: 'Authorize the device that sends this and proves that it holds its key',
  access: {
    who: 'session',
    permission: 'devices:authorize',
    account: true,
    stepUp: true,
    newDeviceKey: true,
  },
  body: z.strictObject({
    name: deviceNameSchema,
    /** Only users of this unit, and of those above it, can then sign in on it. */
    unitId: z.optional(z.nullable(idSchema)),
    /**
     * The device in force that this very tablet was before it lost its storage: it keeps its name, unit and history, and
     * its old key and token are worthless. `name` is its name.
     */
    replaces: z.optional(idSchema),
    /**
     * What a tablet that the server does not know was before. Where it was of this organization and the server has lost it,
     * by an older backup for instance, it keeps its id, so that what it noted still counts.
     */
    former: z.optional(
      z.strictObject({
        id: idSchema,
        /** RFC 7638 thumbprint of the organization's key that it has pinned. */
        pinnedKey: z.string().check(z.maxLength(64)),
      }),
    ),
  }),
  output: z.object({
    device: deviceSchema,
    token: z.string(),
    organizationName: z.string(),
    /** By which the organization signs a revocation; the tablet pins it. */
    organizationKey: publicKeySchema,
    /** Where the chain of its events ends; the next one follows it. */
    chain: z.object({ sequence: z.int(), hash: z.string() }),
  }),
  problems: ['device_name_taken', 'proof_invalid', 'proof_replayed', 'use_dpop_nonce'],
});

export const updateDevice = defineEndpoint({
  operation: 'updateDevice',
  method: 'PATCH',
  path: '/api/devices/{deviceId}',
  summary: 'Rename a device, or put it into another unit, which needs a step-up',
  access: { who: 'session', permission: 'devices:authorize' },
  params: deviceParams,
  body: z.strictObject({
    name: z.optional(deviceNameSchema),
    unitId: z.optional(z.nullable(idSchema)),
  }),
  output: deviceSchema,
  problems: ['device_name_taken', 'step_up_required'],
});

export const previewRevocation = defineEndpoint({
  operation: 'previewRevocation',
  method: 'GET',
  path: '/api/devices/{deviceId}/revoke',
  summary:
    'How many users a revocation would ask for a new PIN because they could sign in offline on the device',
  access: { who: 'session', permission: 'devices:revoke' },
  params: deviceParams,
  output: z.object({
    /** Of those whom one may see. */
    people: z.int(),
    /** Whether one may see everybody, so that these are all. */
    isWhole: z.boolean(),
  }),
  problems: [],
});

export const revokeDevice = defineEndpoint({
  operation: 'revokeDevice',
  method: 'POST',
  path: '/api/devices/{deviceId}/revoke',
  summary:
    'Revoke a device immediately, and ask users who could sign in offline on it for a new PIN; doing it twice changes nothing',
  access: { who: 'session', permission: 'devices:revoke' },
  params: deviceParams,
  body: z.strictObject({
    /** Why nobody is asked for a new PIN; it stands in the audit trail. */
    keepPins: z.optional(reasonSchema),
  }),
  output: deviceSchema,
  problems: [],
});

export const liftDevicePause = defineEndpoint({
  operation: 'liftDevicePause',
  method: 'POST',
  path: '/api/devices/{deviceId}/lift-pause',
  summary: 'End the pause after wrong PINs on a device',
  access: { who: 'session', permission: 'devices:revoke' },
  params: deviceParams,
  output: deviceSchema,
  problems: [],
});
