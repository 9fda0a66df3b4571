// Takes what a tablet noted while nobody heard it: each event once, in order, checked again, and never dropped.
import { and, asc, desc, eq, ne } from 'drizzle-orm';
import type { DeviceEvent, ReviewReason } from '../../../contract/device-events.ts';
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import { deviceEvents, devices, organizations } from '../../database/schema.ts';
import { type NewAuditEvent, recordAuditEvents } from '../audit/audit.ts';
import { lockRevision } from '../change.ts';
import type { KnownDevice } from '../devices/device-identity.ts';
import { type ChainEnd, endsChain, findChainReasons, isClockOff } from './check-event-order.ts';
import { checkOfflineEvent, type NotedPlace } from './check-offline-event.ts';
import { leaveOutJunk, mayStillSend } from './event-budget.ts';
import { noteQueueAfter, noteQueueBefore, type Queue } from './note-queue.ts';
import { hasBadProof, pauseAfterManyFailures } from './offline-failures.ts';
import { type ReadEvent, readDeviceEvents } from './read-device-event.ts';
import { tellOfWrongProofs } from './tell-of-wrong-proofs.ts';

const actions = {
  'signed-in': 'pin.signed-in-offline',
  'sign-in-failed': 'pin.sign-in-failed-offline',
  locked: 'pin.locked-offline',
  'session-ended': 'pin.session-ended-offline',
} as const;

const detailOf = (event: DeviceEvent | null): Record<string, string> => {
  if (event?.kind === 'session-ended') return { reason: event.reason };
  return event?.kind === 'locked' ? { what: event.what } : {};
};

function describeForAudit(
  { sequence, event }: ReadEvent,
  deviceId: string,
  estimate: Date,
  reasons: ReviewReason[],
): Pick<NewAuditEvent, 'action' | 'actorId' | 'subjectId' | 'deviceId' | 'detail'> {
  const isAbout = event?.kind === 'sign-in-failed' || event?.kind === 'locked';
  const times = event && {
    tabletTime: new Date(event.at).toISOString(),
    estimatedTime: estimate.toISOString(),
  };
  return {
    action: event ? actions[event.kind] : 'device.event-unreadable',
    actorId: event && !isAbout ? event.userId : null,
    subjectId: event && isAbout ? event.userId : null,
    deviceId,
    detail: { offline: true, sequence, ...times, ...(reasons.length > 0 ? { toReview: reasons } : {}) },
  };
}

type Batch = {
  context: Context;
  tx: Queries;
  place: NotedPlace;
  now: Date;
  /** What is to be added to the tablet's clock. */
  clockOffset: number;
  end: ChainEnd;
};

async function takeEvent({ context, tx, place, now, clockOffset, end }: Batch, sent: ReadEvent) {
  const { sequence, jws, hash, event } = sent;
  const { id: deviceId, organizationId } = place.device;
  const estimate = event ? new Date(Math.max(Math.min(event.at + clockOffset, now.getTime()), 0)) : now;
  const reasons = findChainReasons(end, sent);
  if (!event) reasons.push('bad-signature');
  else {
    if (isClockOff(event, clockOffset, now, end)) reasons.push('clock');
    reasons.push(...(await checkOfflineEvent(context, tx, place, event, estimate)));
  }
  await tx.insert(deviceEvents).values({
    id: event?.id ?? crypto.randomUUID(),
    organizationId,
    deviceId,
    sequence,
    hash,
    // PostgreSQL keeps no text with a NUL.
    jws: event ? null : jws.replaceAll('\0', '\uFFFD'),
    kind: event?.kind ?? 'unreadable',
    userId: event?.userId ?? null,
    sessionId: event && 'sessionId' in event ? event.sessionId : null,
    tabletAt: event ? new Date(event.at) : null,
    estimatedAt: estimate,
    receivedAt: now,
    reasons,
    detail: detailOf(event),
  });
  if (endsChain(end, sequence)) Object.assign(end, { sequence, hash, ...(event ? { at: estimate } : {}) });
  return {
    told: describeForAudit(sent, deviceId, estimate, reasons),
    isFailure: event?.kind === 'sign-in-failed',
    hasBadProof: hasBadProof(reasons),
  };
}

type SentBatch = {
  now: number;
  events: readonly { sequence: number; jws: string }[];
  queue?: Queue | undefined;
};

