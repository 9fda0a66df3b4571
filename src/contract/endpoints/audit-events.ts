// The endpoints of the audit trail: read, filtered, taken along as a file, and checked.
import * as z from 'zod/mini';
import { findActions } from '../audit-actions.ts';
import { defineEndpoint } from '../endpoint.ts';
import { idSchema, instantSchema } from '../fields.ts';
import { separatorSchema } from '../spreadsheet-cell.ts';

export const auditEventSchema = z.object({
  id: idSchema,
  /** The place in the organization’s chain, from 1; `null` for the moment until the event gets it, and for one outside of it, which the check finds. */
  sequence: z.nullable(z.int()),
  /** SHA-256 over the hash of the event before and this event, in hex. */
  hash: z.nullable(z.string()),
  at: instantSchema,
  action: z.string(),
  /** Who did it, by the name they had then; `null` where nobody was signed in. No id where one may not look the user up. */
  actor: z.nullable(z.object({ id: z.nullable(idSchema), name: z.string() })),
  device: z.nullable(z.object({ id: idSchema, name: z.string() })),
  /** What it was done to. */
  subjectId: z.nullable(idSchema),
  /** What it was done to, in words. */
  subject: z.nullable(z.string()),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
  /** The network address that it came from. */
  address: z.nullable(z.string()),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;

const positionSchema = z.string().check(z.regex(/^[0-9]{1,18}$/, { error: 'This is not a position.' }));

const filterFields = {
  /** Who did it, or to whom it was done. */
  personId: z.optional(idSchema),
  deviceId: z.optional(idSchema),
  /** One action, or a group of them. */
  action: z.optional(
    z.string().check(
      z.refine((name) => findActions(name).length > 0, {
        error: 'There is no such action.',
      }),
    ),
  ),
  from: z.optional(instantSchema),
  /** Up to this moment, which itself is left out. */
  to: z.optional(instantSchema),
};

export const listAuditEvents = defineEndpoint({
  operation: 'listAuditEvents',
  method: 'GET',
  path: '/api/audit-events',
  summary: 'The audit trail, newest first',
  access: { who: 'session', permission: 'audit:read' },
  query: z.strictObject({ ...filterFields, before: z.optional(positionSchema) }),
  output: z.object({ events: z.array(auditEventSchema), nextBefore: z.nullable(z.string()) }),
  problems: [],
});

export const auditFormats = ['csv', 'ndjson'] as const;
export type AuditFormat = (typeof auditFormats)[number];

export const exportAuditEvents = defineEndpoint({
  operation: 'exportAuditEvents',
  method: 'GET',
  path: '/api/audit-events/export',
  summary: 'The audit trail as a file, oldest first, with the hashes of its chain',
  access: { who: 'session', permission: 'audit:read', account: true },
  query: z.strictObject({
    ...filterFields,
    format: z.enum(auditFormats, { error: 'Choose csv or ndjson.' }),
    separator: separatorSchema,
  }),
  output: 'file',
  limits: [{ by: 'user', points: 30, seconds: 900 }],
  problems: [],
});

export const verifyAuditTrail = defineEndpoint({
  operation: 'verifyAuditTrail',
  method: 'POST',
  path: '/api/audit-events/verification',
  summary: 'Check that no event of the audit trail was changed',
  access: { who: 'session', permission: 'audit:read' },
  output: z.object({
    events: z.int(),
    intact: z.boolean(),
    /** The hash of the newest event, in hex: noted down, it shows later that the chain was not written anew. */
    newestHash: z.string(),
    firstBroken: z.nullable(
      z.object({
        kind: z.enum(['changed', 'missing', 'added']),
        sequence: z.nullable(z.int()),
        position: z.nullable(z.string()),
      }),
    ),
  }),
  limits: [{ by: 'user', points: 20, seconds: 900 }],
  problems: [],
});
export type AuditVerification = z.infer<typeof verifyAuditTrail.output>;
