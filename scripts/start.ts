// Builds the app where it must, then becomes the server: one process, so that a signal to it reaches the server.
// npm starts it with `exec`: a shell in between would die of the signal and leave the server behind.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const build = fileURLToPath(new URL('build.ts', import.meta.url));
// In a process of its own, so that the memory of the build tools is given back.
const { status } = spawnSync(process.execPath, [build], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
await import('../src/server/main.ts');
