// A new version of the app while the tablet is in use: it waits for the idle pad, in every tab, and then comes.
import { beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../integration/harness/test-organization.ts';
import type { ChromiumBrowser, ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { type ChangingSite, openChangingSite } from './flow/changing-build.ts';
import { pins } from './flow/people.ts';
import { linkTablet, signInOnScreen, tapPin, waitForHome, waitForPad, waitForWorker } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('a new version', () => {
  let site: ChangingSite;
  let browser: ChromiumBrowser;
  let page: ChromiumPage;

  const mark = (tab: ChromiumPage) => tab.evaluate(`void (window.isFirst = true)`);
  const isMarked = (tab: ChromiumPage) => tab.evaluate<boolean>('window.isFirst === true');
  const waitForReload = (tab: ChromiumPage) =>
    tab.waitFor('window.isFirst === undefined', { what: 'the reload' });
  const findUpdate = (tab: ChromiumPage) =>
    tab.evaluate(`navigator.serviceWorker.ready.then((registration) => void registration.update())`);

  beforeAll(async () => {
    [site, browser] = await Promise.all([openChangingSite(), startBrowser()]);
    await addUser(site.owner.client, 'staff', { pin: pins.ada, firstName: 'Ada', lastName: 'Byron' });
    page = await openPage(browser, site.url);
    await linkTablet(page, site.url, 'Counter 1');
    await waitForWorker(page);
  });

  it('waits while somebody types a PIN and is signed in, and comes to the idle pad', async () => {
    await mark(page);
    await tapPin(page, pins.ada.slice(0, 2));
    site.changeBuild();
    await findUpdate(page);
    await page.waitFor('navigator.serviceWorker.ready.then(({ waiting }) => waiting)', { what: 'a worker' });
    await tapPin(page, pins.ada.slice(2));
    await waitForHome(page, 'Ada Byron');
    expect(await isMarked(page)).toBe(true);
    await page.clickButton('Lock');
    await waitForReload(page);
    await waitForPad(page);
    const waiting = 'navigator.serviceWorker.ready.then(({ waiting }) => waiting === null)';
    expect(await page.evaluate(waiting)).toBe(true);
  });

  it('that an idle tab let in comes to a tab in use when that one is idle', async () => {
    const second = await openPage(browser, `${site.url}/`);
    await waitForPad(second);
    await waitForWorker(second);
    await Promise.all([page, second].map(mark));
    await second.raw.bringToFront();
    await tapPin(second, pins.ada.slice(0, 2));
    site.changeBuild();
    await findUpdate(second);
    await waitForReload(page);
    await waitForPad(page);
    expect(await isMarked(second)).toBe(true);
    await tapPin(second, pins.ada.slice(2));
    await waitForHome(second, 'Ada Byron');
    expect(await isMarked(second)).toBe(true);
    await second.clickButton('Lock');
    await waitForReload(second);
    await waitForPad(second);
    await second.close();
  });

  it('comes to a settings screen that nobody has touched yet', async () => {
    await signInOnScreen(page, site.url);
    await mark(page);
    site.changeBuild();
    await findUpdate(page);
    await page.clickButton('Authorized Devices');
    await waitForReload(page);
    await page.waitForUrl('/settings/devices');
    await page.waitForText('Counter 1');
  });
});
