// The endpoints with which anybody creates an organization of their own, where the server is open to that.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import {
  emailSchema,
  firstPasswordSchema,
  languageSchema,
  linkCodeSchema,
  organizationNameSchema,
  requiredFamilyNameSchema,
  requiredGivenNameSchema,
} from '../fields.ts';
import { sessionSchema } from './session.ts';

const linkLimits = [{ by: 'address', points: 30, seconds: 900 }] as const;

export const getSignUp = defineEndpoint({
  operation: 'getSignUp',
  method: 'GET',
  path: '/api/sign-up',
  summary: 'Whether anyone may create an organization on this server',
  access: { who: 'anyone' },
  output: z.object({ open: z.boolean() }),
  problems: [],
});

export const requestSignUp = defineEndpoint({
  operation: 'requestSignUp',
  method: 'POST',
  path: '/api/sign-up',
  summary: 'Send a link that creates an organization; every address gets the same answer',
  access: { who: 'anyone' },
  body: z.strictObject({
    organizationName: organizationNameSchema,
    firstName: requiredGivenNameSchema,
    lastName: requiredFamilyNameSchema,
    email: emailSchema,
    language: z.optional(languageSchema),
  }),
  output: null,
  limits: [
    { by: 'email', points: 3, seconds: 900 },
    { by: 'address', points: 10, seconds: 900 },
  ],
  problems: ['sign_up_closed'],
});

export const checkSignUp = defineEndpoint({
  operation: 'checkSignUp',
  method: 'POST',
  path: '/api/sign-up/check',
  summary: 'What a sign-up link creates, and whether it still works',
  access: { who: 'anyone' },
  body: z.strictObject({ code: linkCodeSchema }),
  output: z.object({
    organizationName: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    email: z.string(),
  }),
  limits: linkLimits,
  problems: ['sign_up_closed', 'link_unknown', 'link_expired'],
});
export type SignUp = z.infer<typeof checkSignUp.output>;

export const completeSignUp = defineEndpoint({
  operation: 'completeSignUp',
  method: 'POST',
  path: '/api/sign-up/complete',
  summary: 'Create the organization and its owner, and sign in',
  access: { who: 'anyone' },
  body: z.strictObject({ code: linkCodeSchema, password: firstPasswordSchema }),
  output: sessionSchema,
  limits: linkLimits,
  problems: ['sign_up_closed', 'link_invalid', 'link_unknown', 'link_expired', 'busy'],
});
