// The endpoints of "My User Account": one's own name and language, and where one is signed in.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import { familyNameSchema, givenNameSchema, idSchema, instantSchema, languageSchema } from '../fields.ts';
import { sessionSchema } from './session.ts';

export const getAccount = defineEndpoint({
  operation: 'getAccount',
  method: 'GET',
  path: '/api/account',
  summary: 'The caller’s own account',
  access: { who: 'session', account: true, beforePasskey: 'always' },
  output: z.object({
    /** What a new password of one’s own needs at least. */
    passwordMinLength: z.int(),
    /** The address that a link was mailed to, while the link works. */
    pendingEmail: z.nullable(z.object({ email: z.string(), expiresAt: instantSchema })),
  }),
  problems: [],
});
export type Account = z.infer<typeof getAccount.output>;

export const updateAccount = defineEndpoint({
  operation: 'updateAccount',
  method: 'PATCH',
  path: '/api/account',
  summary: 'Change one’s own name and language',
  access: { who: 'session', account: true },
  body: z.strictObject({
    firstName: z.optional(givenNameSchema),
    lastName: z.optional(familyNameSchema),
    /** `null`: the organization’s. */
    language: z.optional(z.nullable(languageSchema)),
  }),
  output: sessionSchema,
  problems: ['change_required'],
});

const ownSessionSchema = z.object({
  id: idSchema,
  kind: z.enum(['account', 'pin']),
  /** Whether it is the session that asks. */
  current: z.boolean(),
  createdAt: instantSchema,
  lastUsedAt: z.nullable(instantSchema),
  /** The network address that opened it. */
  address: z.nullable(z.string()),
  /** In words, such as “Firefox on Windows”. */
  browser: z.nullable(z.string()),
  /** Where a PIN session is. */
  deviceName: z.nullable(z.string()),
});
export type OwnSession = z.infer<typeof ownSessionSchema>;

export const listSessions = defineEndpoint({
  operation: 'listSessions',
  method: 'GET',
  path: '/api/account/sessions',
  summary: 'One’s own sessions, the one that asks first',
  access: { who: 'session', account: true },
  output: z.object({ sessions: z.array(ownSessionSchema) }),
  problems: ['change_required'],
});

export const endSession = defineEndpoint({
  operation: 'endSession',
  method: 'DELETE',
  path: '/api/account/sessions/{sessionId}',
  summary: 'End one of one’s own sessions, wherever it is',
  access: { who: 'session', account: true, stepUp: true },
  params: z.strictObject({ sessionId: idSchema }),
  output: null,
  problems: ['change_required', 'step_up_required'],
});
