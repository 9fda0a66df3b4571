// Serving of the built app: the page for every screen, and its files.
import { serveStatic } from '@hono/node-server/serve-static';
import type { MiddlewareHandler } from 'hono';

function cacheControlOf(path: string): string {
  // Files in assets/ carry a hash of their content in their name.
  if (path.startsWith('/assets/')) return 'public, max-age=31536000, immutable';
  if (path.startsWith('/icons/')) return 'public, max-age=86400';
  return 'no-cache';
}

/** Longer ones are the end of a code that a mail program has put into the path. */
const fileEnding = /\.[a-z0-9]{1,12}$/i;

/** Serves `folder`; an address without a file's ending is a screen, and gets the page. */
export function serveApp(folder: string): MiddlewareHandler {
  const files = serveStatic({ root: folder, precompressed: true });
  const page = serveStatic({ root: folder, path: 'index.html', precompressed: true });
  return (request, next) => {
    const { path } = request.req;
    request.header('cache-control', cacheControlOf(path));
    return fileEnding.test(path) ? files(request, next) : page(request, next);
  };
}
