// The endpoints behind the link of an invitation, for users who have no account session yet.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import { instantSchema, linkCodeSchema, newPasswordSchema } from '../fields.ts';
import { sessionSchema } from './session.ts';

export const invitationSchema = z.object({
  organizationName: z.string(),
  personName: z.string(),
  email: z.string(),
  /** How many characters the password needs at least. */
  passwordMinLength: z.int(),
  expiresAt: instantSchema,
});
export type Invitation = z.infer<typeof invitationSchema>;

const codeBody = z.strictObject({ code: linkCodeSchema });

export const checkInvitation = defineEndpoint({
  operation: 'checkInvitation',
  method: 'POST',
  path: '/api/invitations/check',
  summary: 'What an invitation is for, while its link works',
  access: { who: 'anyone' },
  body: codeBody,
  output: invitationSchema,
  limits: [{ by: 'address', points: 100, seconds: 900 }],
  problems: ['link_invalid', 'link_unknown', 'link_expired'],
});

export const acceptInvitation = defineEndpoint({
  operation: 'acceptInvitation',
  method: 'POST',
  path: '/api/invitations/accept',
  summary: 'Accept an invitation: choose a password and sign in',
  access: { who: 'anyone' },
  body: z.strictObject({ code: linkCodeSchema, password: newPasswordSchema }),
  output: sessionSchema,
  limits: [{ by: 'address', points: 100, seconds: 900 }],
  problems: ['link_invalid', 'link_unknown', 'link_expired', 'busy'],
});

export const renewInvitation = defineEndpoint({
  operation: 'renewInvitation',
  method: 'POST',
  path: '/api/invitations/renew',
  summary:
    'Send a new link for an expired invitation to the invited address; every code gets the same answer',
  access: { who: 'anyone' },
  body: codeBody,
  output: null,
  limits: [{ by: 'address', points: 10, seconds: 900 }],
  problems: [],
});
