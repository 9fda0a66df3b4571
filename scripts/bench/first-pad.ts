// The bytes that a linked tablet loads on its first visit, by package.
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { firstPadBudget, measureFirstPad } from '../measure-first-pad.ts';
import type { Benchmark } from './benchmark.ts';
import { inBytes } from './figures.ts';
import type { Scope } from './scope.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const named = 12;

/** Whose a module is: a package of node_modules, or a room of this repository. */
function ownerOf(module: string): string {
  const path = module.replaceAll('\\', '/').replaceAll('\0', '');
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
  if (name) return name;
  const [, room] = /\/src\/(\w+)\//.exec(path) ?? [];
  return room ? `src/${room}` : 'bundler';
}

type Weights = Map<string, Map<string, number>>;

/** Notes for each script what every owner's part of it weighs, gzipped by itself. */
function weighModules(weights: Weights): Plugin {
  return {
    name: 'weigh-modules',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        const code = new Map<string, string>();
        for (const [id, module] of Object.entries(file.modules)) {
          const owner = ownerOf(id);
          code.set(owner, (code.get(owner) ?? '') + (module.code ?? ''));
        }
        weights.set(file.fileName, new Map([...code].map(([owner, text]) => [owner, gzipSync(text).length])));
      }
    },
  };
}

async function buildAside(scope: Scope, plugin: Plugin): Promise<string> {
  const folder = join(root, '.cache', `bench-${process.pid}`);
  scope.defer(() => rm(folder, { recursive: true, force: true }));
  // The config reads it.
  process.env.FLOORKEY_DIST = folder;
  const { build } = await import('vite');
  await build({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'error', plugins: [plugin] });
  return folder;
}

export const firstPad: Benchmark = {
  name: 'first-pad',
  async measure(scope) {
    const weights: Weights = new Map();
    const { bytes, files } = await measureFirstPad(await buildAside(scope, weighModules(weights)), 'linked');
    const shares = new Map<string, number>();
    for (const { file, bytes } of files) {
      const parts = weights.get(file) ?? new Map([['style sheets', 1]]);
      const sum = [...parts.values()].reduce((total, part) => total + part, 0);
      for (const [owner, part] of parts) {
        shares.set(owner, (shares.get(owner) ?? 0) + (bytes * part) / Math.max(sum, 1));
      }
    }
    const sorted = [...shares].sort((a, b) => b[1] - a[1]);
    const rest = sorted.slice(named).reduce((sum, [, share]) => sum + share, 0);
    const list = sorted.slice(0, named).map(([owner, share]) => `${owner} ${inBytes(Math.round(share))}`);
    return [
      {
        what: 'Bytes to the first pad, gzipped',
        figures: `${inBytes(bytes)} of ${inBytes(firstPadBudget)}: ${[...list, ...(rest > 0 ? [`others ${inBytes(Math.round(rest))}`] : [])].join(', ')}`,
        how: `JavaScript and CSS of a fresh build, in ${files.length} files, each gzipped at level 9; a file's bytes are shared out by what each package's modules in it weigh when they are gzipped before they are minified.`,
      },
    ];
  },
};
