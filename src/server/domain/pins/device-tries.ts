// Wrong PINs of one person on one device, so that no device alone uses up what a person has left.
import { and, eq, gt, gte, sql } from 'drizzle-orm';
import { triesOnOneDevice } from '../../../contract/pin-tries.ts';
import type { Queries } from '../../database/database.ts';
import { devices, deviceTries } from '../../database/schema.ts';
import { dayMs } from '../../day.ts';
import { paysEveryMs } from './guess-level.ts';

export type OneOnDevice = { organizationId: string; deviceId: string; userId: string };

const dayBefore = (now: Date) => new Date(now.getTime() - dayMs);

/** Holds for rows of `device_tries` of those who have used up their tries on the device. */
export function isUsedUp(now: Date) {
  return and(gte(deviceTries.failures, triesOnOneDevice), gt(deviceTries.failedAt, dayBefore(now)));
}

/** Tells whether a user has a try left on a device. */
export async function hasDeviceTryLeft(
  tx: Queries,
  deviceId: string,
  userId: string,
  now: Date,
): Promise<boolean> {
  const usedUp = and(eq(deviceTries.deviceId, deviceId), eq(deviceTries.userId, userId), isUsedUp(now));
  return (await tx.$count(deviceTries, usedUp)) === 0;
}

/** Takes one try from what a person has on a device. @returns whether one was left */
export async function countDeviceTry(
  tx: Queries,
  { organizationId, deviceId, userId }: OneOnDevice,
  now: Date,
): Promise<boolean> {
  const isOld = sql`(${deviceTries.failedAt} is null or ${deviceTries.failedAt} <= ${dayBefore(now)})`;
  const counted = await tx
    .insert(deviceTries)
    .values({ organizationId, deviceId, userId, failures: 1, failedAt: now })
    .onConflictDoUpdate({
      target: [deviceTries.deviceId, deviceTries.userId],
      set: {
        failures: sql`case when ${isOld} then 1 else ${deviceTries.failures} + 1 end`,
        failedAt: now,
      },
      setWhere: sql`${isOld} or ${deviceTries.failures} < ${triesOnOneDevice}`,
    })
    .returning({ failures: deviceTries.failures });
  return counted.length > 0;
}

/** Gives one try back that could not be looked at. */
export async function giveBackDeviceTry(
  tx: Queries,
  { deviceId, userId }: Omit<OneOnDevice, 'organizationId'>,
): Promise<void> {
  await tx
    .update(deviceTries)
    .set({ failures: sql`greatest(${deviceTries.failures} - 1, 0)` })
    .where(and(eq(deviceTries.deviceId, deviceId), eq(deviceTries.userId, userId)));
}

/**
 * Forgets the wrong tries of somebody who came in on the device.
 * @returns whether they have not come in for so long that they pay for a mistype: `guess-level.ts`
 */
export async function forgetDeviceTries(
  tx: Queries,
  { organizationId, deviceId, userId }: OneOnDevice,
  now: Date,
): Promise<boolean> {
  const pays = sql`(${deviceTries.cameInAt} is null or ${deviceTries.cameInAt} <= ${new Date(now.getTime() - paysEveryMs)})`;
  const [row] = await tx
    .insert(deviceTries)
    .values({ organizationId, deviceId, userId, cameInAt: now })
    .onConflictDoUpdate({
      target: [deviceTries.deviceId, deviceTries.userId],
      set: { failures: 0, cameInAt: sql`case when ${pays} then ${now} else ${deviceTries.cameInAt} end` },
      setWhere: sql`${pays} or ${deviceTries.failures} > 0`,
    })
    .returning({ cameInAt: deviceTries.cameInAt });
  return row?.cameInAt?.getTime() === now.getTime();
}

/** Forgets all wrong tries on a device: an admin has lifted its pause. */
export async function forgetTriesOn(tx: Queries, deviceId: string): Promise<void> {
  await tx.delete(deviceTries).where(eq(deviceTries.deviceId, deviceId));
}

/** At how many users wrong PINs were entered on a device since then, without a right one of theirs. */
export async function countPeopleTried(tx: Queries, deviceId: string, since: Date): Promise<number> {
  return tx.$count(
    deviceTries,
    and(
      eq(deviceTries.deviceId, deviceId),
      gt(deviceTries.failures, 0),
      gt(deviceTries.failedAt, since),
      sql`${deviceTries.failedAt} > coalesce((select ${devices.triesSettledAt} from ${devices} where ${devices.id} = ${deviceId}), '-infinity')`,
    ),
  );
}
