// How much a tablet may send: what somebody makes up with its key must not fill the audit trail.
import { and, eq, gt, gte } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import { deviceEvents } from '../../database/schema.ts';
import type { KnownDevice } from '../devices/device-identity.ts';
import type { ReadEvent } from './read-device-event.ts';

/** So many events a revoked tablet may still send, until its receipt. */
export const eventsAfterRevocation = 10_000;
/** So many that can't be read are kept of one tablet in a day. */
export const unreadableADay = 100;

const dayMs = 24 * 3_600_000;

/** Whether a tablet may send events: one in force, or a revoked one that has not wiped itself and has not sent too many. */
export async function mayStillSend(
  { database }: Pick<Context, 'database'>,
  { id, organizationId, revokedAt, wipedAt }: KnownDevice,
): Promise<boolean> {
  if (revokedAt === null) return true;
  if (wipedAt !== null) return false;
  const sent = await database.inOrganization(organizationId, (tx) =>
    tx.$count(deviceEvents, and(eq(deviceEvents.deviceId, id), gte(deviceEvents.receivedAt, revokedAt))),
  );
  return sent < eventsAfterRevocation;
}

/** Leaves out those of a batch that can't be read and are too many for a day. */
export async function leaveOutJunk(
  tx: Queries,
  deviceId: string,
  events: readonly ReadEvent[],
  now: Date,
): Promise<readonly ReadEvent[]> {
  if (events.every(({ event }) => event !== null)) return events;
  const kept = await tx.$count(
    deviceEvents,
    and(
      eq(deviceEvents.deviceId, deviceId),
      eq(deviceEvents.kind, 'unreadable'),
      gt(deviceEvents.receivedAt, new Date(now.getTime() - dayMs)),
    ),
  );
  let left = unreadableADay - kept;
  return events.filter(({ event }) => {
    if (event !== null) return true;
    left -= 1;
    return left >= 0;
  });
}
