// Checks again, at the sync, what a tablet let happen by itself: the proof of the PIN and every right.
import { and, eq, sql } from 'drizzle-orm';
import type { DeviceEvent, ReviewReason } from '../../../contract/device-events.ts';
import type { Context } from '../../context.ts';
import { openOfflineProof } from '../../crypto/offline-proofs.ts';
import { isPinOf } from '../../crypto/pin-secret.ts';
import type { Queries } from '../../database/database.ts';
import { deviceEvents, devices, type organizations, roles, users } from '../../database/schema.ts';
import { mayUseOffline } from '../devices/roster-user.ts';
import { hasDeviceTryLeft } from '../sign-in/device-tries.ts';
import { raiseGuessLevel } from '../sign-in/failed-guesses.ts';
import { endUnheardSession } from '../sign-in/pin-session.ts';
import { mayUseDeviceIn } from '../units/unit-scope.ts';
import { countOfflineFailure, isBelieved } from './offline-failures.ts';
import { findOtherPlaces } from './other-places.ts';

type DeviceRow = typeof devices.$inferSelect;
/** Where something was noted. */
export type NotedPlace = { device: DeviceRow; organization: typeof organizations.$inferSelect };
type SignedInEvent = Extract<DeviceEvent, { kind: 'signed-in' }>;

/** Whether the tablet was given the roster that it says it went by. */
function wasGiven({ rosterPulls, lastSyncAt }: DeviceRow, { rosterAt }: SignedInEvent): boolean {
  return rosterPulls.includes(rosterAt) || lastSyncAt?.getTime() === rosterAt;
}

/**
 * What the sealed proof shows. S is compared with the PIN as it is now; one that was replaced after the roster was given
 * can't be checked any more.
 */
async function checkProof(
  { keys }: Context,
  device: DeviceRow,
  event: SignedInEvent,
  user: typeof users.$inferSelect,
): Promise<ReviewReason | null> {
  const proof = await openOfflineProof(keys, event.proof);
  const fits =
    proof?.eventId === event.id && proof.deviceId === event.deviceId && proof.userId === event.userId;
  if (!proof || !fits) return 'unreadable-proof';
  const pinHash = Buffer.from(proof.s, 'base64url');
  if (user.pinSealed && isPinOf(keys, user.id, user.pinSealed, pinHash)) return null;
  const isReplaced = user.pinSetAt !== null && user.pinSetAt.getTime() > event.rosterAt;
  return isReplaced && wasGiven(device, event) ? 'changed-pin' : 'wrong-proof';
}

/** Somebody of the organization, and whether they may sign in on a device of this unit. */
async function findPerson(tx: Queries, { device, organization }: NotedPlace, userId: string) {
  const [found] = await tx
    .select({ user: users, role: roles, mayUse: sql<boolean>`${mayUseDeviceIn(device.unitId)}` })
    .from(users)
    .innerJoin(roles, eq(roles.id, users.roleId))
    .where(and(eq(users.id, userId), eq(users.organizationId, organization.id)));
  return found;
}
type Person = NonNullable<Awaited<ReturnType<typeof findPerson>>>;

/** Whether a person may sign in on a tablet without its server, as things are now. */
function mayComeIn({ user, role, mayUse }: Person, { device, organization }: NotedPlace): boolean {
  // That they must choose a new PIN is what the revocation of this very tablet did.
  const pinMustChange = user.pinMustChange && device.revokedAt === null;
  return mayUse && mayUseOffline({ ...user, pinMustChange }, role, organization);
}

/** Whether the PIN of a person can be guessed at on a tablet: used up or temporary by now, it could be before. */
function mayBeGuessed({ user, role, mayUse }: Person, { organization }: NotedPlace): boolean {
  const before = { ...user, pinFailures: 0, pinMustChange: false };
  return mayUse && mayUseOffline(before, role, organization);
}

/**
 * Counts a failed guess. Not where the tablet holds nothing to guess at, nor what a revoked one sends, whose times can't be
 * believed, nor more than a tablet can honestly have seen: whoever has a stolen one could use up the PINs of everybody.
 */
async function countGuess(
  { clock }: Pick<Context, 'clock'>,
  tx: Queries,
  person: Person,
  place: NotedPlace,
): Promise<boolean> {
  const now = clock();
  const { id, revokedAt } = place.device;
  if (revokedAt !== null || !mayBeGuessed(person, place) || !(await isBelieved(tx, id, now))) return false;
  return countOfflineFailure(tx, id, person.user, now);
}

