// Chromium over Playwright, with the extras that only this engine has: offline, a slowed CPU and axe.
import { type BrowserContext, type CDPSession, chromium, type Page as PlaywrightPage } from 'playwright-core';
import { type AxeViolation, checkWithAxe } from './axe-check.ts';
import { describeConsoleError, isNetworkReport } from './console-errors.ts';
import { DrivenPage } from './driven-page.ts';
import { type Browser, defaultViewport, type LaunchOptions, type Viewport } from './engine.ts';
import { describeMissingEngine, findChromium } from './installed-engines.ts';
import { makeFolder } from './kept-process.ts';
import type { PageDriver } from './page-driver.ts';
import { defaultTimeout } from './wait-until.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-crash-reporter',
];

const isStill = `document.getAnimations().every(
  ({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity)`;

class ChromiumDriver implements PageDriver {
  readonly page: PlaywrightPage;
  readonly devtools: CDPSession;
  readonly #errors: string[] = [];

  constructor(page: PlaywrightPage, devtools: CDPSession) {
    this.page = page;
    this.devtools = devtools;
    page.on('console', (line) => {
      const source = line.location().url;
      if (line.type() !== 'error' || isNetworkReport(line.text(), source)) return;
      this.#errors.push(describeConsoleError(line.text(), source));
    });
    page.on('pageerror', (error) => this.#errors.push(String(error)));
  }

  async goto(url: string): Promise<void> {
    await this.page.goto(url);
  }

  async reload(): Promise<void> {
    await this.page.reload();
  }

  // Not Playwright's own evaluate: that one runs the script by eval, which the pages' policy forbids.
  async evaluate<T>(script: string): Promise<T> {
    const { result, exceptionDetails } = await this.devtools.send('Runtime.evaluate', {
      expression: script,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  clickAt(x: number, y: number, count: number): Promise<void> {
    return this.page.mouse.click(x, y, { clickCount: count });
  }

  // In one go, as a keyboard does that completes words: 25 ms for each key is what took most of the time of these tests.
  typeText(text: string): Promise<void> {
    return this.page.keyboard.insertText(text);
  }

  keyDown(key: string): Promise<void> {
    return this.page.keyboard.down(key);
  }

  keyUp(key: string): Promise<void> {
    return this.page.keyboard.up(key);
  }

  screenshot(): Promise<Uint8Array> {
    return this.page.screenshot();
  }

  setViewport(viewport: Viewport): Promise<void> {
    return this.page.setViewportSize(viewport);
  }

  async consoleErrors(): Promise<string[]> {
    return [...this.#errors];
  }

  close(): Promise<void> {
    return this.page.close();
  }
}

/** A page of Chromium. */
export class ChromiumPage extends DrivenPage<ChromiumDriver> {
  /** Playwright's page, for what the shared interface does not have. */
  get raw(): PlaywrightPage {
    return this.driver.page;
  }

  /** The page's DevTools session. */
  get devtools(): CDPSession {
    return this.driver.devtools;
  }

  /** Makes the CPU so many times slower for this page (1: as it is); its service worker keeps its speed. */
  async throttleCpu(rate: number): Promise<void> {
    await this.devtools.send('Emulation.setCPUThrottlingRate', { rate });
  }

  /** Waits until nothing moves or changes its colour any more; what never comes to rest, like a spinner, does not count. */
  waitUntilStill(): Promise<void> {
    return this.waitFor(isStill, { what: 'the screen to stand still' });
  }

  /** What axe finds wrong with the page once it stands still, under the page's own policies. */
  async axe(): Promise<AxeViolation[]> {
    await this.waitUntilStill();
    return checkWithAxe(this.devtools, 'all');
  }

  /** What axe finds in light, and of colours in dark, where nothing else differs; from then on the page is dark and nothing moves. */
  async axeInLightAndDark(): Promise<(AxeViolation & { scheme: 'light' | 'dark' })[]> {
    await this.raw.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    const light = await this.axe();
    await this.raw.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await this.waitUntilStill();
    const dark = await checkWithAxe(this.devtools, 'of colours');
    return [
      ...light.map((found) => ({ ...found, scheme: 'light' as const })),
      ...dark.map((found) => ({ ...found, scheme: 'dark' as const })),
    ];
  }
}

/** A Chromium with a profile of its own, in a process of its own unless it is told another way to open and to end. */
export class ChromiumBrowser implements Browser {
  readonly engine = 'chromium';
  readonly canRestart = true;
  readonly #open: () => Promise<BrowserContext>;
  readonly #end: () => void;
  #context: BrowserContext | undefined;

  /** @param open gives it its profile, anew after a restart @param end runs after it is closed for good */
  constructor(open: () => Promise<BrowserContext>, end: () => void = () => {}) {
    this.#open = open;
    this.#end = end;
  }

  /** Playwright's context, for what the shared interface does not have. */
  get context(): BrowserContext {
    if (!this.#context) throw new Error('This browser is closed.');
    return this.#context;
  }

  async start(): Promise<void> {
    this.#context = await this.#open();
    this.#context.setDefaultTimeout(defaultTimeout);
  }

  async openPage(url: string): Promise<ChromiumPage> {
    const blank = this.context.pages().find((page) => page.url() === 'about:blank');
    const raw = blank ?? (await this.context.newPage());
    const page = new ChromiumPage(new ChromiumDriver(raw, await this.context.newCDPSession(raw)));
    await page.goto(url);
    return page;
  }

  /** The next window that a page opens. */
  async nextPage(): Promise<ChromiumPage> {
    const raw = await this.context.waitForEvent('page');
    return new ChromiumPage(new ChromiumDriver(raw, await this.context.newCDPSession(raw)));
  }

  /** Cuts or restores the network of every page and service worker; a stopped server is the better test of offline. */
  setOffline(offline: boolean): Promise<void> {
    return this.context.setOffline(offline);
  }

  async restart(): Promise<void> {
    await this.#context?.close();
    await this.start();
  }

  async close(): Promise<void> {
    const context = this.#context;
    this.#context = undefined;
    try {
      await context?.close();
    } finally {
      this.#end();
    }
  }
}

async function startOrClose(browser: ChromiumBrowser): Promise<ChromiumBrowser> {
  try {
    await browser.start();
  } catch (error) {
    await browser.close();
    throw error;
  }
  return browser;
}

function describeProcess(folder: string, args: readonly string[]) {
  const executablePath = findChromium();
  if (!executablePath) throw describeMissingEngine('chromium');
  const env = { ...process.env, HOME: folder };
  return { env, executablePath, args: [...flags, ...args], headless: true };
}

/** Starts Chromium on a fresh profile, which outlives a restart. */
export function launchChromium({
  viewport = defaultViewport,
  args = [],
}: LaunchOptions = {}): Promise<ChromiumBrowser> {
  const folder = makeFolder('chromium');
  const open = async () =>
    chromium.launchPersistentContext(`${folder.path}/profile`, {
      ...describeProcess(folder.path, args),
      viewport,
    });
  return startOrClose(new ChromiumBrowser(open, folder.remove));
}

/**
 * One process in which many browsers live beside each other, each with a profile of its own that ends with it: starting it
 * costs more than most tests. It ends with this process.
 */
export async function startChromiumProcess() {
  const folder = makeFolder('chromium');
  const process = await chromium.launch(describeProcess(folder.path, []));
  return {
    openBrowser: ({
      viewport = defaultViewport,
      refusesWorkers = false,
    }: LaunchOptions = {}): Promise<ChromiumBrowser> => {
      const serviceWorkers = refusesWorkers ? 'block' : 'allow';
      return startOrClose(new ChromiumBrowser(() => process.newContext({ viewport, serviceWorkers })));
    },
    isRunning: () => process.isConnected(),
  };
}
