// Apps on a tablet: PIN, tap the tile, be in the app as oneself, lock, and the app lets nobody in.
import { beforeAll, describe, expect, it } from 'vitest';
import { addUser, type Member } from '../integration/harness/test-organization.ts';
import type { ChromiumBrowser, ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { pins } from './flow/people.ts';
import { openSampleApp, type SampleApp } from './flow/sample-app.ts';
import { openBakery, type Site } from './flow/site.ts';
import {
  fillSignIn,
  linkTablet,
  lock,
  signInOnScreen,
  signInWithPin,
  waitForDialogToClose,
} from './flow/steps.ts';
import { openPage, startBrowser, startBrowserWithoutWorkers } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('the screen of apps', () => {
  it('adds one, shows its secret once, and what to type into the app', async () => {
    const [{ site }, browser] = await Promise.all([openBakery(), startBrowserWithoutWorkers()]);
    const page = await openPage(browser, site.url);
    await signInOnScreen(page, site.url);
    await page.clickButton('Apps');
    await page.waitForText('No apps yet');
    await page.clickButton('Add app');
    await page.fill('Name', 'Wiki');
    await page.fill('Address', 'https://wiki.example.com/');
    await page.fill('Redirect address', 'http://wiki.example.com/callback');
    await page.clickButton('Create');
    await page.waitForText('this must be an https address');
    await page.fill('Redirect address', 'https://wiki.example.com/callback');
    await page.clickButton('Create');
    await page.waitForText('Secret for Wiki');
    await page.waitForText('it won’t be shown again');
    expect(await page.axeInLightAndDark()).toEqual([]);
    await page.clickButton('Done');
    await waitForDialogToClose(page);
    await page.clickButton('Edit Wiki');
    await page.waitForText('Issuer');
    expect(await page.axeInLightAndDark()).toEqual([]);
    await page.setViewport(390, 844);
    const tooWide = `[...document.querySelectorAll('[role=dialog] *')]
      .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map((one) => one.className)`;
    expect(await page.evaluate<string[]>(tooWide)).toEqual([]);
    await page.clickButton('New secret');
    await page.clickButton('Make new secret');
    await page.waitForText('Secret for Wiki');
  });
});

describe.skipIf(!installedEngines.has('chromium'))('apps on a tablet', () => {
  let site: Site;
  let owner: Member;
  let page: ChromiumPage;
  let app: SampleApp;
  let browser: ChromiumBrowser;

  beforeAll(async () => {
    const [bakery, started] = await Promise.all([openBakery(), startBrowser()]);
    ({ site, owner } = bakery);
    browser = started;
    await addUser(owner.client, 'staff', { pin: pins.ada, firstName: 'Ada', lastName: 'Byron' });
    await addUser(owner.client, 'staff', { pin: pins.bela, firstName: 'Bela', lastName: 'Otis' });
    app = await openSampleApp(site.server, owner, 'Orders');
    page = await openPage(browser, site.url);
    await linkTablet(page, site.url, 'Counter 1');
  });

  it('are opened by a tap, as the one whose PIN it was, and closed by the lock', async () => {
    await signInWithPin(page, pins.ada, 'Ada Byron');
    const opened = browser.nextPage();
    await page.clickButton('Orders');
    const shown = await opened;
    await shown.waitForText('Hello, Ada Byron (pin)');
    await lock(page);
    await expect.poll(() => app.logouts).toBe(1);
    await expect.poll(() => shown.raw.isClosed()).toBe(true);
    // The app's own cookie is still in the browser: it lets nobody in any more.
    const after = await openPage(browser, app.url);
    await after.waitForText('Nobody is signed in on this tablet');
    await after.close();
  });

  it('know the next one as who they are', async () => {
    await signInWithPin(page, pins.bela, 'Bela Otis');
    const opened = browser.nextPage();
    await page.clickButton('Orders');
    const shown = await opened;
    await shown.waitForText('Hello, Bela Otis (pin)');
    expect(await shown.consoleErrors()).toEqual([]);
    await lock(page);
  });

  it('may ask for more than a PIN: a password in their own window, which the lock ends, too', async () => {
    const strict = await openSampleApp(site.server, owner, 'Payroll', { acr_values: 'password' });
    await signInWithPin(page, pins.ada, 'Ada Byron');
    const opened = browser.nextPage();
    await page.clickButton('Payroll');
    const shown = await opened;
    await shown.waitForText('This app needs more than a PIN');
    expect(await shown.axe()).toEqual([]);
    await fillSignIn(shown);
    await shown.waitForText('Hello, Olive Owner (password)');
    await lock(page);
    await expect.poll(() => strict.logouts).toBe(1);
    const after = await openPage(browser, strict.url);
    await after.waitForText('Nobody is signed in on this tablet');
    await after.close();
  });
});
