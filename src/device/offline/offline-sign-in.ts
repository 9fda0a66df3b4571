// Signing in on the tablet while nobody hears it: a provisional session, noted for the server before it opens.

import type { RosterRole, RosterUser } from '../../contract/endpoints/device.ts';
import { offlineTriesPerDevice, offlineTriesPerUser } from '../../contract/pin-tries.ts';
import { type DeviceRecord, openDatabase, type SyncState } from '../store/database.ts';
import type { OpenSession } from '../store/open-ends.ts';
import { noteEvents } from '../store/outbox.ts';
import { toBase64Url } from '../store/sign-jws.ts';
import { throwStorageFailure } from '../store/storage-failure.ts';
import { doubtTime, noteTime } from '../store/tablet-time.ts';
import { findTriesOver, readSpentTries } from './count-tries.ts';
import { hashPin } from './hash-pin.ts';
import { verifierOf } from './pin-verifier.ts';
import { giveTryBack, inTurnOfTries, noteFailedTry, spendTry } from './spent-tries.ts';

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
  /** The browser has lost how many tries were spent. */
  | 'lost'
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

/** Notes the time that has come before it reads. @throws StorageFailure in place of the browser's own words */
async function readAt(userId: string, now: number) {
  try {
    await noteTime(now);
    return await readHolder(userId);
  } catch (error) {
    return error instanceof OfflineRefusal ? Promise.reject(error) : throwStorageFailure(error);
  }
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

async function signIn(
  device: DeviceRecord,
  userId: string,
  pin: string,
  now: number,
  sessionId: string,
): Promise<ProvisionalSession> {
  const { state, user, role } = await readAt(userId, now);
  const doubt = findOfflineDoubt(state, user, now);
  if (doubt) throw new OfflineRefusal(doubt);
  const offline = state?.policy.offline;
  if (!state || !offline || !user || !role) throw new OfflineRefusal('online-only');
  const before = await readSpentTries().catch(throwStorageFailure);
  if (!before) throw new OfflineRefusal('lost');
  await noteFailedTry(device, before);
  const over = findTriesOver(before, userId);
  if (over) throw new OfflineRefusal(over);
  const { spent, gained: pinHash } = await spendTry(before, userId, now, () => hashPin(pin, offline));
  if ((await verifierOf(pinHash)) !== user.verifier) {
    await noteFailedTry(device, spent);
    const left = Math.min(
      offlineTriesPerUser - (spent.users[userId] ?? 0),
      offlineTriesPerDevice - spent.device,
    );
    throw new OfflineRefusal('wrong-pin', Math.max(0, left));
  }
  const eventId = crypto.randomUUID();
  const { sealProof } = await import('./seal-proof.ts');
  const proof = await sealProof(offline, { s: toBase64Url(pinHash), eventId, deviceId: device.id, userId });
  const { rosterAt, leaseUntil } = state;
  await noteEvents(
    device,
    [{ kind: 'signed-in', id: eventId, userId, sessionId, rosterAt, leaseUntil, proof }],
    {
      now,
      along: async (transaction) => {
        await transaction.objectStore('spentTries').put(giveTryBack(spent, userId), 'current');
        await transaction.objectStore('openSessions').put({ id: sessionId, userId });
      },
    },
  );
  return { id: sessionId, user, role, openedAt: now };
}

/**
 * Checks a PIN without the server. Try and event are on the disk before anybody is let in; of all pages only one
 * checks at a time.
 * Not verified by it: that the PIN is right (a wrong one passes once in 1024) and that the person may still sign in;
 * the server does that at the next sync.
 * @param sessionId of the session that may open, for a caller that must know it before
 * @throws OfflineRefusal, StorageFailure
 */
export function signInOffline(
  device: DeviceRecord,
  userId: string,
  pin: string,
  now = Date.now(),
  sessionId: string = crypto.randomUUID(),
): Promise<ProvisionalSession> {
  return inTurnOfTries(() => signIn(device, userId, pin, now, sessionId));
}

/** Those that nobody has ended yet, on whichever page. @throws StorageFailure */
export async function readOpenSessions(): Promise<readonly OpenSession[]> {
  return (await (await openDatabase())?.getAll('openSessions')) ?? [];
}

type EndedSession = { readonly id: string; readonly user: Pick<RosterUser, 'id'> };
type EndReason = 'locked' | 'idle' | 'reloaded';

const describeEnd = ({ id: sessionId, user }: EndedSession, reason: EndReason) => ({
  kind: 'session-ended' as const,
  id: crypto.randomUUID(),
  userId: user.id,
  sessionId,
  reason,
});

/** Notes the end of a provisional session, once, whoever else does. @throws StorageFailure */
export function endOfflineSession(
  device: DeviceRecord,
  session: EndedSession,
  reason: EndReason,
  now = Date.now(),
): Promise<void> {
  return noteEvents(device, [describeEnd(session, reason)], {
    now,
    unless: async (database) => (await database.count('openSessions', session.id)) === 0,
    along: (transaction) => transaction.objectStore('openSessions').delete(session.id),
  });
}

/**
 * Notes the end of a session that the server opened, where it can't be told of it now.
 * @param endedAt the tablet's clock, in milliseconds
 * @throws StorageFailure
 */
export function noteSessionEnd(
  device: DeviceRecord,
  session: EndedSession,
  reason: EndReason,
  endedAt: number,
): Promise<void> {
  return noteEvents(device, [describeEnd(session, reason)], { now: endedAt });
}
