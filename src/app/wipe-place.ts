// What the page adds to a wipe: it locks the screen and empties what only a page can reach.
import type { WipePlace } from '../device/wipe.ts';
import { deviceMemory } from './device-memory.ts';
import { showNothingHeld } from './device-state.ts';

export const pageWipePlace: WipePlace = {
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
