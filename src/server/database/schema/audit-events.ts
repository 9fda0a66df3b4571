// The append-only table of who did what, where and when.
import { bigserial, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { organizations } from './organizations.ts';

export type AuditDetail = Record<string, string | number | boolean | null | string[]>;

// No foreign keys to people and devices: the trail must never stand in the way of, or follow, a change of what it tells of.
export const auditEvents = pgTable(
  'audit_events',
  {
    position: bigserial('position', { mode: 'bigint' }).primaryKey(),
    id: uuid('id').notNull().unique('audit_events_id'),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    at: instant('at').notNull(),
    action: text('action').notNull(),
    actorId: uuid('actor_id'),
    deviceId: uuid('device_id'),
    subjectId: uuid('subject_id'),
    /** What it was done to, as it was called at that time. */
    subject: text('subject'),
    detail: jsonb('detail').$type<AuditDetail>().notNull(),
    address: text('address'),
  },
  (table) => [index('audit_events_organization').on(table.organizationId, table.position)],
);
