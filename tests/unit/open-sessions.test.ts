// The ends of sessions that were opened without the server: each is noted once, whenever browser or disk fails.
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  endOfflineSession,
  readOpenSessions,
  signInOffline,
} from '../../src/device/offline/offline-sign-in.ts';
import type { Database, DeviceRecord } from '../../src/device/store/database.ts';
import { fillReserve } from '../../src/device/store/outbox.ts';
import { anaId, makeOfflineTablet, readNoted, rightPin, tabletStart } from './offline-tablet.ts';

let database: Database;
let device: DeviceRecord;
beforeEach(async () => {
  ({ database, device } = await makeOfflineTablet());
});
afterEach(() => vi.restoreAllMocks());

const open = () => signInOffline(device, anaId, rightPin, tabletStart);
const kinds = async () => (await readNoted()).map(({ kind, reason }) => [kind, reason].join(' ').trim());

it('a session is kept as open in the write that notes it, and its end takes it away', async () => {
  const session = await open();
  expect(await readOpenSessions()).toEqual([{ id: session.id, userId: anaId }]);
  await endOfflineSession(device, session, 'locked');
  expect(await readOpenSessions()).toEqual([]);
  expect(await kinds()).toEqual(['signed-in', 'session-ended locked']);
});

it('an end is noted once, however many pages note it', async () => {
  const session = await open();
  await Promise.all([
    endOfflineSession(device, session, 'locked'),
    endOfflineSession(device, session, 'reloaded'),
    endOfflineSession(device, session, 'idle'),
  ]);
  expect(await kinds()).toEqual(['signed-in', 'session-ended locked']);
});

it('a sign-in that can’t be noted leaves neither a session nor its try given back', async () => {
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
    if (this.name === 'openSessions') throw new DOMException('', 'QuotaExceededError');
    return put.call(this, value, key);
  });
  await expect(open()).rejects.toThrow('nobody can sign in');
  expect(await readOpenSessions()).toEqual([]);
  expect(await kinds()).toEqual([]);
  expect(await database.get('spentTries', 'current')).toMatchObject({ device: 1, users: { [anaId]: 1 } });
});

it('an end that can’t be noted leaves the session to the next start, which notes it', async () => {
  await fillReserve();
  const session = await open();
  const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
    throw new DOMException('', 'QuotaExceededError');
  });
  await expect(endOfflineSession(device, session, 'locked')).rejects.toThrow('full');
  add.mockRestore();
  expect(await readOpenSessions()).toHaveLength(1);
  await endOfflineSession(device, session, 'reloaded');
  expect(await kinds()).toEqual(['signed-in', 'session-ended reloaded']);
});
