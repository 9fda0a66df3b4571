// The endpoints of passkeys (WebAuthn): sign in with one, prove with one that it is still you, and look after one's own.
import * as z from 'zod/mini';
import { sayMinutes, stepUpMinutes } from '../durations.ts';
import { defineEndpoint } from '../endpoint.ts';
import { idSchema, instantSchema, passkeyNameSchema } from '../fields.ts';
import { sessionSchema } from './session.ts';

function binary(most: number) {
  return z
    .string({ error: 'This must be text.' })
    .check(
      z.regex(/^[A-Za-z0-9_-]+$/, { error: 'This is not base64url.' }),
      z.maxLength(most, { error: 'This is too long.' }),
    );
}

const credentialIdSchema = binary(1400);
const clientDataSchema = binary(4000);
const transportsSchema = z
  .array(z.string().check(z.regex(/^[a-z-]{1,20}$/, { error: 'This is not the name of a transport.' })))
  .check(z.maxLength(10, { error: 'These are too many.' }));

const knownCredentialSchema = z.object({
  id: z.string(),
  type: z.literal('public-key'),
  transports: z.array(z.string()),
});

/** What `navigator.credentials.get` is asked for (WebAuthn Level 3, section 5.5), bytes as base64url. */
const requestOptionsSchema = z.object({
  challenge: z.string(),
  rpId: z.string(),
  timeout: z.int(),
  userVerification: z.literal('required'),
  /** Without it, the user chooses among all passkeys that they have for this server. */
  allowCredentials: z.optional(z.array(knownCredentialSchema)),
});
export type PasskeyRequest = z.infer<typeof requestOptionsSchema>;

/** What `navigator.credentials.create` is asked for (section 5.4). */
const creationOptionsSchema = z.object({
  challenge: z.string(),
  rp: z.object({ id: z.string(), name: z.string() }),
  /** `id` is random and never an address: authenticators hand it out. */
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.int() })),
  timeout: z.int(),
  attestation: z.literal('none'),
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
  excludeCredentials: z.array(knownCredentialSchema),
});
export type PasskeyCreation = z.infer<typeof creationOptionsSchema>;

/** What the authenticator answered to a request. */
const answerSchema = z.strictObject({
  credentialId: credentialIdSchema,
  clientDataJSON: clientDataSchema,
  authenticatorData: binary(4000),
  signature: binary(4000),
  /** Some leave it out where the request named the passkeys. */
  userHandle: z.optional(binary(100)),
});
export type PasskeyAnswer = z.infer<typeof answerSchema>;

export const startPasskeySignIn = defineEndpoint({
  operation: 'startPasskeySignIn',
  method: 'POST',
  path: '/api/account/passkey-sign-in/start',
  summary: 'The challenge for signing in with a passkey; it works for 5 minutes',
  access: { who: 'anyone' },
  output: requestOptionsSchema,
  limits: [{ by: 'address', points: 200, seconds: 900 }],
  problems: [],
});

export const signInWithPasskey = defineEndpoint({
  operation: 'signInWithPasskey',
  method: 'POST',
  path: '/api/account/passkey-sign-in',
  summary: 'Open an account session with a passkey, which says whose it is',
  access: { who: 'anyone' },
  body: answerSchema,
  output: sessionSchema,
  limits: [{ by: 'address', points: 100, seconds: 900 }],
  problems: ['passkey_refused'],
});

/** Of what is open to somebody who has entered the password alone. */
const stepLimits = [
  { by: 'session', points: 50, seconds: 900 },
  { by: 'address', points: 300, seconds: 900 },
] as const;

export const startPasskeyStepUp = defineEndpoint({
  operation: 'startPasskeyStepUp',
  method: 'POST',
  path: '/api/account/step-up/passkey/start',
  summary: `The challenge for a step-up with one’s own passkey`,
  access: { who: 'session', account: true, beforePasskey: 'always' },
  output: requestOptionsSchema,
  limits: stepLimits,
  problems: [],
});

export const stepUpWithPasskey = defineEndpoint({
  operation: 'stepUpWithPasskey',
  method: 'POST',
  path: '/api/account/step-up/passkey',
  summary: `Step up with a passkey for the next ${sayMinutes(stepUpMinutes)}, or take the second step of a sign-in`,
  access: { who: 'session', account: true, beforePasskey: 'always' },
  body: answerSchema,
  output: sessionSchema,
  limits: stepLimits,
  problems: ['passkey_refused', 'passkey_expired'],
});

const passkeySchema = z.object({
  id: idSchema,
  name: z.string(),
  createdAt: instantSchema,
  lastUsedAt: z.nullable(instantSchema),
});
export type Passkey = z.infer<typeof passkeySchema>;

export const listPasskeys = defineEndpoint({
  operation: 'listPasskeys',
  method: 'GET',
  path: '/api/account/passkeys',
  summary: 'One’s own passkeys, oldest first',
  access: { who: 'session', account: true },
  output: z.object({ passkeys: z.array(passkeySchema) }),
  problems: ['change_required'],
});

export const startPasskey = defineEndpoint({
  operation: 'startPasskey',
  method: 'POST',
  path: '/api/account/new-passkey',
  summary: 'The options for creating a passkey; they work for 5 minutes',
  access: { who: 'session', account: true, stepUp: true, beforePasskey: 'adding' },
  output: creationOptionsSchema,
  limits: stepLimits,
  problems: ['change_required', 'passkeys_full'],
});

export const addPasskey = defineEndpoint({
  operation: 'addPasskey',
  method: 'POST',
  path: '/api/account/passkeys',
  summary: 'Add the passkey just created, named after the browser; it counts as just used',
  access: { who: 'session', account: true, stepUp: true, beforePasskey: 'adding' },
  body: z.strictObject({
    credentialId: credentialIdSchema,
    clientDataJSON: clientDataSchema,
    attestationObject: binary(40_000),
    transports: transportsSchema,
  }),
  output: passkeySchema,
  limits: stepLimits,
  problems: ['change_required', 'passkey_refused', 'passkey_expired', 'passkey_taken', 'passkeys_full'],
});
export type NewPasskey = z.infer<typeof addPasskey.body>;

const ownPasskey = z.strictObject({ passkeyId: idSchema });

export const renamePasskey = defineEndpoint({
  operation: 'renamePasskey',
  method: 'PATCH',
  path: '/api/account/passkeys/{passkeyId}',
  summary: 'Rename one of one’s own passkeys',
  access: { who: 'session', account: true },
  params: ownPasskey,
  body: z.strictObject({ name: passkeyNameSchema }),
  output: passkeySchema,
  problems: ['change_required'],
});

export const removePasskey = defineEndpoint({
  operation: 'removePasskey',
  method: 'DELETE',
  path: '/api/account/passkeys/{passkeyId}',
  summary: 'Remove one of one’s own passkeys',
  access: { who: 'session', account: true, stepUp: true },
  params: ownPasskey,
  output: null,
  problems: ['change_required', 'last_passkey'],
});
