// npm start: builds the app where it must, then becomes the server.
// npm starts it with `exec`: a shell in between would die of a signal and leave the server behind.
import { buildFirst } from './build-first.ts';

buildFirst();
await import('../src/server/main.ts');
