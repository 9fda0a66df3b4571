// One sync: what the tablet noted goes to the server, then what changed there comes here.

import { forgetSpentTries, noteUnnotedTry } from '../offline/spent-tries.ts';
import type { DeviceRecord } from '../store/database.ts';
import { type PullResult, pullChanges } from './pull.ts';
import { pushEvents } from './push-events.ts';

/**
 * Pushes first, so that the server looks at what happened under the old lease before it gives a new one. When the
 * server knows of every wrong try, the tablet begins to count anew.
 * @throws ApiProblem, Unreachable, StorageFailure
 */
export async function syncDevice(device: DeviceRecord, live?: boolean): Promise<PullResult> {
  // Where the disk is full it stays spent, and is noted at the next chance.
  await noteUnnotedTry(device).catch(() => undefined);
  await pushEvents(device);
  const result = await pullChanges(live);
  await forgetSpentTries();
  return result;
}