/**
 * Takes a batch in one transaction. Events that are known by their hash are passed over, so a batch may come twice, in
 * part, or after its answer was lost; a gap or a broken chain is kept and marked. What is beyond a budget is not taken:
 * then the tablet goes on.
 * @param batch `now`: the tablet's clock as it sent it
 * @returns the number up to which the tablet may forget
 */
export async function takeDeviceEvents(
  context: Context,
  device: KnownDevice,
  { now: tabletNow, events, queue }: SentBatch,
  address: string | null,
): Promise<number> {
  const now = context.clock();
  const clockOffset = now.getTime() - tabletNow;
  const { id, organizationId } = device;
  if (!(await mayStillSend(context, device))) return readEnd(context, device);
  await noteQueueBefore(context, id, queue, now);
  const read = await readDeviceEvents(device, events);
  const taken = await context.database.inOrganization(organizationId, async (tx) => {
    const revision = await lockRevision(tx, organizationId);
    const place = await lockPlace(tx, device);
    const end = await findEnd(tx, place);
    const known = await findKnown(tx, id, read);
    // One that comes twice in a batch is known by its first.
    const unknown = read.filter(({ hash }) => !known.has(hash) && known.add(hash));
    const fresh = await leaveOutJunk(tx, id, unknown, now);
    const trail: NewAuditEvent[] = [];
    const batch = { context, tx, place, now, clockOffset, end };
    let [failures, badProofs] = [0, 0];
    for (const sent of fresh) {
      const taken = await takeEvent(batch, sent);
      trail.push({ ...taken.told, organizationId, at: now, address });
      badProofs += Number(taken.hasBadProof);
      failures += Number(taken.isFailure || taken.hasBadProof);
    }
    if (trail.length > 0) {
      await tx
        .update(devices)
        .set({ eventSequence: end.sequence, eventHash: end.hash })
        .where(eq(devices.id, id));
      await recordAuditEvents(tx, trail);
    }
    if (badProofs > 0) await tellOfWrongProofs(context, tx, device, new Set(fresh.map(({ hash }) => hash)));
    if (failures > 0) await pauseAfterManyFailures(context, tx, place.device);
    await noteQueueAfter(tx, id, queue, events.length, now);
    return { upTo: end.sequence, changed: (await lockRevision(tx, organizationId)) !== revision };
  });
  if (taken.changed) context.signals.announce({ organizationId });
  return taken.upTo;
}

/** Where the events of a tablet end that sends what is not taken any more. */
async function readEnd({ database }: Context, { id, organizationId }: KnownDevice): Promise<number> {
  const [row] = await database.inOrganization(organizationId, (tx) =>
    tx.select({ eventSequence: devices.eventSequence }).from(devices).where(eq(devices.id, id)),
  );
  return row?.eventSequence ?? 0;
}

/** Two batches of one tablet at once wait for each other here. */
async function lockPlace(tx: Queries, { id, organizationId }: KnownDevice): Promise<NotedPlace> {
  const [device] = await tx.select().from(devices).where(eq(devices.id, id)).for('update');
  const [organization] = await tx.select().from(organizations).where(eq(organizations.id, organizationId));
  if (!device || !organization) throw new Error('the device is gone');
  return { device, organization };
}

async function findEnd(tx: Queries, { device }: NotedPlace): Promise<ChainEnd> {
  const [last] = await tx
    .select({ at: deviceEvents.estimatedAt })
    .from(deviceEvents)
    .where(and(eq(deviceEvents.deviceId, device.id), ne(deviceEvents.kind, 'unreadable')))
    // Of two with one number the first stands in the chain.
    .orderBy(desc(deviceEvents.sequence), asc(deviceEvents.position))
    .limit(1);
  return { sequence: device.eventSequence, hash: device.eventHash, at: last?.at ?? null };
}

async function findKnown(tx: Queries, deviceId: string, events: readonly ReadEvent[]): Promise<Set<string>> {
  const rows = await tx.query.deviceEvents.findMany({
    columns: { hash: true },
    where: (table, { and, eq, inArray }) =>
      and(
        eq(table.deviceId, deviceId),
        inArray(
          table.hash,
          events.map(({ hash }) => hash),
        ),
      ),
  });
  return new Set(rows.map(({ hash }) => hash));
}
