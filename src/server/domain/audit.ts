// Writing of audit events, in the transaction that they tell of.
import { randomUUID } from 'node:crypto';
import type { AuditAction } from '../../contract/audit-actions.ts';
import type { Queries } from '../database/database.ts';
import type { AuditDetail } from '../database/schema/audit-events.ts';
import { auditEvents } from '../database/schema.ts';

export type NewAuditEvent = {
  organizationId: string;
  at: Date;
  action: AuditAction;
  actorId?: string | null;
  deviceId?: string | null;
  subjectId?: string | null;
  subject?: string | null;
  /** Never a PIN, password or token. */
  detail?: AuditDetail;
  address?: string | null;
};

/** Appends one event. */
export async function recordAuditEvent(tx: Queries, event: NewAuditEvent): Promise<void> {
  await recordAuditEvents(tx, [event]);
}

/** Appends several, in their order. */
export async function recordAuditEvents(tx: Queries, events: readonly NewAuditEvent[]): Promise<void> {
  await tx
    .insert(auditEvents)
    .values(events.map(({ detail = {}, ...event }) => ({ id: randomUUID(), detail, ...event })));
}
