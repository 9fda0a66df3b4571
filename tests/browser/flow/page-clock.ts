// The clock of one page, moved on without waiting.
import type { Page } from '../engine/engine.ts';

/** Moves the page's clock on, in milliseconds, and lets the page notice it, as a tablet does that wakes from sleep. */
export async function advancePageClock(page: Page, ms: number): Promise<void> {
  await page.evaluate(`(() => {
    const before = Date.now;
    Date.now = () => before() + ${ms};
    dispatchEvent(new Event('focus'));
  })()`);
}
