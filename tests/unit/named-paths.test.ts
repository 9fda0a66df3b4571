// The paths that README and the other pages for engineers name.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...globSync('docs/decisions/*.md')];
const files = globSync('{src,scripts,tests,docs,deploy}/**/*.{ts,tsx,md,yaml,service}');

/** Files in code marks and links; commands, patterns and what a running server makes are no paths. */
function listNamed(page: string): string[] {
  const named = readFileSync(page, 'utf8').matchAll(
    /`([\w./-]+\.(?:tsx?|md|ya?ml|service))`|\]\(([\w./-]+)[)#]/g,
  );
  return [...named].map(([, marked, linked]) => marked ?? linked ?? '');
}

it.each(pages)('%s names only files that exist', (page) => {
  const exists = (name: string) => existsSync(name) || files.some((file) => `/${file}`.endsWith(`/${name}`));
  expect(listNamed(page).filter((name) => !exists(name))).toEqual([]);
});
