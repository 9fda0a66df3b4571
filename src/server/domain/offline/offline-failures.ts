// Wrong PINs that a tablet took while nobody heard it, counted like those that the server sees itself.
import { and, eq, gt, sql } from 'drizzle-orm';
import type { ReviewReason } from '../../../contract/device-events.ts';
import { offlineTriesPerDevice } from '../../../contract/pin-tries.ts';
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import { isWrongPin } from '../../database/schema/devices.ts';
import { deviceEvents, devices } from '../../database/schema.ts';
import { dayMs } from '../../day.ts';
import { longestPauseMs, pauseDevice } from '../pins/device-pause.ts';
import { countDeviceTry } from '../pins/device-tries.ts';
import { countFailureOf } from '../pins/pin-attempts.ts';

/** Wrong PINs of more users than this on one tablet within a day pause it. */
export const failedPeopleMost = 3;

/**
 * Takes one try from what a user has left, on this tablet and in all.
 * @returns whether the tablet had one of theirs left
 */
export async function countOfflineFailure(
  tx: Queries,
  deviceId: string,
  { id: userId, organizationId }: { id: string; organizationId: string },
  now: Date,
  needRevision: () => number,
): Promise<boolean> {
  if (!(await countDeviceTry(tx, { organizationId, deviceId, userId }, now))) return false;
  await countFailureOf(tx, userId, needRevision);
  return true;
}

/**
 * Tells whether a tablet is believed one more wrong PIN: no more in a day than one that goes by the rules lets happen
 * without the server, and none while it pauses. Not verified, and it can't be: that anybody entered it.
 */
export async function isBelieved(tx: Queries, id: string, now: Date): Promise<boolean> {
  const isPaused = and(eq(devices.id, id), gt(devices.pinPausedUntil, now));
  // One failure of a batch may have paused it before the next.
  if ((await tx.$count(devices, isPaused)) > 0) return false;
  const taken = await tx
    .select({ position: deviceEvents.position })
    .from(deviceEvents)
    .where(
      and(
        eq(deviceEvents.deviceId, id),
        gt(deviceEvents.receivedAt, new Date(now.getTime() - dayMs)),
        isWrongPin,
      ),
    )
    .limit(offlineTriesPerDevice);
  return taken.length < offlineTriesPerDevice;
}

/** The reasons for which a sign-in that a tablet let through was a failed guess. */
export const hasBadProof = (reasons: readonly ReviewReason[]) =>
  reasons.includes('wrong-proof') || reasons.includes('unreadable-proof');

/**
 * Pauses a tablet on which the PINs of several users were guessed at; an admin can lift it. What led to an earlier pause,
 * or came before one was lifted, no longer counts, so this may be asked again at any time. The caller holds the lock of the
 * device.
 */
export async function pauseAfterManyFailures(
  { clock }: Pick<Context, 'clock'>,
  tx: Queries,
  device: typeof devices.$inferSelect,
): Promise<void> {
  const now = clock();
  const [row] = await tx
    .select({
      people: sql<number>`count(distinct ${deviceEvents.userId})::int`,
      upTo: sql<number>`max(${deviceEvents.position})`.mapWith(Number),
    })
    .from(deviceEvents)
    .where(
      and(
        eq(deviceEvents.deviceId, device.id),
        gt(deviceEvents.position, device.failuresSettledUpTo),
        gt(deviceEvents.receivedAt, new Date(now.getTime() - dayMs)),
        isWrongPin,
      ),
    );
  if (!row || row.people <= failedPeopleMost) return;
  // While it pauses anyway, too: what led to nothing now would bring a pause later, with nobody having failed.
  await tx.update(devices).set({ failuresSettledUpTo: row.upTo }).where(eq(devices.id, device.id));
  const until = new Date(now.getTime() + longestPauseMs);
  await pauseDevice(tx, device, { until, now, detail: { people: row.people } });
}
