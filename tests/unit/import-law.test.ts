// The law of imports between the rooms, and of the names and first lines of files.
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = join(import.meta.dirname, '../../src');

/** What each room may import from, besides itself. */
const mayImport: Record<string, readonly string[]> = {
  contract: [],
  device: ['contract'],
  server: ['contract'],
  worker: ['contract', 'device'],
  app: ['contract', 'device'],
};

/** The rooms within a room, from the top down: a file imports from its own and from those below it, so there are no circles. */
const floors: Record<string, readonly string[]> = {
  'server/domain': [
    ...['apps', 'account', 'imports', 'offline', 'organization', 'partners', 'users', 'roles', 'devices'],
    ...['pins', 'passkeys', 'units', 'sign-in', 'links', 'audit', 'access'],
  ],
  device: ['pairing', 'wipe', 'sync', 'offline', 'calls', 'store'],
  app: ['shell', 'account', 'admin', 'auth', 'kiosk', 'help', 'ui', 'tablet'],
};

const forbiddenNames = /^(utils?|helpers?|misc|common|types?|shared|lib)$/;
const importForm =
  /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|new URL\(\s*['"](\.[^'"]+)['"]/g;

type Import = { file: string; of: string };

const files = globSync('**/*.{ts,tsx}', { cwd: src }).map((path) => path.split(sep).join('/'));

function findImports(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8');
  return [...text.matchAll(importForm)].map(([, from, bare, lazy, url]) => ({
    file,
    of: from ?? bare ?? lazy ?? url ?? '',
  }));
}

const roomOf = (path: string) => path.split('/')[0] ?? '';

/** The laws that an import breaks, in words. */
function judge({ file, of }: Import): string[] {
  if (!of.startsWith('.')) return [];
  const target = relative(src, join(src, dirname(file), of))
    .split(sep)
    .join('/');
  const [room, other] = [roomOf(file), roomOf(target)];
  const broken: string[] = [];
  if (target.startsWith('..') === false && other !== room && !mayImport[room]?.includes(other)) {
    broken.push(
      `${file} imports ${target}: ${room} may import only from itself${mayImport[room]?.map((name) => `, ${name}`).join('') ?? ''}`,
    );
  }
  if (/\.(js|jsx)$/.test(of))
    broken.push(`${file} imports ${of}: name the file with its ending, .ts or .tsx`);
  return broken;
}

const inner = (house: string, path: string) =>
  path.startsWith(`${house}/`) ? path.slice(house.length + 1).split('/') : [];

/** Whether an import runs up between the rooms of a house, in words. A loose file stands above all of them. */
function judgeFloors({ file, of }: Import): string[] {
  if (!of.startsWith('.')) return [];
  const target = relative(src, join(src, dirname(file), of))
    .split(sep)
    .join('/');
  return Object.entries(floors).flatMap(([house, rooms]) => {
    const [[from, isInRoom], [to, isOfRoom]] = [inner(house, file), inner(house, target)];
    if (from === undefined || to === undefined || isInRoom === undefined) return [];
    const isBelow = isOfRoom !== undefined && rooms.indexOf(from) <= rooms.indexOf(to);
    return isBelow ? [] : [`${file} imports ${target}, which stands above it`];
  });
}

it('finds the rooms and their imports', () => {
  expect([...new Set(files.filter((file) => file.includes('/')).map(roomOf))].toSorted()).toEqual(
    Object.keys(mayImport).toSorted(),
  );
  expect(files.flatMap(findImports).length).toBeGreaterThan(300);
});

it('keeps the law: contract ← device ← {worker, app}, and contract ← server', () => {
  expect(files.flatMap(findImports).flatMap(judge)).toEqual([]);
});

it('lets imports run down only, between the rooms of a room', () => {
  expect(files.flatMap(findImports).flatMap(judgeFloors)).toEqual([]);
  for (const [house, rooms] of Object.entries(floors)) {
    const found = files.map((file) => inner(house, file)).filter((path) => path.length > 1);
    expect([...new Set(found.map(([room]) => room))].toSorted()).toEqual(rooms.toSorted());
  }
});

/** Files that import each other in a circle, by way of others or not. */
function findCircle(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): string[] => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of imports.get(file) ?? []) {
      const circle = walk(next, [...way, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  };
  for (const file of imports.keys()) {
    const circle = walk(file, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

it('lets no files import each other in a circle, not even types', () => {
  const imports = new Map(
    files.map((file) => [
      file,
      findImports(file)
        .filter(({ of }) => of.startsWith('.'))
        .map(({ of }) => join(dirname(file), of).split(sep).join('/')),
    ]),
  );
  expect(findCircle(imports)).toEqual([]);
  const circle = new Map([
    ['a.ts', ['b.ts', 'c.ts']],
    ['b.ts', []],
    ['c.ts', ['a.ts']],
  ]);
  expect(findCircle(circle)).toEqual(['a.ts', 'c.ts', 'a.ts']);
});

describe('the judge', () => {
  it.each([
    ['server/domain/access/change.ts', '../users/user-view.ts'],
    ['device/store/outbox.ts', '../sync/pull.ts'],
    ['app/ui/field.tsx', '../admin/settings-places.ts'],
    ['app/kiosk/home/home.tsx', '../../main.tsx'],
  ])('names what %s imports from above: %s', (file, of) => {
    expect(judgeFloors({ file, of })).toHaveLength(1);
  });

  it.each([
    ['server/domain/users/user-view.ts', '../access/change.ts'],
    ['server/domain/users/user-view.ts', './list-users.ts'],
    ['app/main.tsx', './shell/app.tsx'],
    ['worker/main.ts', '../device/sync/pull.ts'],
  ])('has nothing against %s importing %s', (file, of) => {
    expect(judgeFloors({ file, of })).toEqual([]);
  });

  it.each([
    ['app/screen.tsx', '../server/env.ts'],
    ['contract/fields.ts', '../device/database.ts'],
    ['server/app.ts', '../device/database.ts'],
    ['device/pull.ts', '../worker/main.ts'],
    ['worker/main.ts', '../app/main.tsx'],
    ['server/http/deep/route.ts', '../../../app/main.tsx'],
  ])('names the law that %s breaks with %s', (file, of) => {
    expect(judge({ file, of })).toHaveLength(1);
  });

  it('sees type imports, re-exports, side effects and lazy imports', () => {
    const text =
      "\nimport type { A } from '../a.ts';\nexport * from '../b.ts';\nimport '../c.ts';\nconst d = import('../d.ts');\nimport {\n  e,\n} from '../e.ts';\n";
    expect([...text.matchAll(importForm)].map(([, ...found]) => found.find(Boolean))).toEqual([
      '../a.ts',
      '../b.ts',
      '../c.ts',
      '../d.ts',
      '../e.ts',
    ]);
  });
});

it('has no file or folder with a name that says nothing', () => {
  const parts = files.flatMap((file) =>
    file.split('/').map((part) => ({ file, name: basename(part).replace(/\.\w+$/, '') })),
  );
  expect(parts.filter(({ name }) => forbiddenNames.test(name))).toEqual([]);
});

it('names every file in kebab-case', () => {
  expect(files.filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.tsx?$/.test(basename(file)))).toEqual([]);
});

it('opens every file with a sentence on what lives in it', () => {
  const silent = files.filter(
    (file) => !/^(\/\/ |\/\*\*? )[A-Z‘“"'`].{8,}/.test(readFileSync(join(src, file), 'utf8')),
  );
  expect(silent).toEqual([]);
});
