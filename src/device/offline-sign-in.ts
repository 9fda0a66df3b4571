// Signing in on the tablet while nobody hears it: a provisional session, noted for the server before it opens.
import { offlineTriesPerDevice, offlineTriesPerUser } from '../contract/device-events.ts';
import type { RosterRole, RosterUser } from '../contract/endpoints/device.ts';
import { type DeviceRecord, openDatabase, type SyncState } from './database.ts';
import { noteEvent } from './outbox.ts';
import { toBase64Url } from './sign-jws.ts';
import { findTriesOver, giveTryBack, readSpentTries, spendTry } from './spent-tries.ts';
import { doubtTime, noteTime } from './tablet-time.ts';
import { hashPin, verifierOf } from './verify-pin.ts';

export type OfflineRefusalReason =
  /** The PIN is not this person's. */
  | 'wrong-pin'
  /** This person has no tries left until the server was heard. */
  | 'user'
  /** The whole tablet has none left. */
  | 'device'
  /** An admin, a short or temporary PIN: online only. */
  | 'online-only'
  /** The organization doesn't want it, or nothing was pulled yet. */
  | 'not-wanted'
  | 'clock'
  | 'lease';

/** Why nobody was let in without the server. */
export class OfflineRefusal extends Error {
  override readonly name = 'OfflineRefusal';
  readonly reason: OfflineRefusalReason;
  /** How often the person may still try. */
  readonly triesLeft: number;

  constructor(reason: OfflineRefusalReason, triesLeft = 0) {
    super(reason);
    this.reason = reason;
    this.triesLeft = triesLeft;
  }
}

/** A session that the server has not checked yet. */
export type ProvisionalSession = {
  readonly id: string;
  readonly user: RosterUser;
  readonly role: RosterRole;
  /** By the tablet's clock, in milliseconds. */
  readonly openedAt: number;
};

async function readHolder(userId: string) {
  const database = await openDatabase();
  if (!database) throw new OfflineRefusal('not-wanted');
  const transaction = database.transaction(['state', 'users', 'roles']);
  const [state, user] = await Promise.all([
    transaction.objectStore('state').get('current'),
    transaction.objectStore('users').get(userId),
  ]);
  const role = user && (await transaction.objectStore('roles').get(user.roleId));
  await transaction.done;
  return { state, user, role };
}

/** Says why a person can't sign in on this tablet without the server at this time; `null` when they can. */
export function findOfflineDoubt(
  state: SyncState | undefined,
  user: RosterUser | undefined,
  now: number,
): OfflineRefusalReason | null {
  if (!state?.policy.offline) return 'not-wanted';
  const doubt = doubtTime(state, now);
  if (doubt) return doubt;
  return user && user.verifier !== null ? null : 'online-only';
}

async function noteFailure(
  device: DeviceRecord,
  userId: string,
  left: { user: number; device: number },
  now: number,
) {
  await noteEvent(device, { kind: 'sign-in-failed', id: crypto.randomUUID(), userId }, now);
  if (left.user > 0 && left.device > 0) return;
  const what = left.device > 0 ? 'user' : 'device';
  await noteEvent(device, { kind: 'locked', id: crypto.randomUUID(), userId, what }, now);
}

async function signIn(
  device: DeviceRecord,
  userId: string,
  pin: string,
  now: number,
): Promise<ProvisionalSession> {
  await noteTime(now);
  const { state, user, role } = await readHolder(userId);
  const doubt = findOfflineDoubt(state, user, now);
  if (doubt) throw new OfflineRefusal(doubt);
  const offline = state?.policy.offline;
  if (!state || !offline || !user || !role) throw new OfflineRefusal('online-only');
  const before = await readSpentTries();
  const over = findTriesOver(before, userId);
  if (over) throw new OfflineRefusal(over);
  const spent = await spendTry(before, userId);
  const pinHash = await hashPin(pin, offline);
  if ((await verifierOf(pinHash)) !== user.verifier) {
    const left = {
      user: offlineTriesPerUser - (spent.users[userId] ?? 0),
      device: offlineTriesPerDevice - spent.device,
    };
    await noteFailure(device, userId, left, now);
    throw new OfflineRefusal('wrong-pin', Math.max(0, Math.min(left.user, left.device)));
  }
  const eventId = crypto.randomUUID();
  const sessionId = crypto.randomUUID();
  const { sealProof } = await import('./seal-proof.ts');
  const proof = await sealProof(offline, { s: toBase64Url(pinHash), eventId, deviceId: device.id, userId });
  const { rosterAt, leaseUntil } = state;
  await noteEvent(
    device,
    { kind: 'signed-in', id: eventId, userId, sessionId, rosterAt, leaseUntil, proof },
    now,
  );
  // Noted by now: a try that can't be given back is no reason to keep somebody outside.
  await giveTryBack(spent, userId).catch(() => undefined);
  return { id: sessionId, user, role, openedAt: now };
}

/**
 * Checks a PIN without the server. Try and event are on the disk before anybody is let in; of all pages only one
 * checks at a time.
 * Not verified by it: that the PIN is right (a wrong one passes once in 1024) and that the person may still sign in;
 * the server does that at the next sync.
 * @throws OfflineRefusal, StorageFailure
 */
export function signInOffline(
  device: DeviceRecord,
  userId: string,
  pin: string,
  now = Date.now(),
): Promise<ProvisionalSession> {
  return navigator.locks.request('floorkey-offline-sign-in', () => signIn(device, userId, pin, now));
}

/** Notes the end of a provisional session. @throws StorageFailure */
export function endOfflineSession(
  device: DeviceRecord,
  session: Pick<ProvisionalSession, 'id'> & { user: Pick<RosterUser, 'id'> },
  reason: 'locked' | 'idle' | 'reloaded',
  now = Date.now(),
): Promise<void> {
  const { id: sessionId, user } = session;
  return noteEvent(
    device,
    { kind: 'session-ended', id: crypto.randomUUID(), userId: user.id, sessionId, reason },
    now,
  );
}
