// The endpoints of account sessions: sign in, who is signed in, prove it again, sign out, change the password.
import * as z from 'zod/mini';
import { sayMinutes, stepUpMinutes } from '../durations.ts';
import { defineEndpoint } from '../endpoint.ts';
import {
  emailSchema,
  idSchema,
  instantSchema,
  newPasswordSchema,
  passwordSchema,
  pinChangeSchema,
} from '../fields.ts';
import { languages } from '../languages.ts';
import { allPermissions, assurances } from '../permissions.ts';

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

/** How many wrong passwords an address has, whatever the way in: at the door, and wherever a session asks for it again. */
export const passwordTries = { by: 'email', points: 10, seconds: 900 } as const;

export const signIn = defineEndpoint({
  operation: 'signIn',
  method: 'POST',
  path: '/api/account/sign-in',
  summary: 'Open an account session with email address and password',
  access: { who: 'anyone' },
  body: z.strictObject({
    email: emailSchema,
    password: passwordSchema,
    /** Which one, where the address has accounts in several. */
    organizationId: z.optional(idSchema),
  }),
  output: sessionSchema,
  limits: [passwordTries, { by: 'address', points: 100, seconds: 900 }],
  problems: ['wrong_credentials', 'password_expired', 'choose_organization', 'busy'],
});

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
