// Two pages, or a page and the worker, that send what the tablet noted at the same moment.
import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { deviceEventsAtOnce } from '../../src/contract/endpoints/device.ts';
import type { DeviceRecord } from '../../src/device/store/database.ts';
import { makeDeviceKeys } from '../../src/device/store/device-key.ts';

const batches = vi.hoisted((): number[][] => []);
vi.mock('../../src/device/calls/call-as-device.ts', () => ({
  async callAsDevice(
    _device: unknown,
    _endpoint: unknown,
    { body }: { body: { events: { sequence: number }[] } },
  ) {
    batches.push(body.events.map(({ sequence }) => sequence));
    // The other page gets its turn while this one waits.
    await new Promise((resolve) => setImmediate(resolve));
    return { upTo: body.events.at(-1)?.sequence ?? 0 };
  },
}));

/** The code of one page, with modules and a connection to the storage of its own. */
async function openOnePage() {
  vi.resetModules();
  const [{ createDatabase }, { countEvents }, { pushEvents }] = await Promise.all([
    import('../../src/device/store/database.ts'),
    import('../../src/device/store/outbox.ts'),
    import('../../src/device/sync/push-events.ts'),
  ]);
  return { createDatabase, countEvents, pushEvents };
}

it('send each batch once, in order', async () => {
  const device: DeviceRecord = {
    id: crypto.randomUUID(),
    token: 't',
    keys: await makeDeviceKeys(),
    organizationName: 'Bakery',
    deviceName: 'Counter',
    linkedAt: 0,
  };
  const [one, other] = [await openOnePage(), await openOnePage()];
  const database = await one.createDatabase();
  const count = 2 * deviceEventsAtOnce + 5;
  for (let sequence = 1; sequence <= count; sequence += 1) {
    await database.put('outbox', { sequence, jws: `e${sequence}`, at: 0 });
  }
  await Promise.all([one.pushEvents(device), other.pushEvents(device), one.pushEvents(device)]);
  expect(batches.map(({ length }) => length)).toEqual([deviceEventsAtOnce, deviceEventsAtOnce, 5]);
  expect(batches.flat()).toEqual(Array.from({ length: count }, (_, at) => at + 1));
  expect(await other.countEvents()).toBe(0);
});
