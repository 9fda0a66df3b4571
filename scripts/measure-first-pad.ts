// Counts what a browser loads on its first visit of the start page, as a tablet that is not linked yet and as one that is.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as z from 'zod/mini';

const manifestSchema = z.record(
  z.string(),
  z.object({
    file: z.string(),
    name: z.optional(z.string()),
    isEntry: z.optional(z.boolean()),
    imports: z.optional(z.array(z.string())),
    css: z.optional(z.array(z.string())),
  }),
);

// What the page of each tablet loads apart, by its source or by the group of vite.config.ts, without anybody's touch; tests/browser/first-visit.test.ts holds it against a browser.
const onEveryTablet = ['node_modules/workbox-window/build/workbox-window.prod.es5.mjs'];
const loadedApart = {
  unlinked: [...onEveryTablet, 'src/app/kiosk/unlinked/unlinked-page.tsx'],
  linked: [...onEveryTablet, 'sync'],
} as const;

/** Whether a tablet is linked, on its first visit: one that is has lost its worker, so the page does the worker's work. */
export type Visit = keyof typeof loadedApart;

/** Bytes that a first visit may load. */
export const firstPadBudget = 120_000;

export type FirstPad = { readonly bytes: number; readonly files: readonly { file: string; bytes: number }[] };

type Manifest = z.infer<typeof manifestSchema>;

/** The files of some parts and of all that they import. @throws Error for a part that the build does not know */
function followImports(manifest: Manifest, parts: readonly string[]): Set<string> {
  const chunks = new Set<string>();
  const files = new Set<string>();
  const follow = (name: string): void => {
    if (chunks.has(name)) return;
    const chunk = manifest[name] ?? Object.values(manifest).find((one) => one.name === name);
    if (!chunk) throw new Error(`The build has no part ${name}; scripts/measure-first-pad.ts names it.`);
    chunks.add(name);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const imported of chunk.imports ?? []) follow(imported);
  };
  for (const part of parts) follow(part);
  return files;
}

/**
 * Reads Vite's manifest and follows the imports of the entry, and of what is loaded apart.
 * @returns the gzipped bytes of JavaScript and style sheets
 */
export async function measureFirstPad(dist: string, visit: Visit): Promise<FirstPad> {
  const manifest = z.parse(
    manifestSchema,
    JSON.parse(await readFile(join(dist, '.vite/manifest.json'), 'utf8')),
  );
  const entries = Object.keys(manifest).filter((name) => manifest[name]?.isEntry);
  const files = followImports(manifest, [...entries, ...loadedApart[visit]]);
  const measured = await Promise.all(
    [...files].map(async (file) => ({
      file,
      bytes: gzipSync(await readFile(join(dist, file)), { level: 9 }).length,
    })),
  );
  return { bytes: measured.reduce((sum, { bytes }) => sum + bytes, 0), files: measured };
}
