// Signing in on a device with a PIN.
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { pinFailuresMost } from '../../../contract/pin-tries.ts';
import type { Context } from '../../context.ts';
import { isPinOf, lookUpKeyOf } from '../../crypto/pin-secret.ts';
import { makeToken } from '../../crypto/tokens.ts';
import { buildOnce, isRaised } from '../../database/database.ts';
import { devices, deviceTries, organizations, roles, users } from '../../database/schema.ts';
import { type DeviceAct, describePeople, record } from '../access/act.ts';
import { callAndChangeIfNeeded, changeIfNeeded } from '../access/change.ts';
import type { KnownDevice } from '../access/device-identity.ts';
import { fieldProblem, ProblemError } from '../access/problem-error.ts';
import { requireLivingPin } from '../access/secret-ends.ts';
import type { SignedIn } from '../access/signed-in.ts';
import { mayUseDeviceIn } from '../access/unit-scope.ts';
import { isUsedUp } from './device-tries.ts';
import { countFailedGuess, findPaidLevel } from './failed-guesses.ts';
import { paysEveryMs } from './guess-level.ts';
import {
  type CountedAttempt,
  countPinAttempt,
  giveBackPinAttempt,
  usedUpHere,
  withLaterPause,
  wrongPin,
} from './pin-attempts.ts';
import { describePinSession, sessionPerson } from './pin-session.ts';

type Attempt = { pin: string; userId?: string | undefined };

/** The token of a new session, for the memory of the page only, and who is signed in by it. */
type OpenedSession = { token: string; signedIn: SignedIn };

const findHolder = (name: string, isTheirs: SQL) =>
  buildOnce((queries) =>
    queries
      .select({
        ...sessionPerson,
        isUsedUpHere: sql<boolean>`coalesce(${isUsedUp(sql.placeholder('now'))}, false)`,
        guessed: { guessLevel: devices.guessLevel, guessLevelAt: devices.guessLevelAt },
      })
      .from(users)
      .innerJoin(roles, eq(roles.id, users.roleId))
      .innerJoin(organizations, eq(organizations.id, users.organizationId))
      .innerJoin(devices, eq(devices.id, sql.placeholder('deviceId')))
      .leftJoin(deviceTries, and(eq(deviceTries.userId, users.id), eq(deviceTries.deviceId, devices.id)))
      .where(
        and(
          eq(users.organizationId, sql.placeholder('organizationId')),
          isTheirs,
          mayUseDeviceIn(sql.placeholder('unitId')),
        ),
      )
      // Planning it takes PostgreSQL longer than running it.
      .prepare(name),
  );
const findByPin = findHolder('find_pin_holder', eq(users.pinLookup, sql.placeholder('lookup')));
const findByName = findHolder('find_named_pin_holder', eq(users.id, sql.placeholder('userId')));

/** The user whose PIN was hashed to S, if they may use this device. */
async function findPinHolder(
  { database: { lookUp }, keys }: Context,
  { id: deviceId, organizationId, unitId }: KnownDevice,
  userId: string | undefined,
  pinHash: Buffer,
  now: Date,
) {
  const place = { deviceId, organizationId, unitId, now };
  const [found] = userId
    ? await findByName(lookUp).execute({ ...place, userId })
    : await findByPin(lookUp).execute({ ...place, lookup: lookUpKeyOf(keys, pinHash) });
  if (!found) return null;
  const { user, isUsedUpHere, ...rest } = found;
  if (!user.pinSealed || !isPinOf(keys, user.id, user.pinSealed, pinHash)) return null;
  // A right PIN of somebody without a try is answered like every other one with its 10 bits. One that was disabled while
  // names came first stays so when the style changes.
  if (!userId && (isUsedUpHere || user.pinFailures >= pinFailuresMost)) return null;
  return { ...rest, user: { ...user, pinSealed: user.pinSealed } };
}

/**
 * Checks a PIN and opens the session of whoever it belongs to; the session that was open on the device ends.
 * The try is counted first (NIST SP 800-63B, section 3.2.2, rate limiting).
 * @throws ProblemError `wrong_pin`, `device_paused`, `pin_disabled`, `pin_expired`
 */
export async function signInWithPin(act: DeviceAct, attempt: Attempt): Promise<OpenedSession> {
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

/** Compares a PIN that was counted. @returns the session that it opens */
async function judge(act: DeviceAct, { pin, userId, counted }: CountedPin): Promise<OpenedSession> {
  const { context, device } = act;
  const pinHash = await context.hashing.hashPin(pin, device.pinSalt, {
    member: device.id,
    isTap: true,
  });
  const now = context.clock();
  for (;;) {
    const holder = await findPinHolder(context, device, userId, pinHash, now);
    if (!holder) return refuse(act, { userId, pinHash, counted, now });
    const opened = await openSession(act, holder, counted, now);
    // Another try has changed meanwhile how much the device is guessed at; each was counted, so they come to an end.
    if (opened) return opened;
  }
}

type PinHolder = NonNullable<Awaited<ReturnType<typeof findPinHolder>>>;

/** Opens the session of a right PIN. @returns `null` where the device is guessed at otherwise than as its holder was found */
async function openSession(
  { context, device, origin }: DeviceAct,
  holder: PinHolder,
  counted: CountedAttempt,
  now: Date,
): Promise<OpenedSession | null> {
  const { organizationId, id: deviceId } = device;
  const { user, guessed } = holder;
  requireLivingPin(user, now);
  const paidLevel = guessed.guessLevel === 0 ? 0 : await findPaidLevel(context, device, guessed, now);
  const { id, token, secretHash } = makeToken();
  const { opened } = await callAndChangeIfNeeded<{ opened: boolean }>(
    context,
    organizationId,
    'floorkey_open_pin_session',
    [
      ...[deviceId, user.id, user.pinSealed, counted.pausedUntil, now, id, secretHash, origin.address],
      ...[pinFailuresMost, new Date(now.getTime() - paysEveryMs)],
      ...[guessed.guessLevel, guessed.guessLevelAt, paidLevel],
    ],
  ).catch((error: unknown) => {
    // The PIN was changed, or the user suspended, while this one was hashed: nothing is forgiven, so all of it is undone.
    if (isRaised(error, 'FK004')) throw wrongPin(counted);
    throw error;
  });
  if (!opened) return null;
  return { token, signedIn: describePinSession(holder, { id, deviceId, createdAt: now }) };
}

/** Counts what a wrong PIN counts for, and says so. @throws ProblemError */
async function refuse(
  act: DeviceAct,
  { userId, pinHash, counted, now }: Omit<CountedPin, 'pin'> & { pinHash: Buffer; now: Date },
): Promise<never> {
  const { context, device } = act;
  const failed = await changeIfNeeded(context, device.organizationId, async (tx, needRevision) => {
    const found = await countFailedGuess(context, tx, device.id, { userId, pinHash, now }, needRevision);
    const about = await describePeople(tx, [userId]);
    await record(tx, act, 'pin.sign-in-failed', about(userId));
    return found;
  });
  if (failed.isUsedUp) throw usedUpHere();
  throw wrongPin(withLaterPause(counted, failed.pausedUntil));
}
