// Sums up everything that the built app depends on in one hash.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const sources = [
  'index.html',
  'package.json',
  'package-lock.json',
  'public',
  'scripts/build.ts',
  'src/app',
  'src/contract',
  'src/device',
  'src/worker',
  'vite.config.ts',
];

async function listFiles(root: string, path: string): Promise<string[]> {
  const entries = await readdir(join(root, path), { withFileTypes: true, recursive: true }).catch(() => null);
  if (!entries) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

/** Hashes the paths and contents of the sources. @returns SHA-256 in hex */
export async function hashSources(root: string): Promise<string> {
  const files = (await Promise.all(sources.map((path) => listFiles(root, path)))).flat().sort();
  const hash = createHash('sha256');
  for (const file of files) {
    const content = await readFile(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
