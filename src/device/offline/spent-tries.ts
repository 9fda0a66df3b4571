// The wrong tries that are left without the server, counted before a PIN is looked at.
import { offlineTriesPerDevice, offlineTriesPerUser } from '../../contract/pin-tries.ts';
import { type DeviceRecord, openDatabase, type SpentTries } from '../store/database.ts';
import type { UnnotedTry } from '../store/open-ends.ts';
import { type NewDeviceEvent, noteEvents } from '../store/outbox.ts';
import { StorageFailure } from '../store/storage-failure.ts';
import { noTries, readSpentTries } from './count-tries.ts';

/** Spends tries, and forgets them: one at a time among pages and worker, so that none is forgotten while its PIN is looked at. */
export function inTurnOfTries<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks.request('floorkey-offline-sign-in', work);
}

async function startWriting(spent: SpentTries): Promise<{ readonly end: Promise<unknown> }> {
  const database = await openDatabase();
  if (!database) throw new Error('no database');
  const transaction = database.transaction('spentTries', 'readwrite', { durability: 'strict' });
  const end = Promise.all([transaction.store.put(spent, 'current'), transaction.done]);
  end.catch(() => undefined);
  // By itself it would wait for this thread, which is busy meanwhile.
  transaction.commit();
  return { end };
}

function throwFull(cause: unknown): never {
  throw new StorageFailure('This tablet’s storage is full, so nobody can sign in. Free some space on it.', {
    cause,
  });
}

/**
 * Takes a try, before the PIN is looked at. Strictly durable: a tablet that loses its power right after knows of the
 * try, and that no event tells of it yet. The caller has the turn of tries.
 * @param meanwhile work for the time of the write; what comes of it is handed over only once the try is on the disk
 * @throws StorageFailure
 */
export async function spendTry<T>(
  before: SpentTries,
  userId: string,
  at: number,
  meanwhile: () => Promise<T>,
): Promise<{ spent: SpentTries; gained: T }> {
  const device = before.device + 1;
  const mine = (before.users[userId] ?? 0) + 1;
  const last = device >= offlineTriesPerDevice ? 'device' : mine >= offlineTriesPerUser ? 'user' : null;
  const unnoted: UnnotedTry = { id: crypto.randomUUID(), userId, at, last };
  const spent = { device, users: { ...before.users, [userId]: mine }, unnoted };
  const { end } = await startWriting(spent).catch(throwFull);
  const gaining = meanwhile();
  // Heard below, or no longer wanted.
  gaining.catch(() => undefined);
  await end.catch(throwFull);
  return { spent, gained: await gaining };
}

/** What is left after a right PIN: the person's wrong ones are forgotten, the tablet's stay but for this try. */
export function giveTryBack({ device, users }: SpentTries, userId: string): SpentTries {
  const { [userId]: _, ...others } = users;
  return { device: Math.max(0, device - 1), users: others };
}

/** Notes a try that let nobody in; the same write says that it is noted. @throws StorageFailure: it stays as it was */
export async function noteFailedTry(device: DeviceRecord, { unnoted, ...counts }: SpentTries): Promise<void> {
  if (!unnoted) return;
  const { id, userId, at, last } = unnoted;
  const events: NewDeviceEvent[] = [{ kind: 'sign-in-failed', id, userId }];
  if (last) events.push({ kind: 'locked', id: crypto.randomUUID(), userId, what: last });
  await noteEvents(device, events, {
    now: at,
    along: (transaction) => transaction.objectStore('spentTries').put(counts, 'current'),
  });
}

/** Makes good what a full disk or a crash left out: a PIN was looked at, and no event tells of it. @throws StorageFailure */
export function noteUnnotedTry(device: DeviceRecord): Promise<void> {
  return inTurnOfTries(async () => noteFailedTry(device, (await readSpentTries()) ?? noTries));
}

/** The server knows of all that were noted and sent, and counts on; while one of them was not, all of them stay. */
export function forgetSpentTries(): Promise<void> {
  return inTurnOfTries(async () => {
    const transaction = (await openDatabase())?.transaction(['outbox', 'spentTries'], 'readwrite');
    transaction?.done.catch(() => undefined);
    const tries = transaction?.objectStore('spentTries');
    const [unsent, spent] = await Promise.all([
      transaction?.objectStore('outbox').count(),
      tries?.get('current'),
    ]);
    if (unsent === 0 && spent && !spent.unnoted) await tries?.put(noTries, 'current');
    await transaction?.done;
  });
}
