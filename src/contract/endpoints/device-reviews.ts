// The endpoints by which somebody looks at what a tablet noted offline and the check at the sync found doubtful.
import * as z from 'zod/mini';
import { reviewReasons } from '../device-events.ts';
import { defineEndpoint } from '../endpoint.ts';
import { idSchema, instantSchema } from '../fields.ts';

const isReason = (name: string): name is keyof typeof reviewReasons => Object.hasOwn(reviewReasons, name);
const reasons = Object.keys(reviewReasons).filter(isReason);

export const reviewEventSchema = z.object({
  /** Names it in this tablet's list. */
  position: z.int(),
  sequence: z.int(),
  kind: z.string(),
  user: z.nullable(z.object({ id: idSchema, name: z.string() })),
  /** By the tablet's own clock; `null` where it can't be read. */
  tabletAt: z.nullable(instantSchema),
  /** By the server's, as well as it can be told. */
  estimatedAt: instantSchema,
  receivedAt: instantSchema,
  reasons: z.array(z.enum(reasons)),
  verdict: z.nullable(z.enum(['accepted', 'rejected'])),
  verdictBy: z.nullable(z.string()),
  verdictAt: z.nullable(instantSchema),
});
export type ReviewEvent = z.infer<typeof reviewEventSchema>;

const deviceParams = z.strictObject({ deviceId: idSchema });

export const listDeviceReviews = defineEndpoint({
  operation: 'listDeviceReviews',
  method: 'GET',
  path: '/api/devices/{deviceId}/reviews',
  summary: 'A device’s offline events to review, the undecided first',
  access: { who: 'session', permission: 'devices:read' },
  params: deviceParams,
  output: z.object({ events: z.array(reviewEventSchema), open: z.int() }),
  problems: [],
});

export const countDeviceReviews = defineEndpoint({
  operation: 'countDeviceReviews',
  method: 'GET',
  path: '/api/device-reviews/count',
  summary: 'How many offline events wait for review, on all devices that the caller sees',
  access: { who: 'session', permission: 'devices:read' },
  output: z.object({ open: z.int() }),
  problems: [],
});

export const reviewDeviceEvents = defineEndpoint({
  operation: 'reviewDeviceEvents',
  method: 'POST',
  path: '/api/devices/{deviceId}/reviews',
  summary: 'Accept or reject offline events; they stay on record either way',
  access: { who: 'session', permission: 'devices:revoke' },
  params: deviceParams,
  body: z.strictObject({
    positions: z
      .array(z.int().check(z.minimum(1), z.maximum(Number.MAX_SAFE_INTEGER)))
      .check(z.minLength(1, { error: 'Select an event first.' }), z.maxLength(500)),
    verdict: z.enum(['accepted', 'rejected'], { error: 'Accept or reject.' }),
  }),
  output: z.object({ open: z.int() }),
  problems: [],
});
