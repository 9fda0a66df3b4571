// The endpoints of the organization itself and of its audit trail.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import { idSchema, instantSchema, organizationNameSchema } from '../fields.ts';

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

export const auditEventSchema = z.object({
  id: idSchema,
  at: instantSchema,
  action: z.string(),
  /** Who did it, by the name they have now; `null` where nobody was signed in. */
  actor: z.nullable(z.object({ id: idSchema, name: z.string() })),
  device: z.nullable(z.object({ id: idSchema, name: z.string() })),
  /** What it was done to, in words. */
  subject: z.nullable(z.string()),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
  address: z.nullable(z.string()),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;

export const listAuditEvents = defineEndpoint({
  operation: 'listAuditEvents',
  method: 'GET',
  path: '/api/audit-events',
  summary: 'The audit trail, newest first',
  access: { who: 'session', permission: 'audit:read' },
  query: z.strictObject({
    before: z.optional(z.string().check(z.regex(/^[0-9]{1,18}$/, { error: 'This is not a position.' }))),
  }),
  output: z.object({ events: z.array(auditEventSchema), nextBefore: z.nullable(z.string()) }),
  problems: [],
});
