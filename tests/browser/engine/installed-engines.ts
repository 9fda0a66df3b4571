// Which of the three browser engines this machine has, and where.
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The engines that the tests can drive. */
export type InstalledEngine = 'chromium' | 'webkit' | 'firefox';

/** The programs that WebKitGTK takes: its driver, its browser, and a display to draw on. */
export interface WebKitPrograms {
  driver: string;
  browser: string;
  display: string;
}

/** The Debian packages that each engine needs. */
export const debianPackages: Readonly<Record<InstalledEngine, readonly string[]>> = {
  chromium: ['chromium'],
  webkit: ['webkit2gtk-driver', 'xvfb', 'xauth', 'dbus-x11'],
  firefox: ['firefox-esr'],
};

/** The path of the first of these program names that is in PATH (an absolute path stands for itself), or nothing. */
export function findProgram(...names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of names) {
    const paths = name.startsWith('/') ? [name] : folders.map((folder) => join(folder, name));
    const path = paths.find((candidate) => existsSync(candidate));
    if (path) return path;
  }
  return undefined;
}

/** Chromium, or a browser built from it. */
export function findChromium(): string | undefined {
  return findProgram(
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  );
}

/** Firefox. */
export function findFirefox(): string | undefined {
  return findProgram('firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox');
}

/** WebKitGTK's driver with its small browser and a virtual display; nothing when one of them is missing. */
export function findWebKit(): WebKitPrograms | undefined {
  const driver = findProgram('WebKitWebDriver');
  const display = findProgram('Xvfb');
  const browser = findMiniBrowser();
  return driver && display && browser ? { driver, browser, display } : undefined;
}

function findMiniBrowser(): string | undefined {
  const libraries = ['/usr/lib', '/usr/libexec'];
  if (existsSync('/usr/lib')) {
    libraries.push(
      ...readdirSync('/usr/lib')
        .filter((name) => name.endsWith('-linux-gnu'))
        .map((name) => join('/usr/lib', name)),
    );
  }
  return findProgram(
    ...libraries.flatMap((folder) =>
      ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0'].map((version) =>
        join(folder, version, 'MiniBrowser'),
      ),
    ),
  );
}

/** Looks again which engines are there. */
export function findInstalledEngines(): ReadonlySet<InstalledEngine> {
  const engines = new Set<InstalledEngine>();
  if (findChromium()) engines.add('chromium');
  if (findWebKit()) engines.add('webkit');
  if (findFirefox()) engines.add('firefox');
  return engines;
}

/** The engines that were there when this file was loaded: `describe.skipIf(!installedEngines.has('webkit'))`. */
export const installedEngines: ReadonlySet<InstalledEngine> = findInstalledEngines();

/** The error of a start without the engine. */
export function describeMissingEngine(engine: InstalledEngine): Error {
  return new Error(
    `${engine} is not installed. On Debian or Ubuntu: apt-get install ${debianPackages[engine].join(' ')}`,
  );
}
