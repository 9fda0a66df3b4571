// Builds the app where it must, before a server is started in this same process.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs the build in a process of its own, so that the memory of its tools is given back; ends this one when it fails. */
export function buildFirst(): void {
  const build = fileURLToPath(new URL('build.ts', import.meta.url));
  const { status } = spawnSync(process.execPath, [build], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
