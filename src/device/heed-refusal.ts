// Makes the tablet wipe itself when the server says that it is no device of the organization any more.
import { isProblem } from './api-problem.ts';
import type { DeviceRecord } from './database.ts';
import { type WipePlace, wipe } from './wipe.ts';

/**
 * Does work as a device; a refusal of the device itself makes it wipe itself: the
 * screens lock at once, and the error is thrown on when the wipe is over.
 * @throws what the work throws
 */
export async function heedRefusal<T>(
  device: DeviceRecord,
  place: WipePlace,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isProblem(error, 'device_revoked', 'device_unknown')) await wipe(device, place);
    throw error;
  }
}
