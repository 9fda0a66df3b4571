// The last chance of what a revoked tablet noted: it is sent as long as batches get through.
import { Unreachable } from '../calls/api-problem.ts';
import type { DeviceRecord } from '../store/database.ts';
import { countEvents } from '../store/outbox.ts';
import { waitAtMost } from '../store/wait-at-most.ts';
import { pushEvents } from '../sync/push-events.ts';

const tries = 3;
/** While the browser clears the storage by itself, a read may stay without an answer. */
const readMilliseconds = 1000;
/** So long the tablet waits for a batch to get through. */
const patienceMilliseconds = 10_000;
/** From a minute after its first refusal on, the server has the browser clear everything. */
const longestMilliseconds = 50_000;

/** Sends again what was not answered; a refusal ends it. */
async function pushStubbornly(device: DeviceRecord): Promise<true> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    try {
      await pushEvents(device);
      return true;
    } catch (error) {
      if (!(error instanceof Unreachable)) return true;
    }
  }
  return true;
}

/** Returns when everything is sent, or refused, or when nothing gets through any more. */
export async function pushBeforeWipe(device: DeviceRecord): Promise<void> {
  const countSoon = () =>
    waitAtMost(
      readMilliseconds,
      countEvents().catch(() => 0),
    );
  const pushing = pushStubbornly(device);
  for (let waited = 0; waited < longestMilliseconds; waited += patienceMilliseconds) {
    const before = await countSoon();
    if (await waitAtMost(patienceMilliseconds, pushing)) return;
    const left = await countSoon();
    if (before === undefined || left === undefined || left >= before) return;
  }
}
