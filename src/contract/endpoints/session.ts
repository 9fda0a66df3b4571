// The endpoints of a session that stands, with a password or with a PIN: who is signed in, and the way out.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import { languages } from '../languages.ts';
import { allPermissions, assurances } from '../permissions.ts';
import { idSchema, instantSchema, pinChangeSchema } from '../tablet-fields.ts';

/** Who is signed in, and what they may do with this session. */
export const sessionSchema = z.object({
  kind: z.enum(['account', 'pin']),
  assurance: z.enum(assurances),
  user: z.object({
    id: idSchema,
    name: z.string(),
    username: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    email: z.nullable(z.string()),
    /** `null`: the organization’s. */
    language: z.nullable(z.enum(languages)),
  }),
  /** What must be chosen anew before anything else goes. */
  mustChange: z.nullable(z.enum(['pin', 'password'])),
  /** Why, where it is the PIN. */
  pinChange: z.optional(pinChangeSchema),
  isOwner: z.boolean(),
  /** Whether this is a user of an outside company. */
  isPartner: z.boolean(),
  /** Whether they reach some units alone: what belongs to the whole organization is then only to look at. */
  limitedToUnits: z.boolean(),
  role: z.object({ id: idSchema, name: z.string() }),
  permissions: z.array(z.enum(allPermissions)),
  organization: z.object({ id: idSchema, name: z.string() }),
  /** What is asked for before anything else goes: that they add the passkey that their organization requires, or use it. */
  passkeyStep: z.nullable(z.enum(['add', 'use'])),
  /** What a step-up takes: the password or a passkey, or a passkey alone. */
  stepUpBy: z.enum(['any', 'passkey']),
  /** Until when the latest step-up counts. */
  stepUpUntil: z.nullable(instantSchema),
  expiresAt: instantSchema,
});
export type Session = z.infer<typeof sessionSchema>;

export const getSession = defineEndpoint({
  operation: 'getSession',
  method: 'GET',
  path: '/api/session',
  summary: 'Who is signed in',
  access: { who: 'session', beforePasskey: 'always' },
  output: sessionSchema,
  problems: [],
});

export const signOut = defineEndpoint({
  operation: 'signOut',
  method: 'POST',
  path: '/api/account/sign-out',
  summary: 'End the account session',
  access: { who: 'session', account: true, beforePasskey: 'always' },
  output: null,
  problems: [],
});
