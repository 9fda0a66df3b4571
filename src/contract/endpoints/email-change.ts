// The endpoints that change one's own email address, by a link to the new one and with a way back for the old one.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import { emailSchema, instantSchema, linkCodeSchema, passwordSchema } from '../fields.ts';

const linkLimits = [{ by: 'address', points: 30, seconds: 900 }] as const;

export const requestEmailChange = defineEndpoint({
  operation: 'requestEmailChange',
  method: 'POST',
  path: '/api/account/email-change',
  summary: 'Request a change of email address by a link to the new one; asking again replaces it',
  access: { who: 'session', account: true },
  body: z.strictObject({ email: emailSchema, password: passwordSchema }),
  output: z.object({ email: z.string(), expiresAt: instantSchema }),
  limits: [{ by: 'user', points: 10, seconds: 900 }],
  problems: ['wrong_password', 'step_up_required', 'email_taken', 'mails_spent', 'change_required', 'busy'],
});

export const cancelEmailChange = defineEndpoint({
  operation: 'cancelEmailChange',
  method: 'DELETE',
  path: '/api/account/email-change',
  summary: 'Cancel the open change of email address, if there is one',
  access: { who: 'session', account: true },
  output: null,
  problems: ['change_required'],
});

export const confirmEmailChange = defineEndpoint({
  operation: 'confirmEmailChange',
  method: 'POST',
  path: '/api/account/email-change/confirm',
  summary: 'Confirm the new email address, with the code of the link sent to it',
  access: { who: 'anyone' },
  body: z.strictObject({ code: linkCodeSchema }),
  output: z.object({ email: z.string(), organizationName: z.string() }),
  limits: linkLimits,
  problems: ['link_invalid', 'link_unknown', 'link_expired', 'email_taken'],
});

export const stopEmailChange = defineEndpoint({
  operation: 'stopEmailChange',
  method: 'POST',
  path: '/api/account/email-change/stop',
  summary: 'Stop a change of email address, with the code of the link sent to the old one',
  access: { who: 'anyone' },
  body: z.strictObject({ code: linkCodeSchema }),
  output: z.object({
    /**
     * `stopped`: it never took effect. `undone`: the old address is back, everybody is signed out of the account, and a
     * link to a new password is on its way.
     */
    outcome: z.enum(['stopped', 'undone']),
    email: z.string(),
    organizationName: z.string(),
  }),
  limits: linkLimits,
  problems: ['link_invalid', 'link_unknown', 'link_expired', 'email_taken', 'busy'],
});