/**
 * Whether a guess is left to be judged: where none is counted any more, none is looked at either, or whoever has the key of
 * a tablet could try PINs for nothing. What a revoked one sends is judged all the same, since those whose PINs it held were
 * asked for new ones.
 */
async function mayJudge(
  { clock }: Pick<Context, 'clock'>,
  tx: Queries,
  { user }: Person,
  { device }: NotedPlace,
): Promise<boolean> {
  if (device.revokedAt !== null) return true;
  const now = clock();
  return (await isBelieved(tx, device.id, now)) && (await hasDeviceTryLeft(tx, device.id, user.id, now));
}

/** A proof that does not stand was a guess with the 10 bits, which the day of a tablet allows few of. */
async function countBadProof(context: Context, tx: Queries, person: Person, place: NotedPlace) {
  if (!(await countGuess(context, tx, person, place))) return;
  // As those before it in the batch have left it.
  const [device] = await tx.select().from(devices).where(eq(devices.id, place.device.id));
  if (device) await raiseGuessLevel(tx, device, 1, context.clock());
}

async function checkSignIn(
  context: Context,
  tx: Queries,
  place: NotedPlace,
  event: SignedInEvent,
  estimate: Date,
): Promise<ReviewReason[]> {
  const person = await findPerson(tx, place, event.userId);
  if (!person) return ['not-allowed'];
  const proof = (await mayJudge(context, tx, person, place))
    ? await checkProof(context, place.device, event, person.user)
    : 'not-checked';
  if (proof === 'wrong-proof' || proof === 'unreadable-proof')
    await countBadProof(context, tx, person, place);
  const elsewhere = await findOtherPlaces(tx, {
    userId: event.userId,
    deviceId: place.device.id,
    from: estimate,
    to: null,
  });
  return [
    ...(mayComeIn(person, place) ? [] : (['not-allowed'] as const)),
    ...(proof ? [proof] : []),
    ...(elsewhere ? (['two-places'] as const) : []),
  ];
}

async function checkFailure(
  context: Context,
  tx: Queries,
  place: NotedPlace,
  userId: string,
): Promise<ReviewReason[]> {
  const person = await findPerson(tx, place, userId);
  if (!person || !mayBeGuessed(person, place)) return ['not-allowed'];
  await countGuess(context, tx, person, place);
  return [];
}

/**
 * The sign-in of a session that ends: what was wrong with it holds for all of the session. One without a sign-in among the
 * events was opened by the server.
 */
async function checkEnd(
  tx: Queries,
  device: DeviceRow,
  event: Extract<DeviceEvent, { kind: 'session-ended' }>,
  estimate: Date,
): Promise<ReviewReason[]> {
  const [start] = await tx
    .select({ reasons: deviceEvents.reasons, at: deviceEvents.estimatedAt })
    .from(deviceEvents)
    .where(
      and(
        eq(deviceEvents.deviceId, device.id),
        eq(deviceEvents.sessionId, event.sessionId),
        eq(deviceEvents.kind, 'signed-in'),
      ),
    );
  if (!start) {
    await endUnheardSession(tx, event);
    return [];
  }
  const tainted = (['wrong-proof', 'not-checked', 'unreadable-proof', 'not-allowed'] as const).filter(
    (reason) => start.reasons.includes(reason),
  );
  const between = { userId: event.userId, deviceId: device.id, from: start.at, to: estimate };
  const elsewhere = !start.reasons.includes('two-places') && (await findOtherPlaces(tx, between));
  return [...tainted, ...(elsewhere ? (['two-places'] as const) : [])];
}

/**
 * @param estimate when it happened by the server's clock, as well as it can be told
 * @returns the reasons for which somebody should look at the event
 */
export async function checkOfflineEvent(
  context: Context,
  tx: Queries,
  place: NotedPlace,
  event: DeviceEvent,
  estimate: Date,
): Promise<ReviewReason[]> {
  const { device } = place;
  const reasons: ReviewReason[] = [];
  if (device.revokedAt && estimate > device.revokedAt) reasons.push('after-revocation');
  if (event.kind === 'signed-in') {
    if (event.leaseUntil < estimate.getTime()) reasons.push('after-lease');
    reasons.push(...(await checkSignIn(context, tx, place, event, estimate)));
  } else if (event.kind === 'session-ended') {
    reasons.push(...(await checkEnd(tx, device, event, estimate)));
  } else if (event.kind === 'sign-in-failed') {
    reasons.push(...(await checkFailure(context, tx, place, event.userId)));
  }
  return reasons;
}
