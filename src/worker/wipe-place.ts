// What the worker adds to a wipe: it takes itself out of the browser.
import type { WipePlace } from '../device/wipe/wipe.ts';

/** The pages lock themselves when they hear of the wipe. */
export function makeWorkerWipePlace(registration: ServiceWorkerRegistration): WipePlace {
  return { lock: () => undefined, eraseOwn: () => registration.unregister() };
}
