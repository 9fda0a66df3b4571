/** Waits for a condition that nobody announces, such as the end of another process. */
import { setTimeout as delay } from 'node:timers/promises';

/** Looks every 10 ms until `isTrue` says so; resolves to false when `milliseconds` have passed before that. */
export async function waitUntil(milliseconds: number, isTrue: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (!(await isTrue())) {
    if (performance.now() > end) return false;
    await delay(10);
  }
  return true;
}
