// Signing in on a device with a PIN.
import { and, eq, sql } from 'drizzle-orm';
import { pinFailuresMost } from '../../../contract/pin-tries.ts';
import type { Context } from '../../context.ts';
import { isPinOf, lookUpKeyOf } from '../../crypto/pin-secret.ts';
import { makeToken } from '../../crypto/tokens.ts';
import type { Queries } from '../../database/database.ts';
import { deviceTries, pinSessions, users } from '../../database/schema.ts';
import { type DeviceAct, describePeople, record } from '../access/act.ts';
import { changeIfNeeded } from '../access/change.ts';
import type { KnownDevice } from '../access/device-identity.ts';
import { fieldProblem, ProblemError } from '../access/problem-error.ts';
import { requireLivingPin } from '../access/secret-ends.ts';
import { mayUseDeviceIn } from '../access/unit-scope.ts';
import { forgetDeviceTries, isUsedUp } from './device-tries.ts';
import { countFailedGuess, payForMistypes, requireRoomForGuess } from './failed-guesses.ts';
import {
  type CountedAttempt,
  countPinAttempt,
  giveBackPinAttempt,
  noteRightPin,
  usedUpHere,
  withLaterPause,
  wrongPin,
} from './pin-attempts.ts';

type Attempt = { pin: string; userId?: string | undefined };

/** The user whose PIN was hashed to S, if they may use this device. */
async function findPinHolder(
  context: Context,
  tx: Queries,
  device: KnownDevice,
  userId: string | undefined,
  pinHash: Buffer,
  now: Date,
) {
  const named = userId ? eq(users.id, userId) : eq(users.pinLookup, lookUpKeyOf(context.keys, pinHash));
  const [found] = await tx
    .select({ user: users, isUsedUpHere: sql<boolean>`coalesce(${isUsedUp(now)}, false)` })
    .from(users)
    .leftJoin(deviceTries, and(eq(deviceTries.userId, users.id), eq(deviceTries.deviceId, device.id)))
    .where(and(named, mayUseDeviceIn(device.unitId)))
    // Planning it takes PostgreSQL longer than running it.
    .prepare(userId ? 'find_named_pin_holder' : 'find_pin_holder')
    .execute();
  const { user, isUsedUpHere } = found ?? {};
  if (!user?.pinSealed || !isPinOf(context.keys, user.id, user.pinSealed, pinHash)) return null;
  // A right PIN of somebody without a try is answered like every other one with its 10 bits. One that was disabled while
  // names came first stays so when the style changes.
  if (!userId && (isUsedUpHere || user.pinFailures >= pinFailuresMost)) return null;
  return { ...user, pinSealed: user.pinSealed };
}

/**
 * Checks a PIN and opens the session of whoever it belongs to; the session that was open on the device ends.
 * The try is counted first (NIST SP 800-63B, section 3.2.2, rate limiting).
 * @returns the token of the session, for the memory of the page only
 * @throws ProblemError `wrong_pin`, `device_paused`, `pin_disabled`, `pin_expired`
 */
export async function signInWithPin(act: DeviceAct, attempt: Attempt): Promise<string> {
  const { context, device } = act;
  // Where a PIN alone says who you are, a name that comes along must not open a second way with a limit of its own.
  const userId = device.signInStyle === 'pin' ? undefined : attempt.userId;
  if (device.signInStyle === 'name-then-pin' && !userId) {
    throw fieldProblem('validation_failed', 'userId', 'Tap your name first.');
  }
  const counted = await countPinAttempt(context, device, userId);
  return judge(act, { pin: attempt.pin, userId, counted }).catch(async (error: unknown) => {
    // Nobody is to pay for what the server could not look at, or not write down. Where even this can't be written, no
    // further try is counted either, so a tablet loses one at most.
    if (!(error instanceof ProblemError))
      await giveBackPinAttempt(context, device, userId, counted).catch((failure: unknown) =>
        context.log.warn({ err: failure, deviceId: device.id }, 'a try could not be given back'),
      );
    throw error;
  });
}

type CountedPin = { pin: string; userId: string | undefined; counted: CountedAttempt };

/** Compares a PIN that was counted. @returns the token of the session that it opens */
async function judge(act: DeviceAct, { pin, userId, counted }: CountedPin): Promise<string> {
  const { context, device } = act;
  const pinHash = await context.hashing.hashPin(pin, device.pinSalt, {
    member: device.id,
    isTap: true,
  });
  const { organizationId, id: deviceId } = device;
  const now = context.clock();
  const opened = await changeIfNeeded(context, organizationId, async (tx, needRevision) => {
    const user = await findPinHolder(context, tx, device, userId, pinHash, now);
    if (!user) {
      const failed = await countFailedGuess(context, tx, deviceId, { userId, pinHash, now }, needRevision);
      const about = await describePeople(tx, [userId]);
      await record(tx, act, 'pin.sign-in-failed', about(userId));
      return failed;
    }
    requireLivingPin(user, now);
    const guessed = await noteRightPin(tx, deviceId, user, counted, now, needRevision);
    // The PIN was changed, or the user suspended, while this one was hashed: nothing is forgiven, so all of it is undone.
    if (!guessed) throw wrongPin(counted);
    await requireRoomForGuess(tx, deviceId, guessed, now);
    const pays = await forgetDeviceTries(tx, { organizationId, deviceId, userId: user.id }, now);
    if (pays) await payForMistypes(tx, device, guessed, now);
    const { id, token, secretHash } = makeToken();
    const session = { id, userId: user.id, secretHash, createdAt: now };
    // A device has one session: this one takes the place of the one that was open, of whose end nobody was heard.
    const [replaced] = await tx.delete(pinSessions).where(eq(pinSessions.deviceId, deviceId)).returning();
    await tx.insert(pinSessions).values({ ...session, organizationId, deviceId });
    if (replaced) {
      const detail = { reason: 'replaced' };
      await record(tx, act, 'pin.session-ended', { actorId: replaced.userId, detail });
    }
    await record(tx, act, 'pin.signed-in', { actorId: user.id });
    return token;
  });
  if (typeof opened === 'string') return opened;
  if (opened.isUsedUp) throw usedUpHere();
  throw wrongPin(withLaterPause(counted, opened.pausedUntil));
}
