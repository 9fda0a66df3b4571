// A tablet whose browser lost a part of what it kept: what the screen says, and the way back under its old name.
import { beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../integration/harness/test-organization.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import { linkTablet, lock, signInOnScreen, signInWithPin, waitForPad, waitForWorker } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

/** Takes the key out of the device's record, as a browser does that can't read it back. */
const loseKeyScript = `(async () => {
  const ask = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const database = await ask(indexedDB.open('floorkey'));
  const store = database.transaction('device', 'readwrite').objectStore('device');
  const { keys, ...rest } = await ask(store.get('current'));
  await ask(store.put(rest, 'current'));
  database.close();
})()`;

describe.skipIf(!installedEngines.has('chromium'))('a tablet that lost', () => {
  let site: Site;
  let page: ChromiumPage;

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowser()]);
    ({ site } = bakery);
    await addUser(bakery.owner.client, 'staff', { pin: pins.ada, firstName: 'Ada', lastName: 'Byron' });
    page = await openPage(browser, site.url);
    await linkTablet(page, site.url, 'Counter 1');
    await waitForWorker(page);
  });

  it('its caches fetches the app again, and opens without the server', async () => {
    await page.evaluate(
      'caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))',
    );
    await page.reload();
    await waitForPad(page);
    const shell = `caches.match('/index.html', { ignoreSearch: true })`;
    const filled = `${shell}.then(async (found) => found && (await Promise.all([...document.scripts].map(({ src }) => caches.match(src, { ignoreSearch: true })))).every(Boolean))`;
    await page.waitFor(filled, { what: 'the app in its cache' });
    await site.stop();
    await page.reload();
    await page.waitForText('Tap your name');
    await site.start();
    await waitForPad(page);
  });

  it('its key says so in place of the pad, with the way back', async () => {
    await page.evaluate(loseKeyScript);
    await page.reload();
    await page.waitForText('This device can’t be used as it is');
    await page.waitForText('This tablet’s key is lost.');
    await page.waitForText('authorize it again under its old name');
    expect(await page.axe()).toEqual([]);
  });

  it('its key is linked again by an admin as the same tablet', async () => {
    await signInOnScreen(page, site.url);
    await page.clickButton('Authorized Devices');
    await page.clickButton('Authorize Device');
    await page.fill('Device name', 'counter 1');
    await page.clickButton('This is the same device: authorize it again');
    await page.waitForText('This device is authorized as “Counter 1”');
    const rows = `[...document.querySelectorAll('li')].filter((row) => row.innerText.includes('Counter 1')).length`;
    expect(await page.evaluate(rows)).toBe(1);
    await page.clickButton('Sign out now');
    await signInWithPin(page, pins.ada, 'Ada Byron');
    await lock(page);
  });
});
