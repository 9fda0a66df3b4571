// The service worker: wires events to what they start, and does nothing else.
import '../device/calls/forbid-eval.ts';
import { pageMessageSchema } from '../contract/worker-messages.ts';
import type { Wipe } from '../device/sync/heed-refusal.ts';
import { syncAndTell } from '../device/sync/sync-and-tell.ts';
import { wipe } from '../device/wipe/wipe.ts';
import { answerFromPrecache, precacheShell, refillPrecache } from './precache.ts';
import { makeWorkerWipePlace } from './wipe-place.ts';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: Parameters<typeof precacheShell>[0];
};

const place = makeWorkerWipePlace(self.registration);
const wipeHere: Wipe = (device) => wipe(device, place);

precacheShell(self.__WB_MANIFEST);

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', answerFromPrecache);

self.addEventListener('message', (event) => {
  const message = pageMessageSchema.safeParse(event.data);
  if (!message.success) return;
  const { data } = message;
  if (data.type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting());
  else if (data.type === 'device-changed') event.waitUntil(refillPrecache().catch(() => undefined));
  else event.waitUntil(syncAndTell(wipeHere, data.live));
});

/** A sync that did not get through is a failed one, so that the browser comes back to it. */
async function syncForBrowser(): Promise<void> {
  const told = await syncAndTell(wipeHere);
  if (told && told.type !== 'pulled') throw new Error(`not in step with the server: ${told.type}`);
}

// Background and periodic sync are not in TypeScript's library, and not in every browser.
for (const type of ['sync', 'periodicsync']) {
  self.addEventListener(type, (event) => {
    if (event instanceof ExtendableEvent) event.waitUntil(syncForBrowser());
  });
}
