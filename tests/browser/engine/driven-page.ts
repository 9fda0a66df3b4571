// A page of any engine: the waiting, finding and acting that all engines share, over the few things each does its own way.
import { writeFile } from 'node:fs/promises';
import { type ElementQuery, type FoundElement, findElementScript } from './element-finder.ts';
import type { ClickOptions, Page, WaitOptions } from './engine.ts';
import type { PageDriver } from './page-driver.ts';
import { defaultTimeout, waitUntil } from './wait-until.ts';

type Target = Extract<FoundElement, { found: true }>;

const longestAttempt = 2000;
const keptField = '__keptField';
const foldScript = (text: string) => JSON.stringify(text.replace(/\s+/g, ' ').trim());
const textScript = `(document.body?.innerText ?? '').replace(/\\s+/g, ' ').trim()`;

/** The {@link Page} that tests see, over the driver of one engine. */
export class DrivenPage<Driver extends PageDriver = PageDriver> implements Page {
  readonly driver: Driver;

  constructor(driver: Driver) {
    this.driver = driver;
  }

  goto(url: string): Promise<void> {
    return this.driver.goto(url);
  }

  reload(): Promise<void> {
    return this.driver.reload();
  }

  url(): Promise<string> {
    return this.driver.evaluate<string>('location.href');
  }

  async clickButton(name: string, options: ClickOptions = {}): Promise<void> {
    await this.#click({ by: 'button', name, within: options.within }, `a button "${name}"`, options);
  }

