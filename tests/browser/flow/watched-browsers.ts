// The Chromium browsers of one test file: each of their pages must stay free of console errors, and all of them are closed with the file.
import { afterAll, afterEach, expect } from 'vitest';
import {
  type ChromiumBrowser,
  type ChromiumPage,
  launchChromium,
  startChromiumProcess,
} from '../engine/chromium-engine.ts';
import type { LaunchOptions } from '../engine/engine.ts';
import { movableClockScript } from './page-clock.ts';

const browsers: ChromiumBrowser[] = [];
const pages: ChromiumPage[] = [];
let shared: ReturnType<typeof startChromiumProcess> | undefined;

/** Called for each file: those that one worker runs share this module, and with it the process of their browsers. */
export function watchBrowsersOfFile(): void {
  afterEach(async () => {
    for (const page of pages) expect(await page.consoleErrors()).toEqual([]);
  });
  afterAll(async () => {
    pages.length = 0;
    for (const browser of browsers.splice(0)) await browser.close();
  });
}

/** Opens a browser on a fresh profile; the clocks of its pages can be moved. */
export async function startBrowser(options: LaunchOptions = {}): Promise<ChromiumBrowser> {
  // One that died with a file must not take the next ones along.
  if (shared && !(await shared).isRunning()) shared = undefined;
  shared ??= startChromiumProcess();
  return watch(await (await shared).openBrowser(options));
}

/** Opens one that refuses service workers, which must hinder nobody: for screens of accounts, which work online alone. */
export const startBrowserWithoutWorkers = () => startBrowser({ refusesWorkers: true });

/** Starts a browser in a process of its own, which can be restarted; until then, the clocks of its pages can be moved. */
export async function startOwnBrowser(options: LaunchOptions = {}): Promise<ChromiumBrowser> {
  return watch(await launchChromium(options));
}

/** Ends a browser as if its machine were switched off; it can be started again. */
export async function switchOff(browser: ChromiumBrowser): Promise<void> {
  const open = pages.filter(({ raw }) => browser.context.pages().includes(raw));
  for (const page of open) {
    expect(await page.consoleErrors()).toEqual([]);
    // What it is just writing breaks off, and says so.
    pages.splice(pages.indexOf(page), 1);
  }
  await browser.context.close();
}

async function watch(browser: ChromiumBrowser): Promise<ChromiumBrowser> {
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
