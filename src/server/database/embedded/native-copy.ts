/** Copies PostgreSQL's programs to a folder where the account that runs them can reach them. */
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, (await lstat(path)).mode & 0o111 ? 0o755 : 0o644);
  }
}

async function isTrustworthy(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  if (!found) return false;
  // Whoever may write there decides what runs next: a folder that is not ours alone is an error, not a cache.
  const ours = process.getuid === undefined || found.uid === process.getuid();
  if (found.isDirectory() && ours && (process.platform === 'win32' || (found.mode & 0o022) === 0))
    return true;
  throw new Error(`${folder} can be changed by other users. Remove it and start Floorkey again.`);
}

/**
 * Copies `packageRoot/native` to `target/native`, unless it is there already, readable by everybody and writable by
 * us alone. The copy appears by a rename, so a half copy is never seen and two processes may do it at once.
 *
 * @param finish is run on the copy before it appears.
 * @returns `target`.
 */
export async function copyNativeTree(
  packageRoot: string,
  target: string,
  finish: (root: string) => Promise<void>,
): Promise<string> {
  if (await isTrustworthy(target)) return target;
  await mkdir(dirname(target), { recursive: true, mode: 0o755 });
  const fresh = await mkdtemp(`${target}.new-`);
  try {
    await cp(join(packageRoot, 'native'), join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
    await finish(fresh);
    await openToAll(fresh);
    await rename(fresh, target);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!(await isTrustworthy(target))) throw error;
  }
  return target;
}
