// What a wrong PIN on a device counts for besides the device itself: the users whose 10 bits it matches, and the device's day.
import { and, asc, eq, sql } from 'drizzle-orm';
import { pinFailuresMost } from '../../../contract/pin-tries.ts';
import type { Context } from '../../context.ts';
import { openPin } from '../../crypto/pin-secret.ts';
import { verifierOf } from '../../crypto/verifier.ts';
import type { Queries } from '../../database/database.ts';
import { devices, deviceTries, users } from '../../database/schema.ts';
import type { KnownDevice } from '../access/device-identity.ts';
import { mayUseDeviceIn } from '../access/unit-scope.ts';
import { devicePaused, longestPauseMs, pauseDevice } from './device-pause.ts';
import { countDeviceTry, countPeopleTried, isUsedUp } from './device-tries.ts';
import {
  expectedMatches,
  guessLevelAt,
  guessLevelMost,
  guessLevelOfAll,
  guessLevelWhenMany,
  guessPauseMs,
} from './guess-level.ts';
import { countFailureOf, type GuessedDevice } from './pin-attempts.ts';
import { openedAtOnce } from './pin-policy.ts';

/** Wrong PINs of more users than this on one device, within so long, pause it, whatever right ones lie between. */
export const triedPeopleMost = 3;
const triedPeopleMs = 3_600_000;

type Device = Pick<KnownDevice, 'id' | 'organizationId' | 'unitId' | 'name'>;

/** The level at which a device pauses: a lower one while many of its organization are guessed at. */
async function findMost(tx: Queries, deviceId: string, level: number, now: Date): Promise<number> {
  if (level < guessLevelWhenMany) return guessLevelMost;
  const rows = await tx
    .select({ id: devices.id, guessLevel: devices.guessLevel, guessLevelAt: devices.guessLevelAt })
    .from(devices)
    .where(sql`${devices.guessLevel} > 0`);
  const others = rows.filter(({ id }) => id !== deviceId);
  const all = others.reduce((sum, one) => sum + guessLevelAt(one.guessLevel, one.guessLevelAt, now), level);
  return all >= guessLevelOfAll ? guessLevelWhenMany : guessLevelMost;
}

/**
 * Looks, with the device's row locked or compared later, whether one more guess may be looked at: of many at once just those within the limit.
 * @throws ProblemError `device_paused`
 */
export async function requireRoomForGuess(
  tx: Queries,
  deviceId: string,
  device: GuessedDevice,
  now: Date,
): Promise<void> {
  const level = guessLevelAt(device.guessLevel, device.guessLevelAt, now);
  const most = await findMost(tx, deviceId, level, now);
  if (level >= most) throw devicePaused(new Date(now.getTime() + guessPauseMs(level, most, longestPauseMs)));
}

/** Those whose PIN has the same 10 bits as the one that was entered, in one order; `isUsedUp`: they have no try left here. */
async function findMatches(
  { keys }: Pick<Context, 'keys'>,
  tx: Queries,
  { id: deviceId, unitId }: Pick<Device, 'id' | 'unitId'>,
  { userId, pinHash }: { userId: string | undefined; pinHash: Buffer },
  now: Date,
) {
  const rows = await tx
    .select({
      id: users.id,
      organizationId: users.organizationId,
      pinSealed: users.pinSealed,
      isUsedUp: sql<boolean>`coalesce(${isUsedUp(now)}, false) or ${users.pinFailures} >= ${pinFailuresMost}`,
    })
    .from(users)
    .leftJoin(deviceTries, and(eq(deviceTries.userId, users.id), eq(deviceTries.deviceId, deviceId)))
    .where(and(mayUseDeviceIn(unitId), userId ? eq(users.id, userId) : undefined))
    .orderBy(asc(users.id));
  const entered = verifierOf(pinHash);
  const matches: Omit<(typeof rows)[number], 'pinSealed'>[] = [];
  for (const [at, { pinSealed, ...person }] of rows.entries()) {
    if (pinSealed && verifierOf(openPin(keys, person.id, pinSealed)) === entered) matches.push(person);
    if (at % openedAtOnce === openedAtOnce - 1) await new Promise(setImmediate);
  }
  return matches;
}

