// Writing of audit events, in the transaction that they tell of.
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { AuditAction } from '../../../contract/audit-actions.ts';
import type { Queries } from '../../database/database.ts';
import type { AuditDetail } from '../../database/schema/audit-events.ts';
import { auditEvents } from '../../database/schema.ts';

// One statement takes so many parameters.
const eventsAtOnce = 500;

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

// As `displayName` has it. A later change of the name changes nothing in what the trail tells of earlier.
const actorName = (actorId: string) => sql<string>`floorkey_actor_name(${actorId})`;

/** Appends several, in their order. */
export async function recordAuditEvents(tx: Queries, events: readonly NewAuditEvent[]): Promise<void> {
  for (let at = 0; at < events.length; at += eventsAtOnce) {
    await tx.insert(auditEvents).values(
      events.slice(at, at + eventsAtOnce).map(({ detail = {}, ...event }) => ({
        id: randomUUID(),
        detail,
        ...event,
        actorName: event.actorId ? actorName(event.actorId) : null,
      })),
    );
  }
}
