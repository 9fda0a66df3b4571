// How many wrong tries are left without the server: what the first pad needs to know of them.
import { offlineTriesPerDevice, offlineTriesPerUser } from '../../contract/pin-tries.ts';
import { openDatabase, type SpentTries } from '../store/database.ts';

export const noTries: SpentTries = { device: 0, users: {} };

/** Who has no try left: the person, or the whole tablet. */
export type TriesOver = 'user' | 'device';

export function findTriesOver({ device, users }: SpentTries, userId: string): TriesOver | null {
  if (device >= offlineTriesPerDevice) return 'device';
  return (users[userId] ?? 0) >= offlineTriesPerUser ? 'user' : null;
}

/** @returns `undefined` where the browser has lost the count: beside a roster that is no zero */
export async function readSpentTries(): Promise<SpentTries | undefined> {
  return (await openDatabase())?.get('spentTries', 'current');
}
