// The endpoints of the organization itself.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import {
  idSchema,
  languageSchema,
  organizationNameSchema,
  passwordLengthRange,
  passwordSchema,
  pinLengthRange,
} from '../fields.ts';
import { languages } from '../languages.ts';

export const autoLockSecondsRange = { min: 15, max: 8 * 60 * 60 } as const;
export const leaseHoursRange = { min: 1, max: 72 } as const;
export const passwordMinLengthRange = { min: passwordLengthRange.min, max: 64 } as const;
export const temporaryPinDaysRange = { min: 1, max: 90 } as const;
export const generatedPasswordHoursRange = { min: 1, max: 720 } as const;
export const signInStyles = ['pin', 'name-then-pin'] as const;
export type SignInStyle = (typeof signInStyles)[number];
/** Of whom a passkey is required: of nobody, or of users whose role gives power (`hasPower`). */
export const passkeyRules = ['nobody', 'power'] as const;
export type PasskeyRule = (typeof passkeyRules)[number];
export const phoneRules = ['international', 'north-america'] as const;

const autoLockSecondsSchema = z.int({ error: 'Auto-lock must be a whole number of seconds.' }).check(
  z.minimum(autoLockSecondsRange.min, {
    error: `Auto-lock can’t be shorter than ${autoLockSecondsRange.min} seconds.`,
  }),
  z.maximum(autoLockSecondsRange.max, {
    error: `Auto-lock can’t be longer than ${autoLockSecondsRange.max / 3600} hours.`,
  }),
);
const leaseHoursSchema = z.int({ error: 'Devices work offline for a whole number of hours.' }).check(
  z.minimum(leaseHoursRange.min, {
    error: `Let devices work offline for ${leaseHoursRange.min} hour or more.`,
  }),
  z.maximum(leaseHoursRange.max, {
    error: `Devices can’t work offline for longer than ${leaseHoursRange.max} hours.`,
  }),
);

const pinLengthSchema = z
  .int({ error: 'The length of PINs must be a whole number.' })
  .check(
    z.minimum(pinLengthRange.min, { error: `PINs can’t be shorter than ${pinLengthRange.min} digits.` }),
    z.maximum(pinLengthRange.max, { error: `PINs can’t be longer than ${pinLengthRange.max} digits.` }),
  );
const signInStyleSchema = z.enum(signInStyles, { error: 'Choose one of the two ways to sign in.' });
const passwordMinLengthSchema = z.int({ error: 'The length of passwords must be a whole number.' }).check(
  z.minimum(passwordMinLengthRange.min, {
    error: `New passwords need at least ${passwordMinLengthRange.min} characters.`,
  }),
  z.maximum(passwordMinLengthRange.max, {
    error: `Don’t ask for more than ${passwordMinLengthRange.max} characters.`,
  }),
);

const temporaryPinDaysSchema = z.int({ error: 'Temporary PINs work for a whole number of days.' }).check(
  z.minimum(temporaryPinDaysRange.min, {
    error: `Temporary PINs must work for at least ${temporaryPinDaysRange.min} day.`,
  }),
  z.maximum(temporaryPinDaysRange.max, {
    error: `Temporary PINs can’t work for more than ${temporaryPinDaysRange.max} days.`,
  }),
);
const generatedPasswordHoursSchema = z
  .int({ error: 'Generated passwords work for a whole number of hours.' })
  .check(
    z.minimum(generatedPasswordHoursRange.min, {
      error: `Generated passwords must work for at least ${generatedPasswordHoursRange.min} hour.`,
    }),
    z.maximum(generatedPasswordHoursRange.max, {
      error: `Generated passwords can’t work for more than ${generatedPasswordHoursRange.max} hours.`,
    }),
  );

export const organizationSchema = z.object({
  id: idSchema,
  name: z.string(),
  pinLength: z.int(),
  signInStyle: z.enum(signInStyles),
  autoLockSeconds: z.int(),
  leaseHours: z.int(),
  passwordMinLength: z.int(),
  /** Whether admins may have a user’s first password made. */
  generatedPasswords: z.boolean(),
  /** How long such a password works. */
  generatedPasswordHours: z.int(),
  /** How long a temporary PIN works. */
  temporaryPinDays: z.int(),
  /** Whether users may sign in on a tablet that can’t reach the server. */
  offlineSignIn: z.boolean(),
  phoneRule: z.enum(phoneRules),
  passkeyRule: z.enum(passkeyRules),
  /** Of mails to users who have chosen none. */
  language: z.enum(languages),
  /** How mails leave this server; as files they reach nobody. */
  mailDelivery: z.enum(['smtp', 'files']),
  revision: z.int(),
});
export type Organization = z.infer<typeof organizationSchema>;

