// The Chromium browsers of one test file: each of their pages must stay free of console errors, and all of them end with the file.
import { afterAll, afterEach, expect } from 'vitest';
import { type ChromiumBrowser, type ChromiumPage, launchChromium } from '../engine/chromium-engine.ts';
import type { LaunchOptions } from '../engine/engine.ts';
import { movableClockScript } from './page-clock.ts';

const browsers: ChromiumBrowser[] = [];
const pages: ChromiumPage[] = [];

afterEach(async () => {
  for (const page of pages) expect(await page.consoleErrors()).toEqual([]);
});

afterAll(async () => {
  for (const browser of browsers) await browser.close();
});

/** Starts a browser on a fresh profile; until it is restarted, the clocks of its pages can be moved. */
export async function startBrowser(options: LaunchOptions = {}): Promise<ChromiumBrowser> {
  const browser = await launchChromium(options);
  browsers.push(browser);
  await browser.context.addInitScript({ content: movableClockScript });
  return browser;
}

/** Opens a page whose console is watched. */
export async function openPage(browser: ChromiumBrowser, url: string): Promise<ChromiumPage> {
  const page = await browser.openPage(url);
  pages.push(page);
  return page;
}
