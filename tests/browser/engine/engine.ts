// The one small interface with which flow tests drive a real browser engine, whichever it is.
import type { InstalledEngine } from './installed-engines.ts';

/** The engines that the tests know. */
export type EngineName = InstalledEngine;

/** A browser with one profile: its pages share storage, cookies and service workers. */
export interface Browser {
  readonly engine: EngineName;
  /** Whether {@link Browser.restart} works here: WebKitGTK keeps no profile under automation. */
  readonly canRestart: boolean;
  /** Opens another page (a window or tab of the same profile) and waits until it has loaded `url`. */
  openPage(url: string): Promise<Page>;
  /** Ends the browser and starts it again on the kept profile; its pages are gone, open new ones. */
  restart(): Promise<void>;
  /** Ends the browser and deletes its profile. May be called twice. */
  close(): Promise<void>;
}

/** How to find one of several equal things, and how often to click it. */
export interface ClickOptions {
  /** Only inside the row, list item, dialog, form or group that shows this text. */
  within?: string;
  /** 2 for a double click. */
  count?: number;
  /** Milliseconds to wait for it; 60,000 unless told. */
  timeout?: number;
}

/** How long to wait, and what the failure says was looked for. */
export interface WaitOptions {
  timeout?: number;
  what?: string;
}

/**
 * One page. Whatever acts on an element waits (a minute) until it is visible, enabled, uncovered and at rest, then acts with real
 * pointer and key events. A failure says what was looked for and includes the visible text of the page.
 */
export interface Page {
  /** Loads an address; rejects when no server answers and no service worker does. */
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  url(): Promise<string>;
  /** Clicks a button, link, menu item, tab, option, switch, checkbox or radio by accessible name (exact, trimmed). */
  clickButton(name: string, options?: ClickOptions): Promise<void>;
  /** Clicks the innermost element whose whole text is `text`. */
  clickText(text: string, options?: ClickOptions): Promise<void>;
  /** Replaces the value of the input with that label by typing. */
  fill(label: string, value: string): Promise<void>;
  /** Chooses an option of a native `<select>`, or of a labelled button that opens a listbox. */
  select(label: string, option: string): Promise<void>;
  /** Presses a key by its DOM name ('Enter', 'Escape', '5'), with modifiers as in 'Shift+Tab'. */
  press(key: string): Promise<void>;
  waitForText(text: string, options?: { timeout?: number }): Promise<void>;
  waitForNoText(text: string, options?: { timeout?: number }): Promise<void>;
  /** Waits until the path (or path with query, with hash, or the whole address) is `path`. */
  waitForUrl(path: string, options?: { timeout?: number }): Promise<void>;
  /** The visible text of the body, with white space folded. */
  text(): Promise<string>;
  /** Evaluates a JavaScript expression in the page, awaits a promise, and answers its JSON value. */
  evaluate<T>(script: string): Promise<T>;
  /** Waits until the expression is truthy. */
  waitFor(script: string, options?: WaitOptions): Promise<void>;
  /** Writes what is seen as a PNG file. */
  screenshot(file: string): Promise<void>;
  setViewport(width: number, height: number): Promise<void>;
  /**
   * Console errors, CSP violations and uncaught exceptions since the page opened; not the browser's own lines about refused
   * API requests or an unreachable server, which tests cause on purpose.
   */
  consoleErrors(): Promise<string[]>;
  close(): Promise<void>;
}

/** Width and height in CSS pixels. */
export interface Viewport {
  width: number;
  height: number;
}

/** What a browser may be started with. */
export interface LaunchOptions {
  viewport?: Viewport;
  /** More arguments for the command line; Chromium alone takes them. */
  args?: readonly string[];
  /** As in a private window, pages get no service worker; Chromium alone heeds it. */
  refusesWorkers?: boolean;
}

/** The landscape screen of a small tablet. */
export const defaultViewport: Viewport = { width: 1280, height: 800 };

/**
 * Starts a browser on a fresh profile.
 * @throws when the engine is not installed, saying which packages it needs.
 */
export async function launchBrowser(engine: EngineName, options: LaunchOptions = {}): Promise<Browser> {
  switch (engine) {
    case 'chromium':
      return (await import('./chromium-engine.ts')).launchChromium(options);
    case 'webkit':
      return (await import('./webkit-engine.ts')).launchWebKit(options);
    case 'firefox':
      return (await import('./firefox-engine.ts')).launchFirefox(options);
  }
}
