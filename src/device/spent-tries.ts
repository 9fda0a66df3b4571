// The wrong tries that are left without the server, counted before a PIN is looked at.
import { offlineTriesPerDevice, offlineTriesPerUser } from '../contract/device-events.ts';
import { openDatabase, type SpentTries } from './database.ts';
import { StorageFailure } from './storage-failure.ts';

const none: SpentTries = { device: 0, users: {} };

/** Who has no try left: the person, or the whole tablet. */
export type TriesOver = 'user' | 'device';

export function findTriesOver({ device, users }: SpentTries, userId: string): TriesOver | null {
  if (device >= offlineTriesPerDevice) return 'device';
  return (users[userId] ?? 0) >= offlineTriesPerUser ? 'user' : null;
}

export async function readSpentTries(): Promise<SpentTries> {
  return (await (await openDatabase())?.get('spentTries', 'current')) ?? none;
}

/** Strictly durable: a tablet that loses its power right after knows of the try. @throws StorageFailure */
async function write(tries: SpentTries): Promise<void> {
  try {
    const database = await openDatabase();
    if (!database) throw new Error('no database');
    const transaction = database.transaction('spentTries', 'readwrite', { durability: 'strict' });
    await Promise.all([transaction.store.put(tries, 'current'), transaction.done]);
  } catch (cause) {
    throw new StorageFailure('This tablet’s storage is full, so nobody can sign in. Free some space on it.', {
      cause,
    });
  }
}

/** Takes a try, before the PIN is looked at. The caller holds the lock of offline sign-ins. */
export async function spendTry({ device, users }: SpentTries, userId: string): Promise<SpentTries> {
  const spent = { device: device + 1, users: { ...users, [userId]: (users[userId] ?? 0) + 1 } };
  await write(spent);
  return spent;
}

/** A right PIN: the person's wrong ones are forgotten, the tablet's stay but for this try. */
export async function giveTryBack({ device, users }: SpentTries, userId: string): Promise<void> {
  const { [userId]: _, ...others } = users;
  await write({ device: Math.max(0, device - 1), users: others });
}

/** The server knows of all of them now, and counts on. */
export async function forgetSpentTries(): Promise<void> {
  await (await openDatabase())?.delete('spentTries', 'current');
}
