// Takes what a tablet noted while nobody heard it: each event once, in order, checked again, and never dropped.
import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { compactVerify, importJWK } from 'jose';
import {
  type DeviceEvent,
  deviceEventSchema,
  deviceEventType,
  type ReviewReason,
} from '../../contract/device-events.ts';
import type { Context } from '../context.ts';
import type { Queries } from '../database/database.ts';
import { deviceEvents, devices } from '../database/schema.ts';
import { recordAuditEvent } from './audit.ts';
import { lockRevision } from './change.ts';
import { checkOfflineEvent } from './check-offline-event.ts';
import type { KnownDevice } from './device-identity.ts';
import { pauseAfterManyFailures } from './offline-failures.ts';
import { tellOfWrongProofs } from './tell-of-wrong-proofs.ts';

/** What was sent, with its hash, which the next event names. */
type Sent = { sequence: number; jws: string; hash: string };
type DeviceRow = typeof devices.$inferSelect;

/** How far a tablet's clock may be off before its events wait for somebody who looks, in milliseconds. */
export const clockToleranceMs = 5 * 60_000;

const actions = {
  'signed-in': 'pin.signed-in-offline',
  'sign-in-failed': 'pin.sign-in-failed-offline',
  locked: 'pin.locked-offline',
  'session-ended': 'pin.session-ended-offline',
} as const;

const hashOfEvent = (jws: string) => createHash('sha256').update(jws).digest('base64url');

/** An event whose signature fits the device, or `null`. Not yet verified: its place in the chain, and whether it was allowed. */
async function readEvent(device: KnownDevice, { sequence, jws }: Sent): Promise<DeviceEvent | null> {
  try {
    const key = await importJWK(device.publicKey, 'ES256');
    const { payload, protectedHeader } = await compactVerify(jws, key, { algorithms: ['ES256'] });
    if (protectedHeader.typ !== deviceEventType) return null;
    const event = deviceEventSchema.parse(JSON.parse(new TextDecoder().decode(payload)));
    return event.deviceId === device.id && event.sequence === sequence ? event : null;
  } catch {
    return null;
  }
}

function findChainReasons(
  { eventSequence, eventHash }: DeviceRow,
  sequence: number,
  event: DeviceEvent | null,
): ReviewReason[] {
  if (sequence > eventSequence + 1) return ['gap'];
  // Numbered like one that is there, and another one: a storage that was put back, or a copy.
  if (sequence <= eventSequence) return ['broken-chain'];
  return event && event.previous !== eventHash ? ['broken-chain'] : [];
}

type Batch = { now: number; events: readonly Omit<Sent, 'hash'>[] };

async function takeEvent(
  context: Context,
  tx: Queries,
  device: KnownDevice,
  sent: Sent,
  clockOffset: number,
  address: string | null,
) {
  const { hash } = sent;
  const [row] = await tx.select().from(devices).where(eq(devices.id, device.id));
  if (!row) throw new Error('the device is gone');
  const event = await readEvent(device, sent);
  const now = context.clock();
  const estimate = event ? new Date(Math.min(event.at + clockOffset, now.getTime())) : now;
  const reasons: ReviewReason[] = findChainReasons(row, sent.sequence, event);
  if (!event) reasons.push('bad-signature');
  else if (
    Math.abs(clockOffset) > clockToleranceMs ||
    Math.abs(event.offset - clockOffset) > clockToleranceMs
  ) {
    reasons.push('clock');
  }
  if (event) reasons.push(...(await checkOfflineEvent(context, tx, row, event, estimate)));
  const taken = await tx
    .insert(deviceEvents)
    .values({
      id: event?.id ?? crypto.randomUUID(),
      organizationId: device.organizationId,
      deviceId: device.id,
      sequence: sent.sequence,
      hash,
      kind: event?.kind ?? 'unreadable',
      userId: event?.userId ?? null,
      sessionId: event && 'sessionId' in event ? event.sessionId : null,
      tabletAt: event ? new Date(event.at) : null,
      estimatedAt: estimate,
      receivedAt: now,
      reasons,
      detail:
        event?.kind === 'session-ended'
          ? { reason: event.reason }
          : event?.kind === 'locked'
            ? { what: event.what }
            : {},
    })
    .onConflictDoNothing({ target: [deviceEvents.deviceId, deviceEvents.hash] })
    .returning({ position: deviceEvents.position });
  // Sent before, and answered, and the answer was lost.
  if (taken.length === 0) return;
  if (sent.sequence > row.eventSequence) {
    await tx
      .update(devices)
      .set({ eventSequence: sent.sequence, eventHash: hash })
      .where(eq(devices.id, device.id));
  }
  await recordAuditEvent(tx, {
    organizationId: device.organizationId,
    at: now,
    action: event ? actions[event.kind] : 'device.event-unreadable',
    actorId: event && event.kind !== 'sign-in-failed' && event.kind !== 'locked' ? event.userId : null,
    subjectId: event && (event.kind === 'sign-in-failed' || event.kind === 'locked') ? event.userId : null,
    deviceId: device.id,
    detail: {
      offline: true,
      sequence: sent.sequence,
      ...(event
        ? { tabletTime: new Date(event.at).toISOString(), estimatedTime: estimate.toISOString() }
        : {}),
      ...(reasons.length > 0 ? { toReview: reasons } : {}),
    },
    address,
  });
}

/**
 * Takes a batch in one transaction. Events that are known by their hash are passed over, so a batch may come twice, in
 * part, or after its answer was lost; a gap or a broken chain is kept and marked.
 * @param batch `now`: the tablet's clock as it sent it
 * @returns the number up to which the tablet may forget
 */
export async function takeDeviceEvents(
  context: Context,
  device: KnownDevice,
  { now: tabletNow, events }: Batch,
  address: string | null,
): Promise<number> {
  const clockOffset = context.clock().getTime() - tabletNow;
  const { organizationId } = device;
  const taken = await context.database.inOrganization(organizationId, async (tx) => {
    const revision = await lockRevision(tx, organizationId);
    // Two batches of one tablet at once wait for each other.
    await tx.select({ id: devices.id }).from(devices).where(eq(devices.id, device.id)).for('update');
    const inOrder = events
      .map((sent) => ({ ...sent, hash: hashOfEvent(sent.jws) }))
      .toSorted((a, b) => a.sequence - b.sequence);
    const known = await findKnown(tx, device, inOrder);
    const fresh = inOrder.filter(({ hash }) => !known.has(hash));
    for (const sent of fresh) await takeEvent(context, tx, device, sent, clockOffset, address);
    await tellOfWrongProofs(context, tx, device, new Set(fresh.map(({ hash }) => hash)));
    await pauseAfterManyFailures(context, tx, device);
    const [row] = await tx
      .select({ upTo: devices.eventSequence })
      .from(devices)
      .where(eq(devices.id, device.id));
    return { upTo: row?.upTo ?? 0, changed: (await lockRevision(tx, organizationId)) !== revision };
  });
  if (taken.changed) context.signals.announce({ organizationId });
  return taken.upTo;
}

async function findKnown(
  tx: Queries,
  device: KnownDevice,
  events: readonly Sent[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query.deviceEvents.findMany({
    columns: { hash: true },
    where: (table, { and, eq, inArray }) =>
      and(
        eq(table.deviceId, device.id),
        inArray(
          table.hash,
          events.map(({ hash }) => hash),
        ),
      ),
  });
  return new Set(rows.map(({ hash }) => hash));
}
