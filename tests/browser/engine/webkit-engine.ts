// WebKitGTK, the engine family of the iPad, over its WebDriver on a virtual display.
import { mkdirSync } from 'node:fs';
import { Builder, Capabilities, Key, type WebDriver } from 'selenium-webdriver';
import { DrivenPage, type PageDriver } from './driven-page.ts';
import { type Browser, defaultViewport, type LaunchOptions, type Page, type Viewport } from './engine.ts';
import { findFreePort } from './free-port.ts';
import { describeMissingEngine, findWebKit } from './installed-engines.ts';
import { type KeptFolder, type KeptProcess, makeFolder, startProcess } from './kept-process.ts';
import { acquireDisplay, releaseDisplay } from './virtual-display.ts';
import { waitUntil } from './wait-until.ts';

const startTimeout = 20_000;

const errors = '__pageErrors';
// The driver tells nothing of the console, so each document gathers its errors itself from the first script on that a test runs in it.
const collectErrors = `if (!window.${errors}) {
  const errors = (window.${errors} = []);
  const log = console.error;
  console.error = (...parts) => { errors.push(parts.map(String).join(' ')); log.apply(console, parts); };
  addEventListener('error', (event) => { if (event instanceof ErrorEvent) errors.push(event.message); });
  addEventListener('unhandledrejection', (event) => { errors.push('Unhandled rejection: ' + event.reason); });
  addEventListener('securitypolicyviolation', (event) => {
    errors.push('Policy violation: ' + event.violatedDirective + ' blocked ' + event.blockedURI);
  });
}`;

const keys = new Map<string, string>([
  ['Enter', Key.ENTER],
  ['Escape', Key.ESCAPE],
  ['Tab', Key.TAB],
  ['Backspace', Key.BACK_SPACE],
  ['Delete', Key.DELETE],
  ['Home', Key.HOME],
  ['End', Key.END],
  ['PageUp', Key.PAGE_UP],
  ['PageDown', Key.PAGE_DOWN],
  ['ArrowUp', Key.ARROW_UP],
  ['ArrowDown', Key.ARROW_DOWN],
  ['ArrowLeft', Key.ARROW_LEFT],
  ['ArrowRight', Key.ARROW_RIGHT],
  ['Shift', Key.SHIFT],
  ['Control', Key.CONTROL],
  ['Alt', Key.ALT],
  ['Meta', Key.META],
  ['Space', ' '],
  ...Array.from({ length: 12 }, (_, index): [string, string] => [
    `F${index + 1}`,
    String.fromCodePoint(0xe031 + index),
  ]),
]);

function findKey(name: string): string {
  return keys.get(name) ?? name;
}

/** Runs one thing after another: the driver knows only one current window. */
class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}

class WebKitDriver implements PageDriver {
  readonly #driver: WebDriver;
  readonly #turns: Turns;
  readonly #window: string;
  readonly #errors: string[] = [];

  readonly #giveBack: (window: string) => void;

  constructor(driver: WebDriver, turns: Turns, window: string, giveBack: (window: string) => void) {
    this.#driver = driver;
    this.#turns = turns;
    this.#window = window;
    this.#giveBack = giveBack;
  }

  #use<T>(work: (driver: WebDriver) => Promise<T>): Promise<T> {
    return this.#turns.take(async () => {
      await this.#driver.switchTo().window(this.#window);
      return work(this.#driver);
    });
  }

  async goto(url: string): Promise<void> {
    await this.#gatherErrors();
    await this.#use((driver) => driver.get(url));
    // The driver shows its own page about an unreachable server and calls that a success.
    if ((await this.evaluate<string>('location.href')) === 'about:blank' && url !== 'about:blank') {
      throw new Error(
        `${url} could not be loaded: ${await this.evaluate<string>('document.body.innerText')}`,
      );
    }
  }

  async reload(): Promise<void> {
    await this.#gatherErrors();
    await this.#use((driver) => driver.navigate().refresh());
  }

  evaluate<T>(script: string): Promise<T> {
    return this.#use((driver) => driver.executeScript<T>(`${collectErrors}; return (${script}\n)`));
  }

  clickAt(x: number, y: number, count: number): Promise<void> {
    return this.#use(async (driver) => {
      const mouse = driver.actions().move({ x: Math.round(x), y: Math.round(y), duration: 0 });
      for (let click = 0; click < count; click += 1) mouse.press().release();
      await mouse.perform();
    });
  }

  typeText(text: string): Promise<void> {
    return this.#use((driver) => driver.actions().sendKeys(text).perform());
  }

  keyDown(key: string): Promise<void> {
    return this.#use((driver) => driver.actions().keyDown(findKey(key)).perform());
  }

  keyUp(key: string): Promise<void> {
    return this.#use((driver) => driver.actions().keyUp(findKey(key)).perform());
  }

  screenshot(): Promise<Uint8Array> {
    return this.#use(async (driver) => Buffer.from(await driver.takeScreenshot(), 'base64'));
  }

  /** Sizes the window so that its inside measures this; without a window manager that takes a moment and a second try. */
  async setViewport(viewport: Viewport): Promise<void> {
    await waitUntil(
      async () => {
        const [width = 0, height = 0] = await this.evaluate<number[]>('[innerWidth, innerHeight]');
        if (width === viewport.width && height === viewport.height) return { value: true };
        await this.#use(async (driver) => {
          const outer = await driver.manage().window().getRect();
          const [innerWidth = 0, innerHeight = 0] = await driver.executeScript<number[]>(
            'return [innerWidth, innerHeight]',
          );
          const frame = {
            width: Math.max(0, outer.width - innerWidth),
            height: Math.max(0, outer.height - innerHeight),
          };
          await driver
            .manage()
            .window()
            .setRect({
              x: 0,
              y: 0,
              width: viewport.width + frame.width,
              height: viewport.height + frame.height,
            });
        });
        return { reason: `it measures ${width}×${height}` };
      },
      startTimeout,
      async (reason) => `The window did not become ${viewport.width}×${viewport.height}: ${reason}.`,
    );
  }

  async consoleErrors(): Promise<string[]> {
    await this.#gatherErrors();
    return [...this.#errors];
  }

  close(): Promise<void> {
    return this.#use(async (driver) => {
      // With its last window the whole session would end.
      if ((await driver.getAllWindowHandles()).length > 1) {
        await driver.close();
        return;
      }
      await driver.get('about:blank');
      this.#giveBack(this.#window);
    });
  }

  /** Keeps the errors of a document before it is left. */
  async #gatherErrors(): Promise<void> {
    this.#errors.push(...(await this.evaluate<string[]>(`window.${errors}.splice(0)`).catch(() => [])));
  }
}

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
