// The worker's pull: brings the tablet up to date and tells every page how it went.
import { Unreachable } from '../device/api-problem.ts';
import { broadcast } from '../device/broadcast.ts';
import { heedRefusal } from '../device/heed-refusal.ts';
import { pullChanges } from '../device/pull.ts';
import { readDevice } from '../device/roster.ts';
import type { WipePlace } from '../device/wipe.ts';

/**
 * Pulls once. What goes wrong is told, not thrown: a page asks again by itself, and a periodic sync comes again.
 * The device is read first, so that a refusal that empties the storage still finds its key in memory.
 */
export async function pullAndTell(place: WipePlace): Promise<void> {
  try {
    const device = await readDevice();
    if (!device) return;
    const { changed } = await heedRefusal(device, place, pullChanges);
    broadcast({ type: 'pulled', changed });
  } catch (error) {
    if (error instanceof Unreachable) broadcast({ type: 'offline' });
  }
}