  async clickText(text: string, options: ClickOptions = {}): Promise<void> {
    await this.#click(
      { by: 'text', name: text, within: options.within },
      `the text "${text}" to click`,
      options,
    );
  }

  async fill(label: string, value: string): Promise<void> {
    const what = `a field labelled "${label}"`;
    const field = await this.#find({ by: 'label', name: label, keepAs: keptField }, what);
    if (field.kind !== 'typed' && field.kind !== 'set')
      throw new Error(`The thing labelled "${label}" is no text field.`);
    // Keyboards of drivers stumble over emoji, control characters and very long texts.
    if (field.kind === 'set' || value.length > 200 || /[^\u0020-\ud7ff]/.test(value)) {
      await this.#setValue(value);
      return;
    }
    const readField = `(window.${keptField}.value ?? window.${keptField}.innerText)`;
    const before = await this.driver.evaluate<string>(readField);
    await waitUntil(
      async () => {
        await this.driver.evaluate(
          `(() => { const field = window.${keptField}; field.focus(); field.select ? field.select() : getSelection().selectAllChildren(field); })()`,
        );
        if (value === '') await this.press('Backspace');
        else await this.driver.typeText(value);
        // A dialog that opens just then takes the focus, and what is typed with it.
        const now = await this.driver.evaluate<string>(readField);
        return now === value || now !== before ? { value: now } : { reason: 'it took nothing' };
      },
      defaultTimeout,
      (reason) => this.#describeFailure(what, reason),
    );
  }

  async select(label: string, option: string): Promise<void> {
    const found = await this.#find(
      { by: 'label', name: label, keepAs: keptField },
      `a choice labelled "${label}"`,
    );
    if (found.kind === 'select') {
      const wanted = `[...window.${keptField}.options].find((one) => one.label.trim() === ${foldScript(option)})`;
      await this.waitFor(wanted, { what: `the option "${option}" of "${label}"` });
      await this.#setValue(await this.evaluate<string>(`${wanted}.value`));
      return;
    }
    await this.driver.clickAt(found.x, found.y, 1);
    await this.clickButton(option);
    await this.waitFor(
      `document.querySelector('[role=listbox]') === null || window.${keptField}.innerText.includes(${foldScript(option)})`,
      {
        what: `"${option}" to be chosen for "${label}"`,
      },
    );
  }

  async press(key: string): Promise<void> {
    const keys = key === '+' ? [key] : key.split('+');
    for (const one of keys) await this.driver.keyDown(one);
    for (const one of keys.reverse()) await this.driver.keyUp(one);
  }

  waitForText(text: string, options: { timeout?: number } = {}): Promise<void> {
    return this.waitFor(`${textScript}.includes(${foldScript(text)})`, {
      ...options,
      what: `the text "${text}"`,
    });
  }

  waitForNoText(text: string, options: { timeout?: number } = {}): Promise<void> {
    return this.waitFor(`!${textScript}.includes(${foldScript(text)})`, {
      ...options,
      what: `the text "${text}" to go`,
    });
  }

  waitForUrl(path: string, options: { timeout?: number } = {}): Promise<void> {
    const paths =
      '[location.pathname, location.pathname + location.search, location.pathname + location.search + location.hash, location.href]';
    return this.waitFor(`${paths}.includes(${JSON.stringify(path)})`, {
      ...options,
      what: `the address ${path}`,
    });
  }

  text(): Promise<string> {
    return this.driver.evaluate<string>(textScript);
  }

  evaluate<T>(script: string): Promise<T> {
    return this.driver.evaluate<T>(script);
  }

  async waitFor(script: string, options: WaitOptions = {}): Promise<void> {
    const timeout = options.timeout ?? defaultTimeout;
    // A promise that never settles counts as not yet; else it would hold up the driver, and the message of the failure.
    const truthy = `Promise.race([
      Promise.resolve(${script}).then(Boolean),
      new Promise((resolve) => setTimeout(resolve, ${Math.min(timeout, longestAttempt)}, false)),
    ])`;
    await waitUntil(
      async () =>
        (await this.driver.evaluate<boolean>(truthy)) ? { value: true } : { reason: 'it is not so' },
      timeout,
      (reason) => this.#describeFailure(options.what ?? script, reason),
    );
  }

  async screenshot(file: string): Promise<void> {
    await writeFile(file, await this.driver.screenshot());
  }

  setViewport(width: number, height: number): Promise<void> {
    return this.driver.setViewport({ width, height });
  }

  consoleErrors(): Promise<string[]> {
    return this.driver.consoleErrors();
  }

  close(): Promise<void> {
    return this.driver.close();
  }

  async #click(query: ElementQuery, what: string, options: ClickOptions): Promise<void> {
    const target = await this.#find(query, what, options.timeout);
    await this.driver.clickAt(target.x, target.y, options.count ?? 1);
  }

  /** Waits until the element is there, usable, and at the same place twice: a dialog that slides in is missed by a click. */
  #find(query: ElementQuery, what: string, timeout = defaultTimeout): Promise<Target> {
    const script = findElementScript(query);
    const wanted = query.within === undefined ? what : `${what} beside "${query.within}"`;
    let before: Target | undefined;
    return waitUntil(
      async () => {
        const now = await this.driver.evaluate<FoundElement>(script);
        const last = before;
        before = now.found ? now : undefined;
        if (!now.found) return { reason: now.reason };
        return last?.x === now.x && last.y === now.y ? { value: now } : { reason: 'it moves' };
      },
      timeout,
      (reason) => this.#describeFailure(wanted, reason),
    );
  }

  /** Sets the kept field past React's own bookkeeping of values, and tells the page as a typing person would. */
  async #setValue(value: string): Promise<void> {
    await this.driver.evaluate(`(() => {
      const field = window.${keptField};
      field.focus();
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, ${JSON.stringify(value)});
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    })()`);
  }

  async #describeFailure(what: string, reason: string): Promise<string> {
    const [url, text, errors] = await Promise.all([
      this.url().catch(() => 'an unknown address'),
      this.text().catch(() => '(the page does not answer)'),
      this.driver.consoleErrors().catch(() => []),
    ]);
    const complaints = errors.length > 0 ? `\nConsole errors: ${errors.join('\n  ')}` : '';
    return `Waited in vain for ${what}: ${reason}. The page at ${url} shows: ${text}${complaints}`;
  }
}
