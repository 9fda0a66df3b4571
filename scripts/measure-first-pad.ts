// Counts what a tablet must load before the first PIN pad stands there.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as z from 'zod/mini';

const manifestSchema = z.record(
  z.string(),
  z.object({
    file: z.string(),
    isEntry: z.optional(z.boolean()),
    imports: z.optional(z.array(z.string())),
    dynamicImports: z.optional(z.array(z.string())),
    css: z.optional(z.array(z.string())),
  }),
);

// What is loaded apart, but by every tablet; the folders inside hold what is opened from the pad or from home.
const alsoLoaded = /^src\/app\/kiosk\/[^/]+$|\/workbox-window\//;

/** Bytes that the first pad may have. */
export const firstPadBudget = 120_000;

export type FirstPad = { readonly bytes: number; readonly files: readonly { file: string; bytes: number }[] };

/**
 * Reads Vite's manifest and follows the imports of the entry.
 * @returns the gzipped bytes of JavaScript and style sheets
 */
export async function measureFirstPad(dist: string): Promise<FirstPad> {
  const manifest = z.parse(
    manifestSchema,
    JSON.parse(await readFile(join(dist, '.vite/manifest.json'), 'utf8')),
  );
  const chunks = new Set<string>();
  const files = new Set<string>();
  const follow = (name: string): void => {
    const chunk = manifest[name];
    if (!chunk || chunks.has(name)) return;
    chunks.add(name);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const imported of chunk.imports ?? []) follow(imported);
    for (const imported of chunk.dynamicImports ?? []) if (alsoLoaded.test(imported)) follow(imported);
  };
  for (const [name, { isEntry }] of Object.entries(manifest)) if (isEntry) follow(name);
  const measured = await Promise.all(
    [...files].map(async (file) => ({
      file,
      bytes: gzipSync(await readFile(join(dist, file)), { level: 9 }).length,
    })),
  );
  return { bytes: measured.reduce((sum, { bytes }) => sum + bytes, 0), files: measured };
}
