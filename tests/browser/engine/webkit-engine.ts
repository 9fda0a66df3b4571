// WebKitGTK, the engine family of the iPad, over its WebDriver on a virtual display.
import { mkdirSync } from 'node:fs';
import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver';
import { DrivenPage } from './driven-page.ts';
import { type Browser, defaultViewport, type LaunchOptions, type Page, type Viewport } from './engine.ts';
import { findFreePort } from './free-port.ts';
import { describeMissingEngine, findWebKit } from './installed-engines.ts';
import { type KeptFolder, type KeptProcess, makeFolder, startProcess } from './kept-process.ts';
import { acquireDisplay, releaseDisplay } from './virtual-display.ts';
import { waitUntil } from './wait-until.ts';
import { Turns, WebKitDriver } from './webkit-window.ts';

const startTimeout = 20_000;

class WebKitBrowser implements Browser {
  readonly engine = 'webkit';
  readonly canRestart = false;
  readonly #viewport: Viewport;
  readonly #folder: KeptFolder = makeFolder('webkit');
  readonly #turns = new Turns();
  #driverProcess: KeptProcess | undefined;
  #driver: WebDriver | undefined;
  #spareWindow: string | undefined;
  #hasDisplay = false;

  constructor(viewport: Viewport) {
    this.#viewport = viewport;
  }

  async start(): Promise<void> {
    const programs = findWebKit();
    if (!programs) throw describeMissingEngine('webkit');
    this.#hasDisplay = true;
    const display = await acquireDisplay();
    const port = await findFreePort();
    const server = `http://127.0.0.1:${port}`;
    this.#driverProcess = startProcess(
      programs.driver,
      [`--port=${port}`],
      this.#makeEnvironment(display),
      'ignore',
    );
    await waitUntil(
      async () => ((await fetch(`${server}/status`)).ok ? { value: true } : { reason: 'it is not ready' }),
      startTimeout,
      async (reason) => `WebKitWebDriver did not start: ${reason}`,
    );
    this.#driver = await new Builder()
      .usingServer(server)
      .withCapabilities(
        new Capabilities({
          browserName: 'MiniBrowser',
          'webkitgtk:browserOptions': { binary: programs.browser, args: ['--automation'] },
        }),
      )
      .build();
    await this.#driver.manage().setTimeouts({ script: 30_000, pageLoad: 30_000, implicit: 0 });
    this.#spareWindow = await this.#driver.getWindowHandle();
  }

  async openPage(url: string): Promise<Page> {
    const driver = this.#driver;
    if (!driver) throw new Error('This browser is closed.');
    const window = this.#spareWindow ?? (await this.#turns.take(() => this.#openWindow(driver)));
    this.#spareWindow = undefined;
    const page = new DrivenPage(
      new WebKitDriver(driver, this.#turns, window, (spare) => {
        this.#spareWindow = spare;
      }),
    );
    await page.setViewport(this.#viewport.width, this.#viewport.height);
    await page.goto(url);
    return page;
  }

  async restart(): Promise<void> {
    throw new Error(
      'restart is not supported in this engine: WebKitGTK keeps no storage of an automated browser. Ask canRestart first.',
    );
  }

  async close(): Promise<void> {
    const driver = this.#driver;
    this.#driver = undefined;
    try {
      await driver?.quit();
    } finally {
      await this.#driverProcess?.stop();
      if (this.#hasDisplay) await releaseDisplay();
      this.#hasDisplay = false;
      this.#folder.remove();
    }
  }

  async #openWindow(driver: WebDriver): Promise<string> {
    const [open = ''] = await driver.getAllWindowHandles();
    await driver.switchTo().window(open);
    // A window, not a tab: a tab in the background would be hidden, and its timers and frames would slow down.
    await driver.switchTo().newWindow('window');
    return driver.getWindowHandle();
  }

  /** The environment of an own empty home, with no session bus that would outlive the test. */
  #makeEnvironment(display: string): NodeJS.ProcessEnv {
    const home = this.#folder.path;
    mkdirSync(`${home}/run`, { mode: 0o700 });
    return {
      PATH: process.env.PATH,
      LANG: 'C.UTF-8',
      HOME: home,
      TMPDIR: home,
      XDG_RUNTIME_DIR: `${home}/run`,
      DISPLAY: display,
      GDK_BACKEND: 'x11',
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      NO_AT_BRIDGE: '1',
    };
  }
}

/** Starts WebKitGTK's small browser on a fresh, empty home. */
export async function launchWebKit(options: LaunchOptions = {}): Promise<Browser> {
  const browser = new WebKitBrowser(options.viewport ?? defaultViewport);
  try {
    await browser.start();
  } catch (error) {
    await browser.close();
    throw error;
  }
  return browser;
}
