// Makes the tablet wipe itself when it is proven that it was revoked; any other refusal of the device deletes nothing.
import { isProblem } from '../calls/api-problem.ts';
import type { DeviceRecord } from '../store/database.ts';
import { provesRevocation } from './verify-revocation.ts';

/** Wipes the tablet; page and worker each have their own way. */
export type Wipe = (device: DeviceRecord) => Promise<void>;

/**
 * What a server has against a device that it does not wipe for. `unknown`: a wrong or empty server, an older backup, something
 * in between that took the token away, or a revocation without proof. `two-places`: a copy of its storage was used beside it.
 */
export type Standing = 'unknown' | 'two-places';

/** @returns `null` for an error that is no refusal of the device itself */
export async function readStanding(
  device: DeviceRecord,
  error: unknown,
): Promise<Standing | 'revoked' | null> {
  if (isProblem(error, 'device_unknown')) return 'unknown';
  if (isProblem(error, 'device_in_two_places')) return 'two-places';
  if (!isProblem(error, 'device_revoked')) return null;
  return (await provesRevocation(device, error.revocation)) ? 'revoked' : 'unknown';
}

/**
 * Does work as a device; a proven revocation makes it wipe itself: the screens lock at once, and the error is thrown on
 * when the wipe is over.
 * @throws what the work throws
 */
export async function heedRefusal<T>(device: DeviceRecord, wipe: Wipe, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((await readStanding(device, error)) === 'revoked') await wipe(device);
    throw error;
  }
}
