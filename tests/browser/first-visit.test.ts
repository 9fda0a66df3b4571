// What a browser loads on its first visit of the start page: just what the build counts for its budget.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Visit } from '../../scripts/measure-first-pad.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { openBakery, type Site } from './flow/site.ts';
import { linkTablet, waitForPad, waitForWorker } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

const loaded = `performance.getEntriesByType('resource')
  .map(({ name }) => new URL(name).pathname.slice(1))
  .filter((path) => /\\.(js|css)$/.test(path))`;
const forgetWorker = `Promise.all([
  navigator.serviceWorker.getRegistrations().then((all) => Promise.all(all.map((one) => one.unregister()))),
  caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))),
])`;

describe.skipIf(!installedEngines.has('chromium'))('the first visit', () => {
  let site: Site;
  let counted: Record<Visit, string[]>;

  beforeAll(async () => {
    ({ site } = await openBakery());
    counted = JSON.parse(await readFile(join(import.meta.dirname, '../../dist/.first-visit.json'), 'utf8'));
  });

  it('loads what the build counts for it, unlinked and linked without a worker', async () => {
    const page = await openPage(await startBrowser(), site.url);
    await page.waitForText('Pair with a code');
    // It fetches every file of the app by then, so that nothing of the page is still on its way.
    await waitForWorker(page);
    expect((await page.evaluate<string[]>(loaded)).toSorted()).toEqual(counted.unlinked.toSorted());

    await linkTablet(page, site.url, 'Counter 1');
    await page.evaluate(forgetWorker);
    await page.goto(site.url);
    await waitForPad(page);
    await waitForWorker(page);
    expect((await page.evaluate<string[]>(loaded)).toSorted()).toEqual(counted.linked.toSorted());
  });
});
