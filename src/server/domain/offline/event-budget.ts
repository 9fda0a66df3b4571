// How much a tablet may send: what somebody makes up with its key must not fill the audit trail.
import { and, eq, gt, gte } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { deviceEvents, type devices } from '../../database/schema.ts';
import { dayMs } from '../../day.ts';
import type { ReadEvent } from './read-device-event.ts';

/**
 * So many events are taken of a tablet in a day, and of a revoked one until its receipt. One that signs somebody in and out
 * every minute for 72 hours, the longest lease, notes 8,640. What is beyond it stays on the tablet and is sent with its next
 * syncs, so nothing is lost; the tablet goes on meanwhile.
 */
export const eventsADay = 10_000;
/** So many that can't be read are kept of one tablet in a day. */
export const unreadableADay = 100;

/** How many more events are taken of a tablet now. */
export async function countRoom(
  tx: Queries,
  { id, revokedAt }: Pick<typeof devices.$inferSelect, 'id' | 'revokedAt'>,
  now: Date,
): Promise<number> {
  const since = revokedAt ?? new Date(now.getTime() - dayMs);
  const isRecent = and(eq(deviceEvents.deviceId, id), gte(deviceEvents.receivedAt, since));
  return Math.max(eventsADay - (await tx.$count(deviceEvents, isRecent)), 0);
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
