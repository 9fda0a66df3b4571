// Checks again, at the sync, what a tablet let happen by itself: the proof of the PIN and every right.
import { and, eq, sql } from 'drizzle-orm';
import type { DeviceEvent, OfflineProof, ReviewReason } from '../../../contract/device-events.ts';
import type { Context } from '../../context.ts';
import { isPinOf } from '../../crypto/pin-secret.ts';
import type { Queries } from '../../database/database.ts';
import { deviceEvents, devices, type organizations, roles, users } from '../../database/schema.ts';
import { mayUseDeviceIn } from '../access/unit-scope.ts';
import { mayUseOffline } from '../devices/roster-user.ts';
import { hasDeviceTryLeft } from '../pins/device-tries.ts';
import { raiseGuessLevel } from '../pins/failed-guesses.ts';
import { endUnheardSession } from '../pins/pin-session.ts';
import { countOfflineFailure, isBelieved } from './offline-failures.ts';
import { findOtherPlaces } from './other-places.ts';

type DeviceRow = typeof devices.$inferSelect;
/** Where something was noted. */
export type NotedPlace = { device: DeviceRow; organization: typeof organizations.$inferSelect };
/** What a check works with. @property needRevision as in `changeIfNeeded` */
type Check = { context: Context; tx: Queries; place: NotedPlace; needRevision: () => number };
type SignedInEvent = Extract<DeviceEvent, { kind: 'signed-in' }>;

/** Whether the tablet was given the roster that it says it went by. */
function wasGiven({ rosterPulls, lastSyncAt }: DeviceRow, { rosterAt }: SignedInEvent): boolean {
  return rosterPulls.includes(rosterAt) || lastSyncAt?.getTime() === rosterAt;
}

/**
 * What the sealed proof shows. S is compared with the PIN as it is now; one that was replaced after the roster was given
 * can no longer be checked.
 */
function checkProof(
  { context: { keys }, place: { device } }: Check,
  event: SignedInEvent,
  proof: OfflineProof | null,
  user: typeof users.$inferSelect,
): ReviewReason | null {
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

/** Whether a user may sign in on a tablet without its server, as things are now. */
function mayComeIn({ user, role, mayUse }: Person, { device, organization }: NotedPlace): boolean {
  // That they must choose a new PIN is what the revocation of this very tablet did.
  const pinMustChange = user.pinMustChange && device.revokedAt === null;
  return mayUse && mayUseOffline({ ...user, pinMustChange }, role, organization);
}

/** Whether the PIN of a user can be guessed at on a tablet: used up or temporary by now, it could be before. */
function mayBeGuessed({ user, role, mayUse }: Person, { organization }: NotedPlace): boolean {
  const before = { ...user, pinFailures: 0, pinMustChange: false };
  return mayUse && mayUseOffline(before, role, organization);
}

/**
 * Counts a failed guess. Not where the tablet holds nothing to guess at, nor what a revoked one sends, whose times can't be
 * believed, nor more than a tablet can honestly have seen: whoever has a stolen one could use up the PINs of everybody.
 */
async function countGuess({ context, tx, place, needRevision }: Check, person: Person): Promise<boolean> {
  const now = context.clock();
  const { id, revokedAt } = place.device;
  if (revokedAt !== null || !mayBeGuessed(person, place) || !(await isBelieved(tx, id, now))) return false;
  return countOfflineFailure(tx, id, person.user, now, needRevision);
}

/**
 * Whether a guess is left to be judged: where none is counted any more, none is looked at either, or whoever has the key of
 * a tablet could try PINs for nothing, and read in the list of devices which are right. So nothing that a revoked one sends.
 */
async function mayJudge({ context, tx, place: { device } }: Check, { user }: Person): Promise<boolean> {
  if (device.revokedAt !== null) return false;
  const now = context.clock();
  return (await isBelieved(tx, device.id, now)) && (await hasDeviceTryLeft(tx, device.id, user.id, now));
}

/** A proof that does not stand was a guess with the 10 bits, which the day of a tablet allows few of. */
async function countBadProof(check: Check, person: Person) {
  if (!(await countGuess(check, person))) return;
  const { context, tx, place } = check;
  // As those before it in the batch have left it.
  const [device] = await tx.select().from(devices).where(eq(devices.id, place.device.id));
  if (device) await raiseGuessLevel(tx, device, 1, context.clock());
}

async function checkSignIn(
  check: Check,
  event: SignedInEvent,
  sealed: OfflineProof | null,
  estimate: Date,
): Promise<ReviewReason[]> {
  const { tx, place } = check;
  const person = await findPerson(tx, place, event.userId);
  if (!person) return ['not-allowed'];
  const proof = (await mayJudge(check, person))
    ? checkProof(check, event, sealed, person.user)
    : 'not-checked';
  if (proof === 'wrong-proof' || proof === 'unreadable-proof') await countBadProof(check, person);
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

async function checkFailure(check: Check, userId: string): Promise<ReviewReason[]> {
  const person = await findPerson(check.tx, check.place, userId);
  if (!person || !mayBeGuessed(person, check.place)) return ['not-allowed'];
  await countGuess(check, person);
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
 * @param proof the opened one of a sign-in
 * @param estimate when it happened by the server's clock, as well as it can be told
 * @returns the reasons for which somebody should look at the event
 */
export async function checkOfflineEvent(
  check: Check,
  event: DeviceEvent,
  proof: OfflineProof | null,
  estimate: Date,
): Promise<ReviewReason[]> {
  const { device } = check.place;
  const reasons: ReviewReason[] = [];
  if (device.revokedAt && estimate > device.revokedAt) reasons.push('after-revocation');
  if (event.kind === 'signed-in') {
    if (event.leaseUntil < estimate.getTime()) reasons.push('after-lease');
    reasons.push(...(await checkSignIn(check, event, proof, estimate)));
  } else if (event.kind === 'session-ended') {
    reasons.push(...(await checkEnd(check.tx, device, event, estimate)));
  } else if (event.kind === 'sign-in-failed') {
    reasons.push(...(await checkFailure(check, event.userId)));
  }
  return reasons;
}
