// Takes one screen in every size, and goes on with the next when a scene can't be reached.
import { join } from 'node:path';
import type { ChromiumPage } from '../../tests/browser/engine/chromium-engine.ts';

const sizes = [
  [390, 844],
  [820, 1180],
  [1024, 768],
] as const;

export type PictureOptions = {
  /** In dark colours, too. */
  dark?: boolean;
  /** The whole page on the phone, not only what fits on its screen. */
  whole?: boolean;
};

export interface Camera {
  take(page: ChromiumPage, name: string, options?: PictureOptions): Promise<void>;
  /** Does what leads to a screen; a failure is told and the others go on. */
  scene(name: string, work: () => Promise<void>): Promise<void>;
  readonly failed: readonly string[];
}

const widthTooMuch = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const widestElements = `[...document.querySelectorAll('body *')]
  .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((element) => element.className || element.tagName).slice(0, 4).join(', ')`;

/** @param folder where the pictures go @param isWanted which scenes are to be played */
export function makeCamera(folder: string, isWanted: (name: string) => boolean): Camera {
  const failed: string[] = [];
  return {
    failed,
    async take(page, name, { dark = false, whole = false } = {}) {
      for (const [width, height] of sizes) {
        await page.setViewport(width, height);
        for (const colorScheme of dark ? (['dark', 'light'] as const) : (['light'] as const)) {
          await page.raw.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          await page.waitUntilStill();
          const path = join(folder, `${name}-${width}x${height}-${colorScheme}.png`);
          await page.raw.screenshot({ path, fullPage: whole && width === 390 });
        }
        const wide = await page.evaluate<number>(widthTooMuch);
        if (wide > 0) {
          const widest = await page.evaluate<string>(widestElements);
          const line = `${name}: ${wide}px wider than a screen of ${width}px (${widest})`;
          process.stderr.write(`${line}\n`);
          failed.push(line);
        }
      }
    },
    async scene(name, work) {
      if (!isWanted(name)) return;
      try {
        await work();
      } catch (error) {
        const line = `${name}: ${error instanceof Error ? error.message : String(error)}`;
        process.stderr.write(`${line}\n`);
        failed.push(line);
      }
    },
  };
}
