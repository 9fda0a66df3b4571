// The server's clock in browser flows: it runs as the browser's own does, and a test can move it on.
import type { TestClock } from '../../integration/harness/test-clock.ts';

/** Makes a clock that runs, and stands ahead of the real one by whatever it was advanced. */
export function makeRunningClock(): TestClock {
  let ahead = 0;
  return {
    get now() {
      return new Date(Date.now() + ahead);
    },
    set now(time) {
      ahead = time.getTime() - Date.now();
    },
    advance(ms) {
      ahead += ms;
    },
  };
}
