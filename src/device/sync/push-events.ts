// Sends what the tablet noted, in batches and in order, and forgets it once the server has taken it.
import { deviceEventsAtOnce, pushEvents as pushEndpoint } from '../../contract/endpoints/device.ts';
import { callAsDevice } from '../calls/call-as-device.ts';
import type { DeviceRecord } from '../store/database.ts';
import { countEvents, fillReserve, forgetEvents, readOutbox } from '../store/outbox.ts';

/**
 * Sends until the outbox is empty; of all pages and the worker only one sends at a time. A batch whose answer was lost
 * is sent again, and the server passes over what it knows.
 * @throws ApiProblem, Unreachable, StorageFailure; what was not taken stays
 */
export async function pushEvents(device: DeviceRecord): Promise<void> {
  await navigator.locks.request('floorkey-push', async () => {
    for (;;) {
      const waiting = await readOutbox(deviceEventsAtOnce + 1);
      const events = waiting.slice(0, deviceEventsAtOnce);
      const [first, last, next] = [events[0], events.at(-1), waiting[deviceEventsAtOnce]];
      if (!first || !last) return fillReserve();
      const queue = {
        length: await countEvents(),
        oldestAt: new Date(first.at).toISOString(),
        ...(next ? { nextAt: new Date(next.at).toISOString() } : {}),
      };
      const body = { now: Date.now(), events: events.map(({ sequence, jws }) => ({ sequence, jws })), queue };
      const { upTo } = await callAsDevice(device, pushEndpoint, { body });
      // A server that takes nothing must not be asked for ever.
      if (upTo < first.sequence) return;
      // Where an older storage was put back, the server counts further than what it was sent.
      await forgetEvents(Math.min(upTo, last.sequence));
    }
  });
}
