// The help: found from the menu and the sign-in, a topic at each address, and there without the server.
import { beforeAll, describe, expect, it } from 'vitest';
import { helpTopics } from '../../src/app/help/topics.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { openBakery, type Site } from './flow/site.ts';
import { chooseFromMenu, signInOnScreen, waitForWorker } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('the help', () => {
  let site: Site;
  let page: ChromiumPage;

  const [first, ...others] = helpTopics;
  if (!first) throw new Error('the help has no topics');
  const waitForTopic = (title: string) =>
    page.waitFor(`document.querySelector('main h1')?.textContent === ${JSON.stringify(title)}`, {
      what: `the topic ${title}`,
    });
  const readTooWide = () =>
    page.evaluate<number>(`document.documentElement.scrollWidth - document.documentElement.clientWidth`);

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowser()]);
    ({ site } = bakery);
    page = await openPage(browser, `${site.url}/sign-in`);
  });

  it('opens from the sign-in, with nobody signed in', async () => {
    await page.clickButton('Help');
    await page.waitForUrl('/help');
    await waitForTopic(first.title);
    await page.clickButton('Back');
    await page.waitForUrl('/sign-in');
  });

  it('opens from the menu, and “Back” goes back to where one was', async () => {
    await signInOnScreen(page, site.url);
    await page.clickButton('Units');
    await page.waitForUrl('/settings/units');
    await chooseFromMenu(page, 'Olive Owner', 'Help');
    await waitForTopic(first.title);
    await page.clickButton('Back');
    await page.waitForUrl('/settings/units');
  });

  it('opens every topic by its link, and goes back from one to the one before', async () => {
    await page.goto(`${site.url}/help`);
    for (const { id, title } of others) {
      await page.clickButton(title);
      await page.waitForUrl(`/help/${id}`);
      await waitForTopic(title);
    }
    await page.clickButton('Back');
    await waitForTopic(others.at(-2)?.title ?? '');
  });

  it('fits a phone with every topic, whose link is in view, and axe finds nothing', async () => {
    await page.setViewport(390, 844);
    for (const { id, title } of helpTopics) {
      await page.goto(`${site.url}/help/${id}`);
      await waitForTopic(title);
      expect.soft(await readTooWide(), id).toBe(0);
      const link = `document.querySelector('nav [aria-current]').getBoundingClientRect()`;
      await page.waitFor(`${link}.left >= 0 && ${link}.right <= innerWidth`, { what: `the link to ${id}` });
      expect.soft(await page.axe(), id).toEqual([]);
    }
    await page.raw.emulateMedia({ colorScheme: 'dark' });
    expect(await page.axe()).toEqual([]);
    await page.setViewport(1024, 768);
    expect(await page.axe()).toEqual([]);
  });

  it('is there without the server, since it came with the app', async () => {
    await waitForWorker(page);
    await site.stop();
    for (const { id, title } of helpTopics.slice(0, 3)) {
      await page.goto(`${site.url}/help/${id}`);
      await waitForTopic(title);
    }
  });
});
