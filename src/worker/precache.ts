// Keeps the app's shell on the tablet, so that it opens with the server stopped.
import { cleanupOutdatedCaches, PrecacheController } from 'workbox-precaching';
import { answerHeader } from '../contract/headers.ts';

const shell = '/index.html';
// Addresses that no screen stands behind: the API, the metrics, the sign-in of apps, and single files. The page on which such
// a sign-in goes on has headers of its own, so that the window of the app stays one that home can close.
const notScreens = /^\/(api|metrics|o|open-app)(\/|$)|\.[a-z0-9]{1,12}$/i;
// The page of a guest network must not stand in place of the app.
const controller = new PrecacheController({
  plugins: [{ cacheWillUpdate: async ({ response }) => (isOwn(response) ? response : null) }],
});

function isOwn(response: Response): boolean {
  return response.status === 200 && response.headers.has(answerHeader);
}

/** Has the files of this build installed and old ones cleared away; the build writes the list in. */
export function precacheShell(files: Parameters<PrecacheController['precache']>[0]): void {
  cleanupOutdatedCaches();
  controller.precache(files);
}

/** Brings back what is missing: after a wipe a browser may keep the worker without its caches. */
export async function refillPrecache(): Promise<void> {
  const cache = await caches.open(controller.strategy.cacheName);
  for (const address of controller.getURLsToCacheKeys().values()) {
    if (await cache.match(address)) continue;
    const response = await fetch(new Request(address, { cache: 'reload' }));
    if (isOwn(response)) await cache.put(address, response);
  }
}

/**
 * Answers from the precache: every screen with the shell, as the server sent it (with its security headers), and the
 * files of this build. Everything else, and the whole API, goes to the network.
 */
export function answerFromPrecache(event: FetchEvent): void {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  const file = request.mode === 'navigate' && !notScreens.test(pathname) ? shell : pathname;
  if (pathname.startsWith('/api/') || controller.getCacheKeyForURL(file) === undefined) return;
  event.respondWith(controller.matchPrecache(file).then((cached) => cached ?? fetch(request)));
}
