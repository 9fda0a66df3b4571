// How much a tablet has still to send, by what it said as it sent a batch.
import { eq } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { devices } from '../../database/schema.ts';

/** What waits on the tablet, the batch that came with it included. */
export type Queue = { length: number; oldestAt: string; nextAt?: string | undefined };

/** A time that a tablet told, in the span that a date can have; none lies ahead. */
export function readTabletTime(told: string, now: Date): Date {
  return new Date(Math.min(Math.max(Date.parse(told), 0), now.getTime()));
}

/** Notes what waits before a batch is taken, in a transaction apart from it, so that a push that fails or lasts is seen. */
export async function noteQueueBefore(
  tx: Queries,
  deviceId: string,
  queue: Queue | undefined,
  now: Date,
): Promise<void> {
  if (!queue) return;
  await tx
    .update(devices)
    .set({ queueLength: queue.length, oldestUnsentAt: readTabletTime(queue.oldestAt, now) })
    .where(eq(devices.id, deviceId));
}

/** Notes what is left, in the transaction that has taken the last part of a batch. @param sent how many it held */
export async function noteQueueAfter(
  tx: Queries,
  deviceId: string,
  queue: Queue | undefined,
  sent: number,
  now: Date,
): Promise<void> {
  if (!queue) return;
  await tx
    .update(devices)
    .set({
      queueLength: Math.max(queue.length - sent, 0),
      oldestUnsentAt: queue.nextAt === undefined ? null : readTabletTime(queue.nextAt, now),
    })
    .where(eq(devices.id, deviceId));
}
