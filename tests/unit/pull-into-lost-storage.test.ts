// Pulls into a storage that was lost in part or that is full: what is missing is fetched, and nothing is taken by half.
import 'fake-indexeddb/auto';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Pull } from '../../src/contract/endpoints/device.ts';
import { closeDatabase, createDatabase, type Database } from '../../src/device/store/database.ts';
import { makeDeviceKeys } from '../../src/device/store/device-key.ts';
import { doubtTime, noteTime } from '../../src/device/store/tablet-time.ts';
import { pullChanges } from '../../src/device/sync/pull.ts';

const server = vi.hoisted(() => ({
  asked: [] as (string | undefined)[],
  pull: (_: string | undefined): unknown => null,
}));
vi.mock('../../src/device/calls/call-as-device.ts', () => ({
  async callAsDevice(_device: unknown, _endpoint: unknown, { query }: { query: { cursor?: string } }) {
    server.asked.push(query.cursor);
    return server.pull(query.cursor);
  },
}));
server.pull = (cursor) => answer(String(server.asked.length), cursor === undefined);

const people = [1, 2, 3].map((at) => ({
  id: `3f0a8a60-0b0e-4e0b-9a27-6f3d5c7d1e0${at}`,
  name: `Person ${at}`,
  roleId: 'r',
  verifier: null,
}));

/** A server that answers with everything, or with nothing new to a cursor. */
function answer(cursor: string, everything: boolean): Pull {
  return {
    cursor,
    reset: everything,
    puts: {
      users: everything ? people : [],
      roles: everything ? [{ id: 'r', name: 'Staff', permissions: [] }] : [],
    },
    dels: { users: [], roles: [] },
    policy: {
      organizationName: 'Bakery',
      deviceName: 'Counter',
      signInStyle: 'pin',
      pinLength: 6,
      pinLengths: [6],
      offline: null,
      autoLockSeconds: 120,
      pausedUntil: null,
    },
    lease: { until: '2030-01-02T00:00:00Z' },
    serverTime: '2030-01-01T00:00:00Z',
    organizationKey: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' },
  };
}

let database: Database;
beforeEach(async () => {
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
  database = await createDatabase();
  const keys = await makeDeviceKeys();
  const record = { id: 'd', token: 't', keys, organizationName: '', deviceName: '', linkedAt: 0 };
  await database.put('device', record, 'current');
  server.asked.length = 0;
});
afterEach(() => vi.restoreAllMocks());

it('asks only for what changed while everything is there', async () => {
  await pullChanges();
  await pullChanges();
  await pullChanges();
  expect(server.asked).toEqual([undefined, '1', '2']);
  expect(await database.count('users')).toBe(3);
});

it.each(['users', 'roles', 'state'] as const)(
  'fetches everything anew once %s were emptied',
  async (store) => {
    await pullChanges();
    await database.clear(store);
    await pullChanges();
    await pullChanges();
    expect(server.asked).toEqual([undefined, undefined, '2']);
    expect(await database.count('users')).toBe(3);
    expect(await database.count('roles')).toBe(1);
  },
);

it('fetches everything anew once a single user is missing', async () => {
  await pullChanges();
  await database.delete('users', people[1]?.id ?? '');
  expect(await pullChanges()).toEqual({ changed: true });
  expect(await database.count('users')).toBe(3);
});

it('takes nothing of a pull for which the disk has no room, and goes on with the next', async () => {
  await pullChanges();
  await database.clear('users');
  const { put } = IDBObjectStore.prototype;
  let puts = 0;
  const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    value,
    key,
  ) {
    if (this.name === 'users') puts += 1;
    const request = put.call(this, value, key);
    // As a browser does that finds no room: the whole transaction is undone.
    if (puts === 2) queueMicrotask(() => this.transaction.abort());
    return request;
  });
  await expect(pullChanges()).rejects.toThrow();
  expect(puts).toBeGreaterThan(1);
  full.mockRestore();
  expect(await database.count('users')).toBe(0);
  expect((await database.get('state', 'current'))?.cursor).toBe('1');
  await pullChanges();
  expect(await database.count('users')).toBe(3);
});

it('loses the roster to a clock that is put far forward, and a sync restores it with a new lease', async () => {
  await pullChanges();
  const end = Date.parse('2030-01-02T00:00:00Z');
  const { serverTimeOffset = 0 } = (await database.get('state', 'current')) ?? {};
  expect(await noteTime(end - serverTimeOffset - 1)).toBe(false);
  expect(await database.count('users')).toBe(3);
  expect(await noteTime(end - serverTimeOffset)).toBe(true);
  expect(await database.count('users')).toBe(0);
  const over = await database.get('state', 'current');
  // Set right again: the lease stays over until the server was heard.
  expect(over && doubtTime(over, Date.now())).toBe('lease');
  await pullChanges();
  expect(server.asked).toEqual([undefined, undefined]);
  expect(await database.count('users')).toBe(3);
  const renewed = await database.get('state', 'current');
  expect(renewed && doubtTime(renewed, Date.now())).toBe(null);
});

it('takes the server’s word after a clock was set back', async () => {
  await pullChanges();
  const now = Date.now();
  await noteTime(now + 3_600_000);
  const before = await database.get('state', 'current');
  expect(before && doubtTime(before, now)).toBe('clock');
  await pullChanges();
  const after = await database.get('state', 'current');
  expect(after && doubtTime(after, now)).toBe(null);
});
