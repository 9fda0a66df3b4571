// Firefox over Puppeteer and WebDriver BiDi.
import puppeteer, {
  type KeyInput,
  type Browser as PuppeteerBrowser,
  type Page as PuppeteerPage,
} from 'puppeteer-core';
import { describeConsoleError, isNetworkReport } from './console-errors.ts';
import { DrivenPage } from './driven-page.ts';
import { type Browser, defaultViewport, type LaunchOptions, type Page, type Viewport } from './engine.ts';
import { describeMissingEngine, findFirefox } from './installed-engines.ts';
import { bindToParent, makeFolder } from './kept-process.ts';
import type { PageDriver } from './page-driver.ts';

class FirefoxDriver implements PageDriver {
  readonly page: PuppeteerPage;
  readonly #errors: string[] = [];

  constructor(page: PuppeteerPage) {
    this.page = page;
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

  async evaluate<T>(script: string): Promise<T> {
    const result: T = await this.page.evaluate<unknown[], () => T>(script);
    return result;
  }

  clickAt(x: number, y: number, count: number): Promise<void> {
    return this.page.mouse.click(x, y, { count });
  }

  typeText(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  keyDown(key: KeyInput): Promise<void> {
    return this.page.keyboard.down(key);
  }

  keyUp(key: KeyInput): Promise<void> {
    return this.page.keyboard.up(key);
  }

  screenshot(): Promise<Uint8Array> {
    return this.page.screenshot();
  }

  setViewport(viewport: Viewport): Promise<void> {
    return this.page.setViewport(viewport);
  }

  async consoleErrors(): Promise<string[]> {
    return [...this.#errors];
  }

  close(): Promise<void> {
    return this.page.close();
  }
}

class FirefoxBrowser implements Browser {
  readonly engine = 'firefox';
  readonly canRestart = true;
  readonly #folder = makeFolder('firefox');
  readonly #viewport: Viewport;
  #browser: PuppeteerBrowser | undefined;

  constructor(viewport: Viewport) {
    this.#viewport = viewport;
  }

  async start(): Promise<void> {
    const firefox = findFirefox();
    if (!firefox) throw describeMissingEngine('firefox');
    const command = bindToParent(firefox, ['--headless', '--profile', `${this.#folder.path}/profile`]);
    this.#browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: command.program,
      args: command.args,
      ignoreDefaultArgs: true,
      defaultViewport: this.#viewport,
      env: { ...process.env, HOME: this.#folder.path },
    });
  }

  async openPage(url: string): Promise<Page> {
    if (!this.#browser) throw new Error('This browser is closed.');
    const raw = await this.#browser.newPage();
    const page = new DrivenPage(new FirefoxDriver(raw));
    await page.goto(url);
    return page;
  }

  async restart(): Promise<void> {
    await this.#browser?.close();
    await this.start();
  }

  async close(): Promise<void> {
    const browser = this.#browser;
    this.#browser = undefined;
    try {
      await browser?.close();
    } finally {
      this.#folder.remove();
    }
  }
}

/** Starts Firefox on a fresh profile. */
export async function launchFirefox(options: LaunchOptions = {}): Promise<Browser> {
  const browser = new FirefoxBrowser(options.viewport ?? defaultViewport);
  try {
    await browser.start();
  } catch (error) {
    await browser.close();
    throw error;
  }
  return browser;
}