export const getOrganization = defineEndpoint({
  operation: 'getOrganization',
  method: 'GET',
  path: '/api/organization',
  summary: 'The organization and its settings',
  access: { who: 'session' },
  output: organizationSchema,
  problems: [],
});

export const updateOrganization = defineEndpoint({
  operation: 'updateOrganization',
  method: 'PATCH',
  path: '/api/organization',
  summary:
    'Change the settings of the organization; sign-in style, PIN length and what weakens security need a step-up, requiring a passkey one’s own',
  access: { who: 'session', permission: 'organization:manage' },
  body: z.strictObject({
    name: z.optional(organizationNameSchema),
    autoLockSeconds: z.optional(autoLockSecondsSchema),
    leaseHours: z.optional(leaseHoursSchema),
    pinLength: z.optional(pinLengthSchema),
    signInStyle: z.optional(signInStyleSchema),
    passwordMinLength: z.optional(passwordMinLengthSchema),
    generatedPasswords: z.optional(z.boolean({ error: 'This is yes or no.' })),
    offlineSignIn: z.optional(z.boolean({ error: 'This is yes or no.' })),
    generatedPasswordHours: z.optional(generatedPasswordHoursSchema),
    temporaryPinDays: z.optional(temporaryPinDaysSchema),
    phoneRule: z.optional(z.enum(phoneRules, { error: 'Choose one of the two rules.' })),
    passkeyRule: z.optional(z.enum(passkeyRules, { error: 'Choose one of the two rules.' })),
    language: z.optional(languageSchema),
  }),
  output: organizationSchema,
  problems: ['step_up_required'],
});

export const sendTestMail = defineEndpoint({
  operation: 'sendTestMail',
  method: 'POST',
  path: '/api/organization/test-mail',
  summary: 'Send a test email to oneself, and say at once what became of it',
  access: { who: 'session', permission: 'organization:manage', account: true },
  output: z.object({
    recipient: z.string(),
    /** Why it was not sent, for a person; `null`: somebody else has taken charge of it. */
    failure: z.nullable(z.string()),
  }),
  limits: [{ by: 'user', points: 10, seconds: 3600 }],
  problems: ['mails_spent'],
});

export const passkeyRuleEffectSchema = z.object({
  /** The names of the roles that give power. */
  roles: z.array(z.string()),
  /** How many users with such a role sign in with a password and have no passkey yet. */
  withoutPasskey: z.int(),
  /** Whether the one who asks has one, without which they can’t require it. */
  hasPasskey: z.boolean(),
});
export type PasskeyRuleEffect = z.infer<typeof passkeyRuleEffectSchema>;

export const previewPasskeyRule = defineEndpoint({
  operation: 'previewPasskeyRule',
  method: 'GET',
  path: '/api/organization/passkey-rule-preview',
  summary: 'Preview whom a required passkey would affect',
  access: { who: 'session', permission: 'organization:manage' },
  output: passkeyRuleEffectSchema,
  problems: [],
});

export const pinPolicyEffectSchema = z.object({
  /** Who have a PIN now, suspended users too. */
  withPin: z.int(),
  /** Of these, who choose a new PIN at their next sign-in, because theirs has another length. */
  mustChange: z.int(),
  /** Of these, who lose their PIN, because somebody else has the same one; `null`: that was asked too often today. */
  lose: z.nullable(z.int()),
});
export type PinPolicyEffect = z.infer<typeof pinPolicyEffectSchema>;

export const previewPinPolicy = defineEndpoint({
  operation: 'previewPinPolicy',
  method: 'POST',
  path: '/api/organization/pin-policy-preview',
  summary: 'Preview what another PIN length or sign-in style would mean for present PINs',
  access: { who: 'session', permission: 'organization:manage' },
  body: z.strictObject({ pinLength: pinLengthSchema, signInStyle: signInStyleSchema }),
  output: pinPolicyEffectSchema,
  // It tells whether anybody shares a PIN.
  limits: [{ by: 'user', points: 60, seconds: 3600 }],
  problems: [],
});

export const transferOwnership = defineEndpoint({
  operation: 'transferOwnership',
  method: 'POST',
  path: '/api/organization/ownership',
  summary: 'Transfer the ownership and become an admin',
  access: { who: 'session', permission: 'organization:own' },
  body: z.strictObject({ userId: idSchema, password: passwordSchema }),
  output: null,
  limits: [{ by: 'user', points: 10, seconds: 900 }],
  problems: ['wrong_password', 'step_up_required', 'busy'],
});
