// The endpoints of one's own PIN: how it stands, and its change at a tablet or from one's account.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import { passwordSchema, pinSchema } from '../fields.ts';
import { sessionSchema } from './session.ts';

export const getOwnPin = defineEndpoint({
  operation: 'getOwnPin',
  method: 'GET',
  path: '/api/account/pin',
  summary: 'Whether the caller has a PIN, and what a new one needs',
  access: { who: 'session', account: true },
  output: z.object({
    hasPin: z.boolean(),
    /** Too many wrong tries: only somebody else can set a new one. */
    pinDisabled: z.boolean(),
    /** How many digits a new one has. */
    pinLength: z.int(),
    /** How many the present one has. */
    currentLength: z.nullable(z.int()),
  }),
  problems: [],
});
export type OwnPin = z.infer<typeof getOwnPin.output>;

export const suggestOwnPin = defineEndpoint({
  operation: 'suggestOwnPin',
  method: 'POST',
  path: '/api/account/pin/suggestion',
  summary: 'Suggest a random, unused PIN for oneself',
  access: { who: 'session' },
  output: z.object({ pin: pinSchema }),
  problems: ['change_required', 'too_many_attempts', 'busy'],
});

/** Before a new one is chosen, so that nobody types a new PIN twice for nothing. */
export const checkOwnPin = defineEndpoint({
  operation: 'checkOwnPin',
  method: 'POST',
  path: '/api/account/pin/check',
  summary:
    'Whether this is the PIN that one has; a wrong one counts against oneself, and not against the tablet',
  access: { who: 'session' },
  body: z.strictObject({ currentPin: pinSchema }),
  output: null,
  limits: [{ by: 'user', points: 10, seconds: 3600 }],
  problems: ['wrong_pin', 'pin_disabled', 'change_required', 'busy'],
});

export const changeOwnPin = defineEndpoint({
  operation: 'changeOwnPin',
  method: 'POST',
  path: '/api/account/pin',
  summary: 'Change one’s own PIN and end one’s PIN sessions elsewhere',
  access: { who: 'session' },
  body: z.strictObject({
    /** Not needed in a PIN session that must choose a new PIN: it was entered a moment ago. */
    currentPin: z.optional(pinSchema),
    /** Instead of it, in an account session of somebody who has no PIN yet. */
    password: z.optional(passwordSchema),
    newPin: pinSchema,
  }),
  output: sessionSchema,
  limits: [{ by: 'user', points: 10, seconds: 3600 }],
  problems: [
    'wrong_pin',
    'wrong_password',
    'step_up_required',
    'pin_taken',
    'pin_disabled',
    'change_required',
    'changed_meanwhile',
    'busy',
  ],
});
