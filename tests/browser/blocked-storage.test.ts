// A browser that blocks cookies or storage, or whose extension rewrites the page: one plain sentence with the way out.
import { beforeAll, describe, expect, it } from 'vitest';
import type { ChromiumBrowser } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { openBakery, type Site } from './flow/site.ts';
import { fillSignIn, linkTablet } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

const blockStorage = `{
  const deny = () => { throw new DOMException('Access is denied for this document.', 'SecurityError'); };
  for (const place of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
    Object.defineProperty(window, place, { get: deny });
  window.BroadcastChannel = class { constructor() { deny(); } };
  navigator.serviceWorker.register = async () => deny();
}`;
/** What the translator of a browser does to a page. */
const translate = `(() => {
  const walker = document.createTreeWalker(document.querySelector('#root'), NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const font = document.createElement('font');
    text.replaceWith(font);
    font.append(text);
  }
})()`;

describe.skipIf(!installedEngines.has('chromium'))('a browser that withholds something', () => {
  let site: Site;
  let browser: ChromiumBrowser;

  beforeAll(async () => {
    ({ site } = await openBakery());
  });

  it('says that it blocks storage, on the start page, and signs in all the same', async () => {
    browser = await startBrowser();
    await browser.context.addInitScript({ content: blockStorage });
    const page = await openPage(browser, site.url);
    await page.waitForText('This device can’t be used as it is');
    await page.waitForText('This browser blocks cookies and site data for this address.');
    await page.goto(`${site.url}/sign-in`);
    await fillSignIn(page);
    await page.waitForUrl('/settings/users');
    await page.waitForText('Olive Owner');
  });

  it('says after a sign-in that it keeps no cookies', async () => {
    browser = await startBrowser();
    const page = await openPage(browser, `${site.url}/sign-in`);
    await page.raw.route('**/api/account/sign-in', async (route) => {
      const response = await route.fetch();
      await browser.context.clearCookies();
      const { 'set-cookie': _cookie, ...headers } = response.headers();
      await route.fulfill({ response, headers });
    });
    await fillSignIn(page);
    await page.waitForText('This browser doesn’t keep cookies for this address');
    expect(await page.text()).not.toContain('Your session is over');
  });

  it('says that a translator or an extension changed the page', async () => {
    browser = await startBrowser();
    // Not watched: React tells the console what it stumbled over.
    const page = await browser.openPage(site.url);
    await linkTablet(page, site.url, 'Counter 1');
    await page.evaluate(translate);
    await page.clickButton('Forgot your PIN?');
    await page.waitFor(
      `/Forgot your PIN|A translator or an extension of this browser changed the page/.test(document.body.innerText)`,
      { what: 'the next screen, or why it can’t be shown' },
    );
  });
});
