// The endpoints of "Forgot your PIN?": asked at a pad, answered by somebody who may give new PINs.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import { idSchema, instantSchema, passwordSchema, pinSchema } from '../fields.ts';

export const requestPin = defineEndpoint({
  operation: 'requestPin',
  method: 'POST',
  path: '/api/device/pin-requests',
  summary:
    'Ask for a new PIN on a tablet; a user has at most one open request, and asking again changes nothing',
  access: { who: 'device' },
  body: z.strictObject({ userId: idSchema }),
  output: null,
  limits: [{ by: 'device', points: 10, seconds: 3600 }],
  problems: ['not_found'],
});

export const pinRequestSchema = z.object({
  id: idSchema,
  user: z.object({ id: idSchema, name: z.string(), apart: z.nullable(z.string()) }),
  /** The tablet on which it was asked. */
  device: z.nullable(z.object({ id: idSchema, name: z.string() })),
  requestedAt: instantSchema,
  /** Whether the one who looks may give this user a PIN. */
  answerable: z.boolean(),
});
export type PinRequest = z.infer<typeof pinRequestSchema>;

export const listPinRequests = defineEndpoint({
  operation: 'listPinRequests',
  method: 'GET',
  path: '/api/pin-requests',
  summary: 'Open requests for a new PIN, longest waiting first',
  access: { who: 'session', permission: 'pins:answer' },
  output: z.object({ requests: z.array(pinRequestSchema) }),
  problems: [],
});

const requestParams = z.strictObject({ requestId: idSchema });

export const answerPinRequest = defineEndpoint({
  operation: 'answerPinRequest',
  method: 'POST',
  path: '/api/pin-requests/{requestId}/answer',
  summary:
    'Give the user a temporary PIN, shown once. An account session needs a step-up, a PIN session the password here',
  access: { who: 'session', permission: 'pins:answer' },
  params: requestParams,
  body: z.strictObject({ password: z.optional(passwordSchema) }),
  output: z.object({ pin: pinSchema, user: z.object({ id: idSchema, name: z.string() }) }),
  limits: [{ by: 'user', points: 200, seconds: 3600 }],
  problems: ['above_you', 'step_up_required', 'wrong_password', 'too_many_attempts', 'busy'],
});

export const dismissPinRequest = defineEndpoint({
  operation: 'dismissPinRequest',
  method: 'POST',
  path: '/api/pin-requests/{requestId}/dismiss',
  summary: 'Dismiss a request for a new PIN; the PIN stays as it is',
  access: { who: 'session', permission: 'pins:answer' },
  params: requestParams,
  output: null,
  problems: [],
});
