// The endpoints of the organization itself.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import { idSchema, organizationNameSchema } from '../fields.ts';

export const autoLockSecondsRange = { min: 15, max: 8 * 60 * 60 } as const;
export const leaseHoursRange = { min: 1, max: 72 } as const;

const autoLockSecondsSchema = z
  .int({ error: 'Auto-lock must be a whole number of seconds.' })
  .check(
    z.minimum(autoLockSecondsRange.min, { error: 'Auto-lock can’t be shorter than 15 seconds.' }),
    z.maximum(autoLockSecondsRange.max, { error: 'Auto-lock can’t be longer than 8 hours.' }),
  );
const leaseHoursSchema = z
  .int({ error: 'The lease must be a whole number of hours.' })
  .check(
    z.minimum(leaseHoursRange.min, { error: 'The lease can’t be shorter than 1 hour.' }),
    z.maximum(leaseHoursRange.max, { error: 'The lease can’t be longer than 72 hours.' }),
  );

export const organizationSchema = z.object({
  id: idSchema,
  name: z.string(),
  pinLength: z.int(),
  signInStyle: z.enum(['pin', 'name-then-pin']),
  autoLockSeconds: z.int(),
  leaseHours: z.int(),
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
  summary: 'Change the settings of the organization',
  access: { who: 'session', permission: 'organization:manage' },
  body: z.strictObject({
    name: z.optional(organizationNameSchema),
    autoLockSeconds: z.optional(autoLockSecondsSchema),
    leaseHours: z.optional(leaseHoursSchema),
  }),
  output: organizationSchema,
  problems: [],
});
