// A storage that fails while the tablet is in use: one plain sentence, never the browser's own words, and a way back.
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { signInOffline } from '../../src/device/offline/offline-sign-in.ts';
import { authorizeDevice } from '../../src/device/pairing/authorize-device.ts';
import type { DeviceRecord } from '../../src/device/store/database.ts';
import { readOutbox } from '../../src/device/store/outbox.ts';
import { readDevice } from '../../src/device/store/roster.ts';
import { StorageFailure } from '../../src/device/store/storage-failure.ts';
import { anaId, makeOfflineTablet, rightPin, tabletStart } from './offline-tablet.ts';

vi.mock('../../src/device/calls/call-as-device.ts', () => ({
  callAsDevice: async () => ({
    device: { id: 'new', name: 'Counter' },
    token: 'new.token',
    organizationName: 'Bakery',
    chain: { sequence: 7, hash: 'h' },
  }),
}));

let device: DeviceRecord;
beforeEach(async () => {
  ({ device } = await makeOfflineTablet());
});
afterEach(() => vi.restoreAllMocks());

/** Has one way into one store fail as a damaged or full disk does. */
function breakStore(method: 'get' | 'put', store: string): void {
  const works = IDBObjectStore.prototype[method];
  vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (
    this: IDBObjectStore,
    ...args: [IDBValidKey]
  ) {
    if (this.name === store) throw new DOMException('Internal error reading from blob', 'DataError');
    return works.call(this, ...args);
  });
}

describe('signing in without the server', () => {
  it.each([
    ['get', 'state'],
    ['put', 'state'],
    ['get', 'users'],
    ['get', 'spentTries'],
    ['put', 'spentTries'],
    ['put', 'outboxHead'],
  ] as const)('says in a sentence of its own that %s in %s fails', async (method, store) => {
    breakStore(method, store);
    const error: unknown = await signInOffline(device, anaId, rightPin, tabletStart).catch(
      (failure: unknown) => failure,
    );
    expect(error).toBeInstanceOf(StorageFailure);
    expect(String(error)).not.toContain('Internal error');
  });

  it('lets nobody in whose try did not come to the disk, though the PIN is right and was hashed meanwhile', async () => {
    vi.spyOn(IDBTransaction.prototype, 'commit').mockImplementation(function (this: IDBTransaction) {
      this.abort();
    });
    await expect(signInOffline(device, anaId, rightPin, tabletStart)).rejects.toBeInstanceOf(StorageFailure);
    expect(await readOutbox()).toEqual([]);
  });
});

it('a device record that can’t be read back is no hindrance to “Authorize Device”', async () => {
  const get = vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementationOnce(() => {
    throw new DOMException('Internal error reading from blob', 'DataError');
  });
  await authorizeDevice({ name: 'Counter' });
  get.mockRestore();
  expect(await readDevice()).toMatchObject({ id: 'new', token: 'new.token' });
});
