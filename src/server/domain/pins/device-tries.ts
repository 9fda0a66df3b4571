// Wrong PINs of one person on one device, so that no device alone uses up what a person has left.
import { and, eq, gt, gte, type Placeholder, sql } from 'drizzle-orm';
import { triesOnOneDevice } from '../../../contract/pin-tries.ts';
import type { Queries } from '../../database/database.ts';
import { devices, deviceTries } from '../../database/schema.ts';

export type OneOnDevice = { organizationId: string; deviceId: string; userId: string };

/** Holds for rows of `device_tries` of those who have used up their tries on the device. */
export function isUsedUp(now: Date | Placeholder) {
  const { failures, failedAt } = deviceTries;
  return and(gte(failures, triesOnOneDevice), sql`${failedAt} > ${now}::timestamptz - interval '24 hours'`);
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
  const { rows } = await tx.execute<{ counted: boolean }>(sql`
    select floorkey_count_device_try(${organizationId}, ${deviceId}, ${userId}, ${now}, ${triesOnOneDevice}) as counted`);
  return rows[0]?.counted === true;
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
