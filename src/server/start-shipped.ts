// The entry of the server as it is shipped: lets Node keep what it compiled, so that each later start is quicker.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

enableCompileCache(fileURLToPath(new URL('compiled', import.meta.url)));
await import('./main.ts');
