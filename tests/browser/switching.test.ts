// From one person to the next on one tablet: nothing of the first is left, in one tab or in two.
import { beforeAll, describe, expect, it } from 'vitest';
import { signInWithPin as signInEndpoint } from '../../src/contract/endpoints/device.ts';
import { addUser } from '../integration/harness/test-organization.ts';
import type { ChromiumBrowser, ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { dumpEverything } from './flow/kept-data.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import { linkTablet, signInWithPin, tapPin, waitForHome, waitForPad } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('two people at one tablet', () => {
  let site: Site;
  let browser: ChromiumBrowser;
  let page: ChromiumPage;

  beforeAll(async () => {
    const [bakery, started] = await Promise.all([openBakery(), startBrowser()]);
    site = bakery.site;
    browser = started;
    await addUser(bakery.owner.client, 'manager', { pin: pins.ada, firstName: 'Ada', lastName: 'Byron' });
    await addUser(bakery.owner.client, 'staff', { pin: pins.bela, firstName: 'Bela', lastName: 'Bartok' });
    page = await openPage(browser, site.url);
    await linkTablet(page, site.url, 'Counter 1');
  });

  it('leaves nothing of the first after two taps of "Lock" and the PIN of the second', async () => {
    const answer = page.raw.waitForResponse(
      (response) =>
        response.url().endsWith(signInEndpoint.path) &&
        response.request().method() === 'POST' &&
        response.ok(),
    );
    await signInWithPin(page, pins.ada, 'Ada Byron');
    const { token, session } = signInEndpoint.output.parse(await (await answer).json());
    const [, secret = ''] = token.split('.');
    expect(secret.length).toBeGreaterThan(30);

    await page.clickButton('Lock', { count: 2 });
    await waitForPad(page);
    expect(await page.text()).not.toContain('Ada');
    expect(await page.evaluate('document.body.outerHTML')).not.toContain('Byron');
    await tapPin(page, pins.bela);
    await waitForHome(page, 'Bela Bartok');

    const left = await dumpEverything(page);
    expect(left).toContain('Counter 1');
    const cookies = JSON.stringify(await browser.context.cookies());
    for (const [what, secretThing] of Object.entries({ secret, token, pin: pins.ada })) {
      expect(left, what).not.toContain(secretThing);
      expect(cookies, what).not.toContain(secretThing);
    }
    // Her name may stand in the roster alone, once.
    expect(left.split('Byron')).toHaveLength(2);
    expect(left.split(session.user.id)).toHaveLength(3);
    expect(await page.evaluate('document.documentElement.outerHTML')).not.toContain('Byron');
    await page.clickButton('Lock');
    await waitForPad(page);
  });

  it('signs the first out of their tab when the second signs in on another tab of the tablet', async () => {
    await signInWithPin(page, pins.ada, 'Ada Byron');
    const second = await openPage(browser, `${site.url}/`);
    await signInWithPin(second, pins.bela, 'Bela Bartok');
    await page.evaluate(`dispatchEvent(new Event('focus'))`);
    await page.waitForText('You were signed out');
    await waitForPad(page);
    expect(await page.text()).not.toContain('Ada');
    await waitForHome(second, 'Bela Bartok');
    await second.close();
  });
});