/** Raises a device's level by guesses; one that is too high pauses it, and stands in the audit trail. */
export async function raiseGuessLevel(
  tx: Queries,
  device: Device & GuessedDevice,
  guesses: number,
  now: Date,
): Promise<Date | null> {
  if (guesses === 0) return null;
  const level = guessLevelAt(device.guessLevel, device.guessLevelAt, now) + guesses;
  await tx.update(devices).set({ guessLevel: level, guessLevelAt: now }).where(eq(devices.id, device.id));
  const most = await findMost(tx, device.id, level, now);
  if (level < most) return null;
  const until = new Date(now.getTime() + guessPauseMs(level, most, longestPauseMs));
  return pauseDevice(tx, device, { until, now, detail: { guesses: Math.round(level) } });
}

/**
 * Looks whether a right PIN may be taken on a device that is guessed at, and at what its level is if they pay for a mistype.
 * The caller makes sure that the level is still the same as the PIN is taken.
 * @throws ProblemError `device_paused`
 */
export async function findPaidLevel(
  { database }: Pick<Context, 'database'>,
  { id, organizationId, unitId }: Omit<Device, 'name'>,
  before: GuessedDevice,
  now: Date,
): Promise<number> {
  const level = guessLevelAt(before.guessLevel, before.guessLevelAt, now);
  if (level === 0) return 0;
  return database.inOrganization(organizationId, async (tx) => {
    await requireRoomForGuess(tx, id, before, now);
    return Math.max(level - expectedMatches(await tx.$count(users, mayUseDeviceIn(unitId))), 0);
  });
}

async function pauseForPeople(tx: Queries, device: Device, now: Date): Promise<Date | null> {
  const people = await countPeopleTried(tx, device.id, new Date(now.getTime() - triedPeopleMs));
  if (people <= triedPeopleMost) return null;
  await tx.update(devices).set({ triesSettledAt: now }).where(eq(devices.id, device.id));
  const until = new Date(now.getTime() + longestPauseMs);
  return pauseDevice(tx, device, { until, now, detail: { people } });
}

export type FailedGuess = {
  /** Until when the device pauses because of this one. */
  pausedUntil: Date | null;
  /** Somebody whom it may mean has no try left: whether it was right must not be told. */
  isUsedUp: boolean;
};

/**
 * Counts a wrong PIN against those whose 10 bits it matches, as only the tries of somebody who has them do on purpose; a
 * random one matches nobody of a small shop. Where a name comes first, its user's try is counted already.
 * The caller has counted the try on the device before.
 * @throws ProblemError `device_paused` where it came at once with the one that was too many
 */
export async function countFailedGuess(
  context: Pick<Context, 'keys'>,
  tx: Queries,
  deviceId: string,
  { userId, pinHash, now }: { userId: string | undefined; pinHash: Buffer; now: Date },
  needRevision: () => number,
): Promise<FailedGuess> {
  const [device] = await tx.select().from(devices).where(eq(devices.id, deviceId)).for('update');
  if (!device) throw new Error('the device is gone');
  await requireRoomForGuess(tx, deviceId, device, now);
  const matches = await findMatches(context, tx, device, { userId, pinHash }, now);
  let guesses = 0;
  for (const { id, organizationId, ...person } of matches) {
    if (userId) guesses += 1;
    else if (!person.isUsedUp && (await countDeviceTry(tx, { organizationId, deviceId, userId: id }, now))) {
      await countFailureOf(tx, id, needRevision);
      guesses += 1;
    }
  }
  const forGuesses = await raiseGuessLevel(tx, device, guesses, now);
  const forPeople = userId ? await pauseForPeople(tx, device, now) : null;
  return {
    pausedUntil: forGuesses && forPeople && forPeople > forGuesses ? forPeople : (forGuesses ?? forPeople),
    isUsedUp: !userId && matches.some((match) => match.isUsedUp),
  };
}
