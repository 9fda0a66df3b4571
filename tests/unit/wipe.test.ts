// A wipe among several pages: it takes what it is about, and never a link that was made after it.
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WorkerMessage } from '../../src/contract/worker-messages.ts';
import { Unreachable } from '../../src/device/calls/api-problem.ts';
import { storeDevice } from '../../src/device/pairing/authorize-device.ts';
import { broadcast } from '../../src/device/store/broadcast.ts';
import { closeDatabase, createDatabase, type DeviceRecord } from '../../src/device/store/database.ts';
import { makeDeviceKeys } from '../../src/device/store/device-key.ts';
import { markLink } from '../../src/device/store/link-mark.ts';
import { readDevice } from '../../src/device/store/roster.ts';
import { wipe } from '../../src/device/wipe/wipe.ts';

const server = vi.hoisted(() => ({
  called: [] as string[],
  answer: async (_: string): Promise<unknown> => ({}),
}));
vi.mock('../../src/device/calls/call-as-device.ts', () => ({
  callAsDevice(_device: unknown, { operation }: { operation: string }) {
    server.called.push(operation);
    return server.answer(operation);
  },
}));

const told: WorkerMessage[] = [];
vi.mock('../../src/device/store/broadcast.ts', () => ({
  broadcast: vi.fn<(message: WorkerMessage) => void>(),
}));
const place = { lock: vi.fn<() => void>(), eraseOwn: vi.fn<() => Promise<void>>(async () => undefined) };

const makeDevice = async (token: string): Promise<DeviceRecord> => ({
  id: '3f0a8a60-0b0e-4e0b-9a27-6f3d5c7d1e09',
  token,
  keys: await makeDeviceKeys(),
  organizationName: 'Bakery',
  deviceName: 'Counter',
  linkedAt: 0,
});

beforeEach(async () => {
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
  vi.stubGlobal('caches', { keys: async () => [], delete: async () => true });
  vi.mocked(broadcast).mockImplementation((message) => void told.push(message));
  server.answer = async () => ({});
  server.called.length = 0;
  told.length = 0;
  place.lock.mockClear();
  place.eraseOwn.mockClear();
});
afterEach(() => vi.unstubAllGlobals());

describe('a wipe', () => {
  it('deletes what it is about, and names that link to the other pages without its token', async () => {
    const device = await makeDevice('id.secret-1');
    await storeDevice(device);
    await wipe(device, place);
    expect(await readDevice()).toBeUndefined();
    expect(told).toEqual([{ type: 'wiped', deviceId: device.id, link: await markLink(device) }]);
    expect(JSON.stringify(told)).not.toContain('secret');
    expect(place.eraseOwn).toHaveBeenCalledOnce();
  });

  it('sends what was noted for as long as batches get through, and once more what was not answered', async () => {
    const device = await makeDevice('id.secret-9');
    await storeDevice(device);
    const database = await createDatabase();
    for (let sequence = 1; sequence <= 350; sequence += 1) {
      await database.put('outbox', { sequence, jws: `e${sequence}`, at: 0 });
    }
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let batches = 0;
    server.answer = async (operation) => {
      if (operation !== 'pushEvents') return {};
      batches += 1;
      if (batches === 2) throw new Unreachable();
      await new Promise((resolve) => setTimeout(resolve, 8000));
      return { upTo: 100 * Math.max(1, batches - 1) };
    };
    const wiping = wipe(device, place);
    const receipts = () => server.called.filter((operation) => operation === 'sendWipeReceipt');
    while (receipts().length === 0) {
      await vi.advanceTimersByTimeAsync(100);
      await new Promise((resolve) => setImmediate(resolve));
    }
    vi.useRealTimers();
    await wiping;
    expect(batches).toBe(5);
  });

  it('tells the other pages also where the storage is empty by then', async () => {
    const device = await makeDevice('id.secret-2');
    await wipe(device, place);
    expect(told).toHaveLength(1);
    expect(server.called).toContain('sendWipeReceipt');
  });

  it('of an old page leaves the tablet alone that was linked again under its name, and tells nobody', async () => {
    const [old, device] = [await makeDevice('id.secret-3'), await makeDevice('id.secret-4')];
    await storeDevice(device);
    await wipe(old, place);
    expect((await readDevice())?.token).toBe(device.token);
    expect([told, server.called, place.eraseOwn.mock.calls]).toEqual([[], [], []]);
    expect(place.lock).toHaveBeenCalledOnce();
  });

  it('can come again to a device that was linked again, in a page that has wiped it before', async () => {
    const [old, device] = [await makeDevice('id.secret-5'), await makeDevice('id.secret-6')];
    await storeDevice(old);
    await wipe(old, place);
    await storeDevice(device);
    await wipe(device, place);
    expect(await readDevice()).toBeUndefined();
  });

  it('that is still under way lets no new link in until it is over', async () => {
    const [old, device] = [await makeDevice('id.secret-7'), await makeDevice('id.secret-8')];
    await storeDevice(old);
    const receipt = Promise.withResolvers<unknown>();
    server.answer = () => receipt.promise;
    const wiping = wipe(old, place);
    await expect.poll(() => server.called).toContain('sendWipeReceipt');
    const linking = storeDevice(device);
    receipt.resolve({});
    await Promise.all([wiping, linking]);
    expect((await readDevice())?.token).toBe(device.token);
    expect(await (await createDatabase()).count('device')).toBe(1);
  });
});
