// Brings the tablet up to date and tells every page how it went; worker and page do it in the same way.
import type { WorkerMessage } from '../contract/worker-messages.ts';
import { Unreachable } from './api-problem.ts';
import { broadcast } from './broadcast.ts';
import { heedRefusal } from './heed-refusal.ts';
import { readDevice } from './roster.ts';
import { syncDevice } from './sync.ts';
import type { WipePlace } from './wipe.ts';

/**
 * Pulls once. What goes wrong is told, not thrown: the next signal or sync asks again.
 * The device is read first, so that a refusal that empties the storage still finds its key in memory.
 * @returns what was broadcast, for a caller that does not hear itself
 */
export async function syncAndTell(place: WipePlace): Promise<WorkerMessage | undefined> {
  let message: WorkerMessage | undefined;
  try {
    const device = await readDevice();
    if (!device) return undefined;
    const { changed } = await heedRefusal(device, place, () => syncDevice(device));
    message = { type: 'pulled', changed };
  } catch (error) {
    if (error instanceof Unreachable) message = { type: 'offline' };
  }
  if (message) broadcast(message);
  return message;
}
