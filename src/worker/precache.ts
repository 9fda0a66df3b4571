// Keeps the app's shell on the tablet, so that it opens with the server stopped.
import { cleanupOutdatedCaches, getCacheKeyForURL, matchPrecache, precache } from 'workbox-precaching';

const shell = '/index.html';
// Addresses that no screen stands behind: the API, the metrics, and single files.
const notScreens = /^\/(api|metrics)(\/|$)|\.[a-z0-9]+$/i;

/** Installs the files of this build; the manifest is written in by the build. */
export function precacheShell(files: Parameters<typeof precache>[0]): void {
  cleanupOutdatedCaches();
  precache(files);
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
  if (pathname.startsWith('/api/') || getCacheKeyForURL(file) === undefined) return;
  event.respondWith(matchPrecache(file).then((cached) => cached ?? fetch(request)));
}
