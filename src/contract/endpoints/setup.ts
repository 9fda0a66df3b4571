// The endpoints behind the one-time set-up link of an empty server.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import {
  emailSchema,
  firstPasswordSchema,
  organizationNameSchema,
  requiredFamilyNameSchema,
  requiredGivenNameSchema,
} from '../fields.ts';
import { sessionSchema } from './session.ts';

const codeSchema = z.string().check(z.minLength(1), z.maxLength(200));
const limits = [{ by: 'address', points: 30, seconds: 900 }] as const;

export const checkSetupCode = defineEndpoint({
  operation: 'checkSetupCode',
  method: 'POST',
  path: '/api/setup/check',
  summary: 'Whether a set-up link still works',
  access: { who: 'anyone' },
  body: z.strictObject({ code: codeSchema }),
  output: null,
  limits,
  problems: ['setup_code_invalid', 'already_set_up'],
});

export const setUp = defineEndpoint({
  operation: 'setUp',
  method: 'POST',
  path: '/api/setup',
  summary: 'Create the organization and its owner, and sign in',
  access: { who: 'anyone' },
  body: z.strictObject({
    code: codeSchema,
    organizationName: organizationNameSchema,
    firstName: requiredGivenNameSchema,
    lastName: requiredFamilyNameSchema,
    email: emailSchema,
    password: firstPasswordSchema,
  }),
  output: sessionSchema,
  limits,
  problems: ['setup_code_invalid', 'already_set_up', 'busy'],
});
