// Counting of PIN tries, before they are looked at: pauses of a device, and the end of a PIN after too many.
import { and, eq, lt, sql } from 'drizzle-orm';
import {
  failuresADay,
  failuresBeforePause,
  pauseSeconds,
  pinFailuresMost,
  triesOnOneDevice,
} from '../../../contract/pin-tries.ts';
import type { Context } from '../../context.ts';
import { isRaised, type Queries } from '../../database/database.ts';
import { devices, users } from '../../database/schema.ts';
import { callAndChangeIfNeeded, changeIfNeeded } from '../access/change.ts';
import { ProblemError } from '../access/problem-error.ts';
import { devicePaused } from './device-pause.ts';
import { giveBackDeviceTry, type OneOnDevice } from './device-tries.ts';

/** How much a device looks as if it were guessed at: `guess-level.ts`. */
export type GuessedDevice = Pick<typeof devices.$inferSelect, 'guessLevel' | 'guessLevelAt'>;

export type CountedAttempt = { failures: number; pausedUntil: Date | null };

/** A PIN that only somebody with the right can bring back, by setting a new one. */
export function pinDisabled(): ProblemError {
  return new ProblemError('pin_disabled', 'Too many wrong tries. Ask a manager for a new PIN.');
}

/** A PIN that was tried too often on this very tablet. */
export function usedUpHere(): ProblemError {
  return new ProblemError(
    'pin_disabled',
    'Too many wrong tries with this PIN on this tablet. Use another tablet, or ask a manager for a new PIN.',
  );
}

/**
 * The answer to a wrong PIN.
 * @param counted the try on a device; `null` where it was entered elsewhere
 * @param field where a form has the PIN
 */
export function wrongPin(counted: CountedAttempt | null, field?: string): ProblemError {
  const triesLeft = counted && (counted.pausedUntil ? 0 : failuresBeforePause - counted.failures);
  const next =
    triesLeft === null
      ? 'Try again.'
      : triesLeft === 0
        ? 'Wait for the countdown, or ask an admin to lift the pause.'
        : `Try again; after ${triesLeft} more wrong ${triesLeft === 1 ? 'PIN' : 'PINs'} this tablet locks.`;
  const detail = `That PIN is not right. ${next}`;
  return new ProblemError('wrong_pin', detail, {
    triesLeft: triesLeft ?? undefined,
    retryAt: counted?.pausedUntil ?? undefined,
    errors: field === undefined ? undefined : [{ field, message: detail }],
  });
}

/**
 * Takes one try from what the device, and the user where one is named, have left. The pause that a wrong PIN would
 * bring is written now: of many tries at once just those within the limit get through, and a crash forgives none.
 * @throws ProblemError `device_paused`, `pin_disabled`
 */
export async function countPinAttempt(
  context: Context,
  device: { id: string; organizationId: string },
  userId: string | undefined,
): Promise<CountedAttempt> {
  const now = context.clock();
  const counted = await callAndChangeIfNeeded<CountedAttempt & { counted: boolean }>(
    context,
    device.organizationId,
    'floorkey_count_pin_try',
    [
      ...[device.id, userId ?? null, now, failuresBeforePause, pauseSeconds, failuresADay],
      ...[pinFailuresMost, triesOnOneDevice],
    ],
  ).catch(refuseWithoutTry);
  if (!counted.counted) throw devicePaused(counted.pausedUntil ?? now);
  return counted;
}

/** What the functions of the database that count the tries of a user say where none is left. */
function refuseWithoutTry(error: unknown): never {
  if (isRaised(error, 'FK002')) throw pinDisabled();
  if (isRaised(error, 'FK003')) throw usedUpHere();
  throw error;
}

/**
 * Takes one try from what a person has left. The last one takes the 10 bits of the PIN off the tablets, whatever comes of it.
 * @returns whether one was left
 */
export async function countFailureOf(
  tx: Queries,
  userId: string,
  needRevision: () => number,
): Promise<boolean> {
  const { rows } = await tx.execute<{ failures: number | null }>(
    sql`select floorkey_count_failure_of(${userId}, ${pinFailuresMost}) as failures`,
  );
  const failures = rows[0]?.failures ?? null;
  if (failures === pinFailuresMost)
    await tx.update(users).set({ revision: needRevision() }).where(eq(users.id, userId));
  return failures !== null;
}

/** A try whose guess may have paused its device for longer. */
export function withLaterPause(counted: CountedAttempt, pausedUntil: Date | null): CountedAttempt {
  const isLater = pausedUntil && (!counted.pausedUntil || pausedUntil > counted.pausedUntil);
  return isLater ? { ...counted, pausedUntil } : counted;
}

/** A try that the server could not look at: it is given back. */
export async function giveBackPinAttempt(
  context: Context,
  device: { id: string; organizationId: string },
  userId: string | undefined,
  counted: CountedAttempt,
): Promise<void> {
  await changeIfNeeded(context, device.organizationId, async (tx, needRevision) => {
    await tx
      .update(devices)
      .set({
        pinFailures: sql`greatest(${devices.pinFailures} - 1, 0)`,
        pinDayFailures: sql`greatest(${devices.pinDayFailures} - 1, 0)`,
        // A pause that another try brought at the same time stays.
        pinPausedUntil: sql`nullif(${devices.pinPausedUntil}, ${counted.pausedUntil}::timestamptz)`,
      })
      .where(eq(devices.id, device.id));
    if (userId) await giveBackUserTry(tx, { deviceId: device.id, userId }, needRevision);
  });
}

async function giveBackUserTry(
  tx: Queries,
  { deviceId, userId }: Omit<OneOnDevice, 'organizationId'>,
  needRevision: () => number,
): Promise<void> {
  await giveBackDeviceTry(tx, { deviceId, userId });
  const oneLess = { pinFailures: sql`greatest(${users.pinFailures} - 1, 0)` };
  const { rowCount } = await tx
    .update(users)
    .set(oneLess)
    .where(and(eq(users.id, userId), lt(users.pinFailures, pinFailuresMost)));
  if (rowCount) return;
  await tx
    .update(users)
    .set({ ...oneLess, revision: needRevision() })
    .where(eq(users.id, userId));
}

/**
 * Takes a try of somebody who is signed in and enters their own PIN once more: from what they have left, and not from what the
 * device has.
 * @throws ProblemError `pin_disabled`
 */
export async function countOwnTry(context: Context, own: OneOnDevice): Promise<void> {
  await callAndChangeIfNeeded(context, own.organizationId, 'floorkey_count_own_try', [
    ...[own.deviceId, own.userId, context.clock(), pinFailuresMost, triesOnOneDevice],
  ]).catch(refuseWithoutTry);
}

/** A try of one's own that was not wrong, or that could not be looked at. */
export async function giveBackOwnTry(context: Context, own: OneOnDevice): Promise<void> {
  await changeIfNeeded(context, own.organizationId, (tx, needRevision) =>
    giveBackUserTry(tx, own, needRevision),
  );
}
