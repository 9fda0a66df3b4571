// Empty folders for data of a benchmark, deleted at its end.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scope } from './scope.ts';

/** Makes a folder. @returns its path */
export async function makeBenchFolder(scope: Scope): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'floorkey-bench-'));
  scope.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
