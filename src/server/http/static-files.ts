// Serving of the built app: the page for every screen, and its files.
import { serveStatic } from '@hono/node-server/serve-static';
import type { MiddlewareHandler } from 'hono';

function cacheControlOf(path: string): string {
  // Files in assets/ carry a hash of their content in their name.
  if (path.includes('/assets/')) return 'public, max-age=31536000, immutable';
  if (path.includes('/icons/')) return 'public, max-age=86400';
  return 'no-cache';
}

/** Serves `folder`; an address without a file's ending is a screen, and gets the page. */
export function serveApp(folder: string): MiddlewareHandler {
  const files = serveStatic({
    root: folder,
    precompressed: true,
    onFound: (path, request) => request.header('cache-control', cacheControlOf(path)),
  });
  const page = serveStatic({
    root: folder,
    path: 'index.html',
    precompressed: true,
    onFound: (_path, request) => request.header('cache-control', 'no-cache'),
  });
  return (request, next) => {
    const isScreen = !/\.[a-z0-9]+$/i.test(request.req.path);
    return isScreen ? page(request, next) : files(request, next);
  };
}
