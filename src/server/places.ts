// Where the server's own files stand, seen from its sources and from the one file that is shipped.
import { fileURLToPath } from 'node:url';

const isShipped = import.meta.url.endsWith('/dist-server/main.js');
const root = new URL(isShipped ? '..' : '../..', import.meta.url);

/** The server's version stands there. */
export const packageFile = new URL('package.json', root);
/** The built app. */
export const appFolder = fileURLToPath(new URL('dist', root));
export const migrationsFolder = fileURLToPath(new URL('src/server/database/migrations', root));
/** What each thread for hashing runs. */
export const hashingThread = new URL(
  isShipped ? 'hashing-thread.js' : 'crypto/hashing-thread.ts',
  import.meta.url,
);
