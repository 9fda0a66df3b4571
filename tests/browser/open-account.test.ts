// An account that was left signed in on a shared tablet: it must not wait there for whoever comes next.
import { beforeAll, describe, expect, it } from 'vitest';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { addUser } from '../integration/harness/test-organization.ts';
import type { ChromiumBrowser, ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { advancePageClock } from './flow/page-clock.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import { linkTablet, lock, signInOnScreen, signInWithPin, waitForPad } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

const leftOpen = 'An account is still signed in on this tablet.';
/** The default of an organization. */
const autoLockMs = 120_000;

describe.skipIf(!installedEngines.has('chromium'))('an account on a linked tablet', () => {
  let site: Site;
  let browser: ChromiumBrowser;
  let page: ChromiumPage;

  beforeAll(async () => {
    const [bakery, started] = await Promise.all([openBakery(), startBrowser()]);
    site = bakery.site;
    browser = started;
    await addUser(bakery.owner.client, 'staff', { pin: pins.bela, firstName: 'Bela', lastName: 'Bartok' });
    page = await openPage(browser, site.url);
    await linkTablet(page, site.url, 'Counter 1');
  });

  const askWhoIsSignedIn = () =>
    page.evaluate<number>(`fetch('${getSession.path}').then(({ status }) => status)`);
  const waitUntilSignedOut = () =>
    page.waitFor(`fetch('${getSession.path}').then(({ status }) => status === 401)`, {
      what: 'the end of the account session at the server',
    });

  it('is signed out after the same time without a touch as a PIN session, with the same countdown', async () => {
    await signInOnScreen(page, site.url);
    await advancePageClock(page, autoLockMs - 12_000);
    await page.waitForNoText('Locking in');
    await advancePageClock(page, 5000);
    await page.waitForText('Locking in');
    await page.clickButton('Stay signed in');
    await page.waitForNoText('Locking in');
    expect(await askWhoIsSignedIn()).toBe(200);

    await advancePageClock(page, autoLockMs + 1000);
    await waitForPad(page);
    await waitUntilSignedOut();
    await page.waitForNoText(leftOpen);
  });

  it('is named on the pad, and signed out there by a tap or by itself', async () => {
    for (const signOut of [
      () => page.clickButton('Sign out'),
      () => advancePageClock(page, autoLockMs + 1000),
    ]) {
      await signInOnScreen(page, site.url);
      await page.goto(site.url);
      await page.waitForText(leftOpen);
      expect(await askWhoIsSignedIn()).toBe(200);
      await signOut();
      await page.waitForNoText(leftOpen);
      await waitUntilSignedOut();
    }
  });

  it('ends when somebody else signs in with a PIN', async () => {
    await signInOnScreen(page, site.url);
    await page.goto(site.url);
    await page.waitForText(leftOpen);
    await signInWithPin(page, pins.bela, 'Bela Bartok');
    await waitUntilSignedOut();
    await lock(page);
    await page.waitForNoText(leftOpen);
  });
});
