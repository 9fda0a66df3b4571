// Reading of the audit trail.
import { desc, inArray, lt } from 'drizzle-orm';
import { auditActions } from '../../contract/audit-actions.ts';
import type { AuditEvent } from '../../contract/endpoints/organization.ts';
import type { Context } from '../context.ts';
import { auditEvents, devices, users } from '../database/schema.ts';
import { displayName, type SignedIn } from './signed-in.ts';
import { requireWholeOrganization } from './unit-scope.ts';

const pageSize = 100;

/** One page of events, newest first. Those limited to units don't get the organization's trail. */
export async function listAuditEvents(
  { database }: Context,
  signedIn: SignedIn,
  before: string | undefined,
): Promise<{ events: AuditEvent[]; nextBefore: string | null }> {
  return database.inOrganization(signedIn.organizationId, async (tx) => {
    await requireWholeOrganization(tx, signedIn.user.id, 'The audit trail is');
    const rows = await tx
      .select()
      .from(auditEvents)
      .where(before ? lt(auditEvents.position, BigInt(before)) : undefined)
      .orderBy(desc(auditEvents.position))
      .limit(pageSize);
    const ids = (key: 'actorId' | 'deviceId') => [...new Set(rows.flatMap((row) => row[key] ?? []))];
    const people = await tx
      .select()
      .from(users)
      .where(inArray(users.id, ids('actorId')));
    const tablets = await tx
      .select()
      .from(devices)
      .where(inArray(devices.id, ids('deviceId')));
    const personNames = new Map(people.map((row) => [row.id, displayName(row)]));
    const deviceNames = new Map(tablets.map((row) => [row.id, row.name]));
    const named = (names: Map<string, string>, id: string | null) =>
      id ? { id, name: names.get(id) ?? 'deleted' } : null;
    return {
      events: rows.map((row) => ({
        id: row.id,
        at: row.at.toISOString(),
        action: row.action in auditActions ? row.action : 'unknown',
        actor: named(personNames, row.actorId),
        device: named(deviceNames, row.deviceId),
        subject: row.subject,
        detail: row.detail,
        address: row.address,
      })),
      nextBefore: rows.length === pageSize ? String(rows.at(-1)?.position) : null,
    };
  });
}
