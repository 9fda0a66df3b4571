// Linking on the screen: what a browser that is no device shows, names, what survives restarts, the installable app, plain http.
import { beforeAll, describe, expect, it } from 'vitest';
import { TestDevice } from '../integration/harness/test-device.ts';
import { addUser, type Member } from '../integration/harness/test-organization.ts';
import type { ChromiumBrowser, ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import { chooseFromMenu, signInOnScreen, signInWithPin, waitForPad, waitForWorker } from './flow/steps.ts';
import { openPage, startOwnBrowser, switchOff } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('linking', () => {
  let site: Site;
  let owner: Member;
  let browser: ChromiumBrowser;
  let page: ChromiumPage;

  beforeAll(async () => {
    const [bakery, started] = await Promise.all([openBakery(), startOwnBrowser()]);
    ({ site, owner } = bakery);
    browser = started;
    await addUser(owner.client, 'staff', { pin: pins.ada, firstName: 'Ada', lastName: 'Byron' });
    const other = await TestDevice.make(site.url);
    await other.authorize(owner.client, 'Counter 1');
    page = await openPage(browser, `${site.url}/`);
  });

  it('shows no pad in a browser that is no device, but how to authorize it and where to sign in', async () => {
    await page.waitForText('This device is not authorized yet');
    await page.waitForText('Open Organization Settings, then Authorized Devices.');
    await page.waitForText('Choose Authorize Device and give this device a name.');
    expect(await page.evaluate(`document.querySelector('[aria-label="PIN pad"]')`)).toBeNull();
    await page.clickButton('Sign in');
    await page.waitForUrl('/sign-in');
  });

  it('can be installed: manifest, icons and worker are as Chromium wants them', async () => {
    await waitForWorker(page);
    const manifest = await page.devtools.send('Page.getAppManifest');
    expect(manifest.errors).toEqual([]);
    expect(manifest.url).toBe(`${site.url}/manifest.webmanifest`);
    const { installabilityErrors } = await page.devtools.send('Page.getInstallabilityErrors');
    expect(installabilityErrors).toEqual([]);
  });

  it('refuses a name that another device has, keeps it in the field, and takes a free one', async () => {
    await signInOnScreen(page, site.url);
    await page.clickButton('Authorized Devices');
    await page.waitForText('Counter 1');
    expect(await page.text()).not.toContain('This device ');
    await page.clickButton('Authorize Device');
    await page.clickButton('Authorize');
    await page.waitForText('Device name is missing.');
    await page.fill('Device name', 'counter 1');
    await page.clickButton('Authorize');
    const field = `document.querySelector('[role=dialog] input[name=name]')`;
    await page.waitFor(`${field}?.getAttribute('aria-invalid') === 'true'`, { what: 'an error at the name' });
    await page.waitForText('Another device has this name.');
    expect(await page.evaluate(`${field}.value`)).toBe('counter 1');
    await page.fill('Device name', 'Counter 2');
    await page.clickButton('Authorize');
    await page.waitForText('This device is authorized as “Counter 2”');
  });

  it('marks the row of this device, and that one alone', async () => {
    await page.waitForText('Counter 2 This device');
    const marked = `[...document.querySelectorAll('li')].filter((row) => /This device\\b/.test(row.innerText)).length`;
    expect(await page.evaluate(marked)).toBe(1);
  });

  it('stands as a pad with both names after the sign-out, a reload, and restarts of browser and server', async () => {
    await chooseFromMenu(page, 'Olive Owner', 'Sign out');
    await waitForPad(page);
    const names = `[document.querySelector('h1').textContent, document.querySelector('h1 + p').textContent]`;
    expect(await page.evaluate(names)).toEqual(['Northgate Bakery', 'Counter 2']);
    await page.reload();
    await waitForPad(page);
    await switchOff(browser);
    await site.stop();
    await site.start();
    await browser.start();
    page = await openPage(browser, `${site.url}/`);
    await signInWithPin(page, pins.ada, 'Ada Byron');
  });

  it('says over plain http from another name, whatever the address, why that can’t work and what to do', async () => {
    const far = await startOwnBrowser({ args: ['--host-resolver-rules=MAP shop.example 127.0.0.1'] });
    const { port } = new URL(site.url);
    const visitor = await far.openPage(`http://shop.example:${port}/`);
    await visitor.waitForText('Floorkey needs https');
    await visitor.waitForText(`http://shop.example:${port}`);
    for (const words of ['TLS_CERT', 'TRUST_PROXY', 'tunnel']) await visitor.waitForText(words);
    expect(await visitor.axe()).toEqual([]);
    for (const path of ['/sign-in', '/setup#code=x', '/settings/users', '/account']) {
      await visitor.goto(`http://shop.example:${port}${path}`);
      await visitor.waitForText('Floorkey needs https');
    }
    // Chromium's own line about a header that counts over https alone.
    const errors = await visitor.consoleErrors();
    expect(errors.filter((line) => !line.startsWith('The Cross-Origin-Opener-Policy header'))).toEqual([]);
  });
});
