// Takes what a tablet noted while nobody heard it: each event once, in order, checked again, and never dropped.

import { and, asc, desc, eq, inArray, ne } from 'drizzle-orm';
import type { DeviceEvent, ReviewReason } from '../../../contract/device-events.ts';
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import { deviceEvents, devices, users } from '../../database/schema.ts';
import { type DeviceAct, describePeople, type RecordedEvent, recordEach } from '../access/act.ts';
import { changeIfNeeded } from '../access/change.ts';
import type { KnownDevice } from '../access/device-identity.ts';
import { readOrganization } from '../access/organization-row.ts';
import { noteQueueAfter, noteQueueBefore, type Queue } from '../devices/note-queue.ts';
import { type ChainEnd, endsChain, findChainReasons, isClockOff } from './check-event-order.ts';
import { checkOfflineEvent, type NotedPlace } from './check-offline-event.ts';
import { countRoom, leaveOutJunk } from './event-budget.ts';
import { hasBadProof, pauseAfterManyFailures } from './offline-failures.ts';
import { hashDeviceEvents, type ReadEvent, readDeviceEvents, type Sent } from './read-device-event.ts';
import { tellOfWrongProofs } from './tell-of-wrong-proofs.ts';

/** So many events are taken in one transaction, which then takes a tenth of a second or so. */
const eventsInPart = 10;

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
  estimate: Date,
  reasons: ReviewReason[],
  about: Part['about'],
): RecordedEvent {
  const isAbout = event?.kind === 'sign-in-failed' || event?.kind === 'locked';
  const times = event && {
    tabletTime: new Date(event.at).toISOString(),
    estimatedTime: estimate.toISOString(),
  };
  return {
    action: event ? actions[event.kind] : 'device.event-unreadable',
    actorId: event && !isAbout ? event.userId : null,
    ...about(isAbout ? event.userId : null),
    detail: { offline: true, sequence, ...times, ...(reasons.length > 0 ? { toReview: reasons } : {}) },
  };
}

type Part = {
  context: Context;
  tx: Queries;
  place: NotedPlace;
  now: Date;
  /** What is to be added to the tablet's clock. */
  clockOffset: number;
  end: ChainEnd;
  needRevision: () => number;
  /** Tells the names of those whom the events are about. */
  about: Awaited<ReturnType<typeof describePeople>>;
};

async function takeEvent(part: Part, sent: ReadEvent) {
  const { tx, place, now, clockOffset, end } = part;
  const { sequence, jws, hash, event } = sent;
  const { id: deviceId, organizationId } = place.device;
  const estimate = event ? new Date(Math.max(Math.min(event.at + clockOffset, now.getTime()), 0)) : now;
  const reasons = findChainReasons(end, sent);
  if (!event) reasons.push('bad-signature');
  else {
    if (isClockOff(event, clockOffset, now, end)) reasons.push('clock');
    reasons.push(...(await checkOfflineEvent(part, event, sent.proof, estimate)));
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
    told: describeForAudit(sent, estimate, reasons, part.about),
    hasBadProof: event?.kind === 'signed-in' && hasBadProof(reasons),
  };
}

type SentBatch = {
  now: number;
  events: readonly { sequence: number; jws: string }[];
  queue?: Queue | undefined;
};

/** What every part of a batch has in common. */
type Batch = { act: DeviceAct; now: Date; clockOffset: number };

type TakenPart = { end: number; leftOut: Sent | undefined };

/**
 * Takes a part of a batch in one transaction; the lock on the device's row lets others of the same device wait.
 * @param finish what belongs into its transaction
 * @returns the end of what was taken, and the first that is beyond the tablet's day
 */
async function takePart(
  { act, now, clockOffset }: Batch,
  events: readonly ReadEvent[],
  finish: (tx: Queries, place: NotedPlace, leftOut: Sent | undefined) => Promise<void>,
): Promise<TakenPart> {
  const { context, device } = act;
  const { id, organizationId } = device;
  const work = async (tx: Queries, needRevision: () => number): Promise<TakenPart> => {
    const place = await lockPlace(tx, device);
    const end = await findEnd(tx, place);
    const known = await findKnown(tx, id, events);
    // One that comes twice in a batch is known by its first.
    const unknown = events.filter(({ hash }) => !known.has(hash) && known.add(hash));
    const readable = await leaveOutJunk(tx, id, unknown, now);
    const room = readable.length > 0 ? await countRoom(tx, place.device, now) : 0;
    const fresh = readable.slice(0, room);
    await lockPeople(tx, fresh);
    const trail: RecordedEvent[] = [];
    const about = await describePeople(
      tx,
      fresh.map(({ event }) => event?.userId),
    );
    const part = { context, tx, place, now, clockOffset, end, needRevision, about };
    let badProofs = 0;
    for (const sent of fresh) {
      const taken = await takeEvent(part, sent);
      trail.push(taken.told);
      badProofs += Number(taken.hasBadProof);
    }
    if (trail.length > 0) {
      await tx
        .update(devices)
        .set({ eventSequence: end.sequence, eventHash: end.hash })
        .where(eq(devices.id, id));
      await recordEach(tx, act, trail);
    }
    if (badProofs > 0) await tellOfWrongProofs(context, tx, device, new Set(fresh.map(({ hash }) => hash)));
    const leftOut = readable[room];
    await finish(tx, place, leftOut);
    return { end: end.sequence, leftOut };
  };
  return changeIfNeeded(context, organizationId, work, id);
}

