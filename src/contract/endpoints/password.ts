// The endpoints that take a password: sign in, prove it again, change it.
import * as z from 'zod/mini';
import { sayMinutes, stepUpMinutes } from '../durations.ts';
import { defineEndpoint } from '../endpoint.ts';
import { knownEmailSchema, newPasswordSchema, passwordSchema } from '../fields.ts';
import { idSchema } from '../tablet-fields.ts';
import { sessionSchema } from './session.ts';

/** How many wrong passwords an address has, whatever the way in: at the door, and wherever a session asks for it again. */
export const passwordTries = { by: 'email', points: 10, seconds: 900 } as const;

export const signIn = defineEndpoint({
  operation: 'signIn',
  method: 'POST',
  path: '/api/account/sign-in',
  summary: 'Open an account session with email address and password',
  access: { who: 'anyone' },
  body: z.strictObject({
    email: knownEmailSchema,
    password: passwordSchema,
    /** Which one, where the address has accounts in several. */
    organizationId: z.optional(idSchema),
  }),
  output: sessionSchema,
  limits: [passwordTries, { by: 'address', points: 100, seconds: 900 }],
  problems: ['wrong_credentials', 'password_expired', 'choose_organization', 'busy'],
});

export const stepUpWithPassword = defineEndpoint({
  operation: 'stepUpWithPassword',
  method: 'POST',
  path: '/api/account/step-up/password',
  summary: `Step up with the password for the next ${sayMinutes(stepUpMinutes)}`,
  access: { who: 'session', account: true, beforePasskey: 'adding' },
  body: z.strictObject({ password: passwordSchema }),
  output: sessionSchema,
  limits: [{ by: 'user', points: 10, seconds: 900 }],
  problems: ['wrong_password', 'busy'],
});

export const changePassword = defineEndpoint({
  operation: 'changePassword',
  method: 'POST',
  path: '/api/account/password',
  summary: 'Change one’s own password; other sessions end unless kept',
  access: { who: 'session', account: true },
  body: z.strictObject({
    currentPassword: passwordSchema,
    newPassword: newPasswordSchema,
    /** Without it, one’s other sessions end, on tablets, too. */
    keepOtherSessions: z.optional(z.literal(true)),
  }),
  output: sessionSchema,
  limits: [{ by: 'user', points: 10, seconds: 900 }],
  problems: ['wrong_password', 'step_up_required', 'busy'],
});
