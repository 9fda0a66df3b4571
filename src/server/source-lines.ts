// Turns the places in a stack of the shipped file into those in the sources.
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const place = /(?:file:\/\/)?([^\s()]*[\\/]dist-server[\\/][\w-]+\.js):(\d+):(\d+)/g;

// Parsed, a map is large, and errors are rare: it goes when memory is wanted.
const maps = new Map<string, WeakRef<SourceMap>>();

function openMap(file: string): SourceMap {
  const known = maps.get(file)?.deref();
  if (known) return known;
  const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  maps.set(file, new WeakRef(map));
  return map;
}

/**
 * Names the lines of the sources, as far as a source map knows them.
 * @param stack the frames of an error
 * @returns the frames; those of code that runs from its sources, or without a map, as they were
 */
export function nameSourceLines(stack: string): string {
  return stack.replace(place, (given, path: string, line: string, column: string) => {
    try {
      const file = given.startsWith('file:') ? fileURLToPath(`file://${path}`) : path;
      const entry = openMap(file).findEntry(Number(line) - 1, Number(column) - 1);
      if (!('originalSource' in entry)) return given;
      const source = relative(process.cwd(), resolve(dirname(file), entry.originalSource));
      return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
    } catch {
      return given;
    }
  });
}
