// The outbox of a tablet whose storage is full, or was lost in part: nobody gets in unnoted, and what is left is sent.
import 'fake-indexeddb/auto';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  closeDatabase,
  createDatabase,
  type Database,
  type DeviceRecord,
} from '../../src/device/store/database.ts';
import { makeDeviceKeys } from '../../src/device/store/device-key.ts';
import {
  fillReserve,
  forgetEvents,
  isNotedBy,
  noteEvents,
  readOutbox,
} from '../../src/device/store/outbox.ts';

const userId = '3f0a8a60-0b0e-4e0b-9a27-6f3d5c7d1e01';
const sessionId = '3f0a8a60-0b0e-4e0b-9a27-6f3d5c7d1e05';

let database: Database;
let device: DeviceRecord;
beforeEach(async () => {
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
  database = await createDatabase();
  const keys = await makeDeviceKeys();
  device = {
    id: crypto.randomUUID(),
    token: 't',
    keys,
    organizationName: 'Bakery',
    deviceName: 'Counter',
    linkedAt: 0,
  };
});
afterEach(() => vi.restoreAllMocks());

const fail = () => noteEvents(device, [{ kind: 'sign-in-failed', id: crypto.randomUUID(), userId }]);
const open = () =>
  noteEvents(device, [
    {
      kind: 'signed-in',
      id: crypto.randomUUID(),
      userId,
      sessionId,
      rosterAt: 0,
      leaseUntil: 0,
      proof: 'p',
    },
  ]);
const end = () =>
  noteEvents(device, [
    { kind: 'session-ended', id: crypto.randomUUID(), userId, sessionId, reason: 'locked' },
  ]);

const claims = async (): Promise<{ sequence: number; previous: string; kind: string }[]> =>
  (await readOutbox()).map(({ jws }) =>
    JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()),
  );

/** From now on the disk takes an event only once the reserve was given up. */
function fillDisk(): void {
  const { add, delete: remove } = IDBObjectStore.prototype;
  let room = false;
  vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (this: IDBObjectStore, key) {
    if (this.name === 'reserve') room = true;
    return remove.call(this, key);
  });
  vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, value, key) {
    if (!room) throw new DOMException('', 'QuotaExceededError');
    return add.call(this, value, key);
  });
}

describe('a full disk', () => {
  it('lets nobody in, and keeps the reserve for the end of a session', async () => {
    await fillReserve();
    await open();
    fillDisk();
    await expect(open()).rejects.toThrow('nobody can sign in');
    await expect(fail()).rejects.toThrow('nobody can sign in');
    expect(await database.count('reserve')).toBe(1);
    await end();
    expect(await database.count('reserve')).toBe(0);
    expect((await claims()).map(({ sequence, kind }) => [sequence, kind])).toEqual([
      [1, 'signed-in'],
      [2, 'session-ended'],
    ]);
  });
});

describe('an outbox that lost', () => {
  it('the end of its chain goes on from the newest event', async () => {
    await fail();
    await fail();
    await database.clear('outboxHead');
    await fail();
    const [, second, third] = await claims();
    expect(third?.sequence).toBe(3);
    expect(third?.previous).not.toBe('');
    expect(third?.previous).not.toBe(second?.previous);
  });

  it('everything goes on from what the server knows, as soon as it was told', async () => {
    await fail();
    await fail();
    await database.clear('outboxHead');
    await database.clear('outbox');
    await fail();
    expect((await claims()).map(({ sequence }) => sequence)).toEqual([1]);
    // The server had taken seven.
    await forgetEvents(7);
    await fail();
    expect((await claims()).map(({ sequence }) => sequence)).toEqual([8]);
  });

  it('an event in the middle keeps the others as they are', async () => {
    await fail();
    await fail();
    await fail();
    await database.delete('outbox', 2);
    await fail();
    expect((await claims()).map(({ sequence }) => sequence)).toEqual([1, 3, 4]);
  });
});

it('tells whose an event is', async () => {
  await fail();
  const [event] = await readOutbox();
  if (!event) throw new Error('nothing noted');
  expect(isNotedBy(device.id, event)).toBe(true);
  expect(isNotedBy(crypto.randomUUID(), event)).toBe(false);
});
