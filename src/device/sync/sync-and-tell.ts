// Brings the tablet up to date and tells every page how it went; worker and page do it in the same way.
import type { WorkerMessage } from '../../contract/worker-messages.ts';
import { ApiProblem, Unreachable } from '../calls/api-problem.ts';
import { broadcast } from '../store/broadcast.ts';
import type { DeviceRecord } from '../store/database.ts';
import { readDevice } from '../store/roster.ts';
import { toStorageFailure } from '../store/storage-failure.ts';
import { heedRefusal, readStanding, type Wipe } from './heed-refusal.ts';
import { syncDevice } from './sync.ts';

/** A proven revocation needs no word: the device has wiped itself by then. */
async function tellFailure(
  device: DeviceRecord | undefined,
  error: unknown,
): Promise<WorkerMessage | undefined> {
  if (error instanceof Unreachable) return { type: 'offline' };
  const standing = device && (await readStanding(device, error));
  if (standing) return standing === 'revoked' ? undefined : { type: standing };
  // A server that can't work is as good as none.
  if (error instanceof ApiProblem && error.status >= 500) return { type: 'offline' };
  const { message } = error instanceof ApiProblem ? error : toStorageFailure(error);
  return { type: 'failed', message };
}

/**
 * Pulls once. What goes wrong is told, not thrown: the next signal or sync asks again.
 * The device is read first, so that a refusal that empties the storage still finds its key in memory.
 * @param live whether a stream tells of changes, for the server's list of devices
 * @returns what was broadcast, for a caller that does not hear itself
 */
export async function syncAndTell(wipe: Wipe, live?: boolean): Promise<WorkerMessage | undefined> {
  let message: WorkerMessage | undefined;
  let device: DeviceRecord | undefined;
  try {
    device = await readDevice();
    if (!device) return undefined;
    const linked = device;
    const { changed } = await heedRefusal(linked, wipe, () => syncDevice(linked, live));
    message = { type: 'pulled', changed };
  } catch (error) {
    message = await tellFailure(device, error);
  }
  if (message) broadcast(message);
  return message;
}
