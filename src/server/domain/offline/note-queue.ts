// How much a tablet has still to send, by what it said as it sent a batch.
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import { devices } from '../../database/schema.ts';

/** What waits on the tablet, the batch that came with it included. */
export type Queue = { length: number; oldestAt: string; nextAt?: string | undefined };

/** Notes what waits before a batch is taken, apart from it, so that a push that fails or lasts is seen. */
export async function noteQueueBefore(
  { database }: Context,
  deviceId: string,
  queue: Queue | undefined,
): Promise<void> {
  if (!queue) return;
  await database.lookUp
    .update(devices)
    .set({ queueLength: queue.length, oldestUnsentAt: new Date(queue.oldestAt) })
    .where(eq(devices.id, deviceId));
}

/** Notes what is left, in the transaction that has taken a batch. @param sent how many it held */
export async function noteQueueAfter(
  tx: Queries,
  deviceId: string,
  queue: Queue | undefined,
  sent: number,
): Promise<void> {
  if (!queue) return;
  await tx
    .update(devices)
    .set({
      queueLength: Math.max(queue.length - sent, 0),
      oldestUnsentAt: queue.nextAt === undefined ? null : new Date(queue.nextAt),
    })
    .where(eq(devices.id, deviceId));
}
