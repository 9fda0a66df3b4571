// Brings the tablet up to date and tells every page how it went; worker and page do it in the same way.
import type { WorkerMessage } from '../contract/worker-messages.ts';
import { ApiProblem, isProblem, Unreachable } from './api-problem.ts';
import { broadcast } from './broadcast.ts';
import { heedRefusal } from './heed-refusal.ts';
import { readDevice } from './roster.ts';
import { toStorageFailure } from './storage-failure.ts';
import { syncDevice } from './sync.ts';
import type { WipePlace } from './wipe.ts';

/** A refusal of the device itself needs no word: it has wiped itself by then. */
function tellFailure(error: unknown): WorkerMessage | undefined {
  if (error instanceof Unreachable) return { type: 'offline' };
  if (isProblem(error, 'device_revoked', 'device_unknown')) return undefined;
  const { message } = error instanceof ApiProblem ? error : toStorageFailure(error);
  return { type: 'failed', message };
}

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
    message = tellFailure(error);
  }
  if (message) broadcast(message);
  return message;
}
