// What a tablet says of its queue with each batch that it sends.
import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { createDatabase, type DeviceRecord } from '../../src/device/store/database.ts';
import { makeDeviceKeys } from '../../src/device/store/device-key.ts';
import { pushEvents } from '../../src/device/sync/push-events.ts';

type Sent = { events: { sequence: number }[]; queue: { length: number; oldestAt: string; nextAt?: string } };

const { sent } = vi.hoisted(() => ({ sent: [] as Sent[] }));
vi.mock('../../src/device/calls/call-as-device.ts', () => ({
  callAsDevice: async (_device: DeviceRecord, _endpoint: unknown, { body }: { body: Sent }) => {
    sent.push(body);
    return { upTo: body.events.at(-1)?.sequence ?? 0 };
  },
}));

it('is how many wait, since when, and from when on those are that this batch does not hold', async () => {
  const database = await createDatabase();
  for (let sequence = 1; sequence <= 150; sequence += 1) {
    await database.add('outbox', { sequence, jws: `event ${sequence}`, at: sequence * 1000 });
  }
  const keys = await makeDeviceKeys();
  await pushEvents({ id: 'd', token: 't', keys, organizationName: '', deviceName: '', linkedAt: 0 });
  const iso = (ms: number) => new Date(ms).toISOString();
  expect(sent.map(({ events, queue }) => [events.length, queue])).toEqual([
    [100, { length: 150, oldestAt: iso(1000), nextAt: iso(101_000) }],
    [50, { length: 50, oldestAt: iso(101_000) }],
  ]);
});