/**
 * Takes a batch in parts, each a transaction, so that no lock is held for long; all that needs none is done before. Events
 * that are known by their hash are passed over, so a batch may come twice, in part, or after its answer was lost; a gap or a
 * broken chain is kept and marked. What is beyond a budget is not taken: then the tablet keeps it, and goes on.
 * @param batch `now`: the tablet's clock as it sent it
 * @returns the number up to which the tablet may forget
 */
export async function takeDeviceEvents(
  act: DeviceAct,
  { now: tabletNow, events, queue }: SentBatch,
): Promise<number> {
  const { context, device } = act;
  const now = context.clock();
  const { id } = device;
  const sent = hashDeviceEvents(events);
  const { unknown, room } = await lookBefore(context, device, { sent, queue, now });
  // Nothing is read for a device whose day is used up.
  const [toRead, barred] = room > 0 ? [unknown, undefined] : [[], unknown[0]];
  const read = await readDeviceEvents(context.keys, device, toRead);
  const batch = { act, now, clockOffset: now.getTime() - tabletNow };
  for (let at = 0; ; at += eventsInPart) {
    const isLast = at + eventsInPart >= read.length;
    const taken = await takePart(batch, read.slice(at, at + eventsInPart), async (tx, place, leftOut) => {
      if (!isLast && !leftOut) return;
      // Once for all of the batch: most of it was noted before its first wrong PIN could have paused the tablet. Whatever
      // this run took, since one that broke off may have taken the wrong PINs before.
      if (!place.device.revokedAt) await pauseAfterManyFailures(context, tx, place.device);
      if (!leftOut && !barred) await noteQueueAfter(tx, id, queue, events.length, now);
    });
    const rest = taken.leftOut ?? barred;
    if (rest) return upToBefore(rest, taken.end);
    if (isLast) return taken.end;
  }
}

/** Where an older storage was put back, what is not taken may have a number that was taken before. */
const upToBefore = ({ sequence }: Sent, end: number): number => Math.min(sequence - 1, end);

/** Notes that a batch comes, and looks what of it is to be read. */
async function lookBefore(
  { database }: Context,
  device: KnownDevice,
  { sent, queue, now }: { sent: readonly Sent[]; queue: Queue | undefined; now: Date },
): Promise<{ unknown: Sent[]; room: number }> {
  const { id, organizationId } = device;
  return database.inOrganization(
    organizationId,
    async (tx) => {
      await noteQueueBefore(tx, id, queue, now);
      const known = await findKnown(tx, id, sent);
      const unknown = sent.filter(({ hash }) => !known.has(hash));
      // A receipt ends what comes after it, not the parts of a batch that it overtakes.
      const room = device.wipedAt === null ? await countRoom(tx, device, now) : 0;
      return { unknown, room };
    },
    id,
  );
}

/** Two parts of one tablet at once wait for each other here. */
async function lockPlace(tx: Queries, { id, organizationId }: KnownDevice): Promise<NotedPlace> {
  const [device] = await tx.select().from(devices).where(eq(devices.id, id)).for('update');
  if (!device) throw new Error('the device is gone');
  return { device, organization: await readOrganization(tx, organizationId) };
}

/** Locks those whose tries may be counted, in one order, so that no two tablets wait for each other. */
async function lockPeople(tx: Queries, events: readonly ReadEvent[]): Promise<void> {
  const guessed = events.flatMap(({ event }) =>
    event?.kind === 'signed-in' || event?.kind === 'sign-in-failed' ? event.userId : [],
  );
  if (guessed.length === 0) return;
  await tx
    .select({ id: users.id })
    .from(users)
    .where(inArray(users.id, guessed))
    .orderBy(asc(users.id))
    .for('no key update');
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

async function findKnown(tx: Queries, deviceId: string, events: readonly Sent[]): Promise<Set<string>> {
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
