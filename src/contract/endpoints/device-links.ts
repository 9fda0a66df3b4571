// The endpoints by which a tablet is linked from afar: it shows a code, and an admin elsewhere types it and approves.
import * as z from 'zod/mini';
import { readDigits } from '../digits.ts';
import { defineEndpoint } from '../endpoint.ts';
import { deviceNameSchema, idSchema, instantSchema } from '../fields.ts';
import { publicKeySchema } from '../public-key.ts';
import { keepSeen } from '../seen-text.ts';
import { deviceSchema } from './devices.ts';

/** Without letters and digits that look alike. */
export const linkCodeAlphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
export const linkCodeLength = 8;

/** As it is typed: in any case and width, with or without the dash. */
const typedCodeSchema = z.string({ error: 'The code must be text.' }).check(
  z.maxLength(40),
  z.overwrite((text) =>
    readDigits(keepSeen(text).normalize('NFKC'))
      .toUpperCase()
      .replaceAll(/[\p{Pd} ]/gu, ''),
  ),
  z.regex(new RegExp(`^[${linkCodeAlphabet}]{${linkCodeLength}}$`), {
    error: 'The code has 8 letters and digits, such as K7QF-2MXT.',
  }),
);

const linkParams = z.strictObject({ linkId: idSchema });

export const askForLink = defineEndpoint({
  operation: 'askForLink',
  method: 'POST',
  path: '/api/device-links',
  summary: 'Ask for a pairing code, as a tablet that proves its key',
  access: { who: 'anyone', newDeviceKey: true },
  output: z.object({
    id: idSchema,
    /** For a user to type elsewhere, such as K7QF-2MXT. */
    code: z.string(),
    expiresAt: instantSchema,
  }),
  limits: [{ by: 'address', points: 60, seconds: 900 }],
  problems: ['proof_invalid', 'proof_replayed', 'use_dpop_nonce'],
});

export const claimLink = defineEndpoint({
  operation: 'claimLink',
  method: 'POST',
  path: '/api/device-links/{linkId}/claim',
  summary: 'Ask whether the pairing was approved, as the tablet that shows the code',
  access: { who: 'anyone', newDeviceKey: true },
  params: linkParams,
  output: z.object({
    /** `null` while nobody has. */
    linked: z.nullable(
      z.object({
        device: z.object({ id: idSchema, name: z.string(), authorizedAt: instantSchema }),
        token: z.string(),
        organizationName: z.string(),
        organizationKey: publicKeySchema,
      }),
    ),
  }),
  // Twenty tablets of one place that ask every two seconds.
  limits: [{ by: 'address', points: 9000, seconds: 900 }],
  problems: ['link_expired', 'proof_invalid', 'proof_replayed', 'use_dpop_nonce'],
});

export const findLinkRequest = defineEndpoint({
  operation: 'findLinkRequest',
  method: 'POST',
  path: '/api/device-links/find',
  summary: 'What shows this pairing code: browser, address, time. Five wrong codes end the session',
  access: { who: 'session', permission: 'devices:authorize', account: true },
  body: z.strictObject({ code: typedCodeSchema }),
  output: z.object({
    id: idSchema,
    /** In words, such as "Safari on iPad". */
    browser: z.string(),
    /** Where it stands in the network. */
    address: z.nullable(z.string()),
    askedAt: instantSchema,
    expiresAt: instantSchema,
  }),
  problems: ['link_invalid', 'link_expired', 'too_many_attempts'],
});

export const approveLink = defineEndpoint({
  operation: 'approveLink',
  method: 'POST',
  path: '/api/device-links/{linkId}/approve',
  summary: 'Approve the pairing of the tablet that shows this code; each approval makes one device',
  access: { who: 'session', permission: 'devices:authorize', account: true, stepUp: true },
  params: linkParams,
  body: z.strictObject({
    code: typedCodeSchema,
    name: deviceNameSchema,
    unitId: z.optional(z.nullable(idSchema)),
  }),
  output: deviceSchema,
  problems: ['link_invalid', 'link_expired', 'device_name_taken', 'too_many_attempts', 'step_up_required'],
});
