// The clock of one page, moved on without waiting.
import type { Page } from '../engine/engine.ts';

/** Runs in each page before its own scripts, which keep hold of `Date.now`. */
export const movableClockScript = `{
  const now = Date.now;
  window.clockAhead = 0;
  Date.now = () => now() + window.clockAhead;
}`;

/** Moves the page's clock on, in milliseconds, and lets the page notice it, as a tablet does that wakes from sleep. */
export async function advancePageClock(page: Page, ms: number): Promise<void> {
  await page.evaluate(`(() => {
    if (window.clockAhead === undefined) throw new Error('The clock of this page can not be moved.');
    window.clockAhead += ${Math.round(ms)};
    dispatchEvent(new Event('focus'));
  })()`);
}
