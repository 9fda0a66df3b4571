// What every flow test relies on, tried in each engine that is installed: acting, waiting, kept keys, and opening offline.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChromiumPage } from './engine/chromium-engine.ts';
import { type Browser, type EngineName, launchBrowser, type Page } from './engine/engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { type SampleSite, startSampleSite } from './engine/sample-site.ts';

const engines: EngineName[] = ['chromium', 'webkit', 'firefox'];

describe.each(engines)('a page in %s', (engine) => {
  describe.skipIf(!installedEngines.has(engine))('that is installed', () => {
    let site: SampleSite;
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      site = await startSampleSite();
      browser = await launchBrowser(engine, { viewport: { width: 900, height: 700 } });
      page = await browser.openPage(site.url);
    });

    afterAll(async () => {
      await browser?.close();
      await site?.stop();
    });

    it('measures what was asked for, at once and after a change', async () => {
      expect(await page.evaluate('[innerWidth, innerHeight]')).toEqual([900, 700]);
      await page.setViewport(800, 1000);
      expect(await page.evaluate('[innerWidth, innerHeight]')).toEqual([800, 1000]);
    });

    it('takes typed text into a labelled field with trusted events, and replaces what was there', async () => {
      await page.fill('First name', 'Zoë 12');
      await page.waitForText('First name is Zoë 12, typed');
      await page.fill('First name', 'Bo');
      await page.waitForText('First name is Bo, typed');
      await page.fill('First name', '');
      await page.waitForText('First name is empty');
      await page.fill('First name', 'Ana 🦺 عمر');
      expect(await page.evaluate(`document.querySelector('input').value`)).toBe('Ana 🦺 عمر');
      await page.fill('Started on', '2026-11-22');
      await page.waitForText('Started on 2026-11-22');
    });

    it('clicks buttons by their accessible name once they are enabled, and once or twice as told', async () => {
      await page.clickButton('Save later');
      await page.waitForText('Saved by a trusted mouse');
      await page.clickButton('Close panel');
      await page.waitForText('Panel closed');
      await page.clickButton('Edit', { within: 'Bela' });
      await page.waitForText('Editing Bela');
      await page.clickText('Cleo', { count: 2 });
      await page.waitForText('Opened Cleo');
      await page.clickText('I agree');
      await page.waitFor(`document.querySelector('input[type=checkbox]').checked`);
    });

    it('chooses from a native select and from a button with a listbox', async () => {
      await page.select('Role', 'Manager');
      await page.waitForText('Role is manager');
      await page.select('Unit', 'North dock');
      await page.waitForText('Unit is North dock');
    });

    it('presses keys where the focus is, with modifiers too', async () => {
      await page.evaluate('document.activeElement?.blur()');
      await page.press('7');
      await page.waitForText('Key 7');
      await page.press('Escape');
      await page.waitForText('Key Escape');
      await page.evaluate(`document.querySelector('#started').focus()`);
      await page.press('Shift+Tab');
      await page.waitFor(`document.activeElement?.id === 'first'`, {
        what: 'the focus in the field before',
        timeout: 2000,
      });
    });

    it('says what it waited for, why in vain, and what the page shows', async () => {
      await expect(page.clickButton('Never', { timeout: 300 })).rejects.toThrow(
        /a button "Never": it is disabled.*Sample site/s,
      );
      await expect(page.clickButton('Nobody', { timeout: 300 })).rejects.toThrow(
        /a button "Nobody": there is none/,
      );
      await expect(page.clickButton('Hidden', { timeout: 300 })).rejects.toThrow(/it is not visible/);
      await expect(page.clickButton('Buried', { timeout: 300 })).rejects.toThrow(
        /it is covered by <div class="cover">/,
      );
      await expect(page.waitForText('No such words', { timeout: 300 })).rejects.toThrow(
        /the text "No such words".*Sample site/s,
      );
      await expect(page.waitForNoText('Sample site', { timeout: 300 })).rejects.toThrow(
        /the text "Sample site" to go/,
      );
      await expect(page.waitForUrl('/elsewhere', { timeout: 300 })).rejects.toThrow(
        /the address \/elsewhere/,
      );
      await expect(
        page.waitFor('new Promise(() => {})', { timeout: 300, what: 'the end of time' }),
      ).rejects.toThrow(/the end of time/);
      await expect(page.evaluate('Promise.reject(new Error("broken"))')).rejects.toThrow(/broken/);
    });

    it('takes a picture', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'floorkey-picture-'));
      try {
        const file = join(folder, 'page.png');
        await page.screenshot(file);
        const picture = await readFile(file);
        expect(picture.subarray(1, 4).toString()).toBe('PNG');
        expect(picture.length).toBeGreaterThan(2000);
      } finally {
        await rm(folder, { recursive: true });
      }
    });

    it('has no console error until one happens, and does not count a refused API request', async () => {
      const fresh = await browser.openPage(site.url);
      await fresh.waitForText('Sample site');
      await fresh.evaluate(`fetch('/api/refused').then((response) => response.status)`);
      expect(await fresh.consoleErrors()).toEqual([]);
      await fresh.clickButton('Break the rules');
      await fresh.waitForText('Rules broken');
      await expect
        .poll(async () => (await fresh.consoleErrors()).join('\n'))
        .toMatch(/(?=.*said aloud)(?=.*thrown late)(?=.*(script-src|Content.Security.Policy|inline))/s);
      await fresh.close();
    });

    it('shares its storage with the other pages of the same browser only', async () => {
      const other = await browser.openPage(site.url);
      await page.evaluate(`localStorage.setItem('shared', 'yes')`);
      expect(await other.evaluate(`localStorage.getItem('shared')`)).toBe('yes');
      await other.close();
      expect(await page.text()).toContain('Sample site');
    });

    it.runIf(engine === 'chromium')(
      'is checked by axe under its strict policies, with a slowed CPU and without a network',
      async () => {
        if (!(page instanceof ChromiumPage)) throw new Error('This page is not a ChromiumPage.');
        const found = await page.axe();
        expect(found.map(({ rule }) => rule)).toEqual(['image-alt']);
        await page.throttleCpu(4);
        await page.throttleCpu(1);
        await page.raw.context().setOffline(true);
        expect(await page.evaluate(`fetch('/api/refused').then(() => 'online', () => 'offline')`)).toBe(
          'offline',
        );
        await page.raw.context().setOffline(false);
      },
    );

    it('keeps a key that cannot be read out, and opens from the service worker with the server stopped', async () => {
      await page.clickButton('Make a key');
      await page.waitForText('Key made');
      await page.waitFor('navigator.serviceWorker.ready.then(() => true)', { what: 'the service worker' });
      await site.stop();
      if (browser.canRestart) {
        await browser.restart();
        page = await browser.openPage(site.url);
      } else {
        await expect(browser.restart()).rejects.toThrow(/not supported in this engine/);
        await page.reload();
      }
      await page.waitForText('Sample site');
      expect(await page.url()).toBe(site.url);
      await page.clickButton('Use the key');
      await page.waitForText('Signed with a key that is not extractable');
    });

    it('refuses to open an address where nobody answers', async () => {
      await expect(page.goto('http://127.0.0.1:21000/nobody')).rejects.toThrow();
    });
  });
});
