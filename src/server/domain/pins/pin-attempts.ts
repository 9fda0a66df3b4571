// Counting of PIN tries, before they are looked at: pauses of a device, and the end of a PIN after too many.
import { and, eq, lt, sql } from 'drizzle-orm';
import {
  failuresADay,
  failuresBeforePause,
  pauseSeconds,
  pinFailuresMost,
} from '../../../contract/pin-tries.ts';
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import { devices, users } from '../../database/schema.ts';
import { changeIfNeeded } from '../access/change.ts';
import { ProblemError } from '../access/problem-error.ts';
import { devicePaused, longestPauseMs } from './device-pause.ts';
import { countDeviceTry, giveBackDeviceTry, type OneOnDevice } from './device-tries.ts';

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
  return changeIfNeeded(context, device.organizationId, async (tx, needRevision) => {
    const { rows } = await tx.execute<{ failures: number; paused_until: string | null }>(sql`
      update devices set
        pin_failures = pin_failures + 1,
        pin_day_started_at = case when pin_day_started_at > ${now}::timestamptz - interval '1 day' then pin_day_started_at else ${now} end,
        pin_day_failures = case when pin_day_started_at > ${now}::timestamptz - interval '1 day' then pin_day_failures + 1 else 1 end,
        pin_paused_until = ${now}::timestamptz + make_interval(secs => case
          when pin_day_started_at > ${now}::timestamptz - interval '1 day' and pin_day_failures + 1 >= ${failuresADay} then ${longestPauseMs / 1000}
          when pin_failures + 1 >= ${failuresBeforePause} then (array[${sql.raw(pauseSeconds.join(', '))}])[least(pin_failures + 2 - ${failuresBeforePause}, ${pauseSeconds.length})]
        end)
      where id = ${device.id} and (pin_paused_until is null or pin_paused_until <= ${now})
      returning pin_failures as failures, pin_paused_until as paused_until`);
    const [counted] = rows;
    if (!counted) {
      const [row] = await tx
        .select({ pausedUntil: devices.pinPausedUntil })
        .from(devices)
        .where(eq(devices.id, device.id));
      throw devicePaused(row?.pausedUntil ?? now);
    }
    if (userId) await countForUser(tx, { ...device, deviceId: device.id, userId }, now, needRevision);
    // A bare statement's instants come as text.
    const pausedUntil = counted.paused_until === null ? null : new Date(counted.paused_until);
    return { failures: counted.failures, pausedUntil };
  });
}

async function countForUser(
  tx: Queries,
  { organizationId, deviceId, userId }: OneOnDevice,
  now: Date,
  needRevision: () => number,
): Promise<void> {
  const known = await tx.select({ id: users.id }).from(users).where(eq(users.id, userId));
  // A made-up id is evaluated like a wrong PIN, so that it tells nothing.
  if (known.length === 0) return;
  if (!(await countFailureOf(tx, userId, needRevision))) throw pinDisabled();
  if (!(await countDeviceTry(tx, { organizationId, deviceId, userId }, now))) throw usedUpHere();
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
  const [counted] = await tx
    .update(users)
    .set({ pinFailures: sql`${users.pinFailures} + 1` })
    .where(and(eq(users.id, userId), lt(users.pinFailures, pinFailuresMost)))
    .returning({ failures: users.pinFailures });
  if (!counted) return false;
  if (counted.failures === pinFailuresMost)
    await tx.update(users).set({ revision: needRevision() }).where(eq(users.id, userId));
  return true;
}

/** A try that was not wrong lifts the pause that was written for it, and none that another one brought at the same time. */
function liftOwnPause({ pausedUntil }: CountedAttempt) {
  return sql`nullif(${devices.pinPausedUntil}, ${pausedUntil}::timestamptz)`;
}

/** A try whose guess may have paused its device for longer. */
export function withLaterPause(counted: CountedAttempt, pausedUntil: Date | null): CountedAttempt {
  const isLater = pausedUntil && (!counted.pausedUntil || pausedUntil > counted.pausedUntil);
  return isLater ? { ...counted, pausedUntil } : counted;
}

/**
 * A right PIN: the failures in a row are forgotten; those of the day stay. It is the user's latest sign-in. Where it was the
 * last try, tablets may hold the 10 bits again.
 * @param counted the try with it
 * @returns `null` where the PIN that was compared is no longer theirs, else the device, whose row is locked; the PIN then
 * stays theirs until the commit
 */
export async function noteRightPin(
  tx: Queries,
  deviceId: string,
  user: { id: string; pinSealed: Buffer },
  counted: CountedAttempt,
  now: Date,
  needRevision: () => number,
): Promise<GuessedDevice | null> {
  const [device] = await tx
    .update(devices)
    .set({
      pinFailures: 0,
      pinPausedUntil: liftOwnPause(counted),
      pinDayFailures: sql`greatest(${devices.pinDayFailures} - 1, 0)`,
    })
    .where(eq(devices.id, deviceId))
    .returning({ guessLevel: devices.guessLevel, guessLevelAt: devices.guessLevelAt })
    .prepare('forgive_device')
    .execute();
  if (!device) throw new Error('the device is gone');
  const forgiven = { pinFailures: 0, lastSignInAt: now };
  const stillTheirs = and(
    eq(users.id, user.id),
    eq(users.pinSealed, user.pinSealed),
    eq(users.state, 'active'),
    eq(users.partnerSuspended, false),
  );
  const standing = await tx
    .update(users)
    .set(forgiven)
    .where(and(stillTheirs, lt(users.pinFailures, pinFailuresMost)))
    .returning({ id: users.id })
    .prepare('forgive_user')
    .execute();
  if (standing.length > 0) return device;
  const [disabled] = await tx.select({ id: users.id }).from(users).where(stillTheirs);
  if (!disabled) return null;
  await tx
    .update(users)
    .set({ ...forgiven, revision: needRevision() })
    .where(stillTheirs);
  return device;
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
        pinPausedUntil: liftOwnPause(counted),
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
  const now = context.clock();
  await changeIfNeeded(context, own.organizationId, (tx, needRevision) =>
    countForUser(tx, own, now, needRevision),
  );
}

/** A try of one's own that was not wrong, or that could not be looked at. */
export async function giveBackOwnTry(context: Context, own: OneOnDevice): Promise<void> {
  await changeIfNeeded(context, own.organizationId, (tx, needRevision) =>
    giveBackUserTry(tx, own, needRevision),
  );
}
