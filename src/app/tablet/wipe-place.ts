// What the page adds to a wipe: it locks the screen and empties what only a page can reach.
import type { DeviceRecord } from '../../device/store/database.ts';
import type { WipePlace } from '../../device/wipe/wipe.ts';
import { deviceMemory } from './device-memory.ts';
import { showNothingHeld } from './device-state.ts';

const pageWipePlace: WipePlace = {
  lock() {
    showNothingHeld('wiped');
    deviceMemory.pinSession = undefined;
    deviceMemory.offlineSession = undefined;
    deviceMemory.device = undefined;
    deviceMemory.stop?.abort();
  },
  async eraseOwn() {
    localStorage.clear();
    sessionStorage.clear();
    const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    await Promise.all(registrations.map((registration) => registration.unregister()));
  },
};

const loadWipe = () => import('../../device/wipe/wipe.ts');

/** Has what a wipe takes in memory by the time that it comes, and not in the way of the first pad. */
export function prepareWipe(): void {
  loadWipe().catch(() => undefined);
}

/** Wipes this tablet; the screen is locked at once, also where the rest can't be loaded: the worker has it, too. */
export async function wipeTablet(device: DeviceRecord): Promise<void> {
  const { wipe } = await loadWipe().catch((error: unknown) => {
    pageWipePlace.lock();
    throw error;
  });
  await wipe(device, pageWipePlace);
}
