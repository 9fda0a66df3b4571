// The endpoints for a forgotten password: a link by mail, and the new password.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import { knownEmailSchema, linkCodeSchema, newPasswordSchema } from '../fields.ts';
import { sessionSchema } from './session.ts';

const linkLimits = [{ by: 'address', points: 30, seconds: 900 }] as const;

export const requestPasswordReset = defineEndpoint({
  operation: 'requestPasswordReset',
  method: 'POST',
  path: '/api/account/password-reset',
  summary:
    'Send a password reset link to this address, if it has an account; every address gets the same answer',
  access: { who: 'anyone' },
  body: z.strictObject({ email: knownEmailSchema }),
  output: null,
  limits: [
    { by: 'email', points: 3, seconds: 900 },
    { by: 'address', points: 30, seconds: 900 },
  ],
  problems: [],
});

export const renewPasswordReset = defineEndpoint({
  operation: 'renewPasswordReset',
  method: 'POST',
  path: '/api/account/password-reset/renew',
  summary: 'Send a new link to the address of an expired one',
  access: { who: 'anyone' },
  body: z.strictObject({ code: linkCodeSchema }),
  output: null,
  limits: [{ by: 'address', points: 5, seconds: 900 }],
  problems: ['link_invalid', 'link_unknown'],
});

export const checkPasswordReset = defineEndpoint({
  operation: 'checkPasswordReset',
  method: 'POST',
  path: '/api/account/password-reset/check',
  summary: 'Whose password a link resets, and whether it still works',
  access: { who: 'anyone' },
  body: z.strictObject({ code: linkCodeSchema }),
  output: z.object({ email: z.string(), organizationName: z.string(), passwordMinLength: z.int() }),
  limits: linkLimits,
  problems: ['link_invalid', 'link_unknown', 'link_expired'],
});

export const completePasswordReset = defineEndpoint({
  operation: 'completePasswordReset',
  method: 'POST',
  path: '/api/account/password-reset/complete',
  summary: 'Choose a new password; all sessions end, and a new one begins here',
  access: { who: 'anyone' },
  body: z.strictObject({ code: linkCodeSchema, password: newPasswordSchema }),
  output: sessionSchema,
  limits: linkLimits,
  problems: ['link_invalid', 'link_unknown', 'link_expired', 'busy'],
});
