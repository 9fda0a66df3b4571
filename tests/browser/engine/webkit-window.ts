// One window of WebKitGTK over WebDriver: its keys, its mouse, its size and its errors.
import { Key, type WebDriver } from 'selenium-webdriver';
import type { Viewport } from './engine.ts';
import type { PageDriver } from './page-driver.ts';
import { waitUntil } from './wait-until.ts';

const sizeTimeout = 30_000;
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
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}

/** One window of WebKitGTK. */
export class WebKitDriver implements PageDriver {
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
      sizeTimeout,
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
