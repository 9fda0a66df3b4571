// A sync and the tries that were spent without the server: forgotten only once the server knows of every one of them.
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readSpentTries } from '../../src/device/offline/count-tries.ts';
import { signInOffline } from '../../src/device/offline/offline-sign-in.ts';
import type { Database, DeviceRecord } from '../../src/device/store/database.ts';
import { syncDevice } from '../../src/device/sync/sync.ts';
import {
  anaId,
  benId,
  makeOfflineTablet,
  readNoted,
  rightPin,
  tabletPolicy,
  tabletStart,
  wrongPin,
} from './offline-tablet.ts';

const server = vi.hoisted(() => ({
  calls: [] as string[],
  taken: [] as string[],
  takes: true,
  /** Runs while the server answers a pull. */
  meanwhile: async (): Promise<void> => undefined,
}));
vi.mock('../../src/device/calls/call-as-device.ts', () => ({
  async callAsDevice(
    _device: unknown,
    { operation }: { operation: string },
    { body }: { body: { events: { sequence: number; jws: string }[] } },
  ) {
    server.calls.push(operation);
    if (operation === 'pushEvents') {
      if (!server.takes) return { upTo: 0 };
      server.taken.push(...body.events.map(({ jws }) => jws));
      return { upTo: body.events.at(-1)?.sequence ?? 0 };
    }
    await server.meanwhile();
    return {
      cursor: 'c2',
      reset: false,
      puts: { users: [], roles: [] },
      dels: { users: [], roles: [] },
      policy: tabletPolicy,
      lease: { until: new Date(tabletStart + 48 * 3_600_000).toISOString() },
      serverTime: new Date(tabletStart).toISOString(),
    };
  },
}));

let database: Database;
let device: DeviceRecord;
beforeEach(async () => {
  ({ database, device } = await makeOfflineTablet());
  Object.assign(server, { calls: [], taken: [], takes: true, meanwhile: async () => undefined });
  vi.spyOn(Date, 'now').mockReturnValue(tabletStart);
});
afterEach(() => vi.restoreAllMocks());

const signIn = (pin: string, userId = anaId) => signInOffline(device, userId, pin, tabletStart);
const reasonOf = (signing: Promise<unknown>) =>
  signing.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
const fail = () => reasonOf(signIn(wrongPin));

/** From now on the disk takes no event. @returns how to end that */
function fillDisk(): () => void {
  const full = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
    throw new DOMException('', 'QuotaExceededError');
  });
  return () => full.mockRestore();
}

describe('a sync', () => {
  it('pushes before it pulls, and then counts tries anew', async () => {
    await fail();
    await syncDevice(device);
    expect(server.calls).toEqual(['pushEvents', 'pullChanges']);
    expect(server.taken).toHaveLength(1);
    expect(await readSpentTries()).toEqual({ device: 0, users: {} });
  });

  it('keeps the tries that the server did not take', async () => {
    await fail();
    server.takes = false;
    await syncDevice(device);
    expect(await readSpentTries()).toEqual({ device: 1, users: { [anaId]: 1 } });
  });

  it('keeps a try that was noted while it ran', async () => {
    server.meanwhile = async () => void (await fail());
    await syncDevice(device);
    expect(await readSpentTries()).toEqual({ device: 1, users: { [anaId]: 1 } });
    expect(await readNoted()).toHaveLength(1);
  });

  it('waits for a PIN that is being looked at, and keeps its try', async () => {
    let trying: Promise<unknown> = Promise.resolve();
    server.meanwhile = async () => {
      trying = fail();
      await vi.waitUntil(async () => (await readSpentTries())?.device === 1, { interval: 1 });
    };
    await syncDevice(device);
    expect(await trying).toBe('wrong-pin');
    expect(await readSpentTries()).toEqual({ device: 1, users: { [anaId]: 1 } });
  });
});

describe('a try whose event could not be noted', () => {
  it('stays spent through every sync until it can be, and the server gets its event once', async () => {
    const clear = fillDisk();
    expect(await fail()).toContain('nobody can sign in');
    await syncDevice(device);
    expect(await readSpentTries()).toMatchObject({ device: 1, users: { [anaId]: 1 } });
    expect(server.taken).toEqual([]);
    clear();
    await syncDevice(device);
    await syncDevice(device);
    expect(server.taken).toHaveLength(1);
    expect(await readSpentTries()).toEqual({ device: 0, users: {} });
  });

  it('is noted before the next PIN is looked at', async () => {
    const clear = fillDisk();
    await fail();
    expect(await reasonOf(signIn(rightPin, benId))).toContain('nobody can sign in');
    clear();
    await signIn(rightPin, benId);
    expect((await readNoted()).map(({ kind, userId }) => [kind, userId])).toEqual([
      ['sign-in-failed', anaId],
      ['signed-in', benId],
    ]);
    expect(await readSpentTries()).toEqual({ device: 1, users: { [anaId]: 1 } });
  });
});

describe('a count of tries that the browser has lost', () => {
  it('lets nobody in beside a roster until the server was heard', async () => {
    await database.clear('spentTries');
    expect(await reasonOf(signIn(rightPin))).toBe('lost');
    await syncDevice(device);
    expect(await reasonOf(signIn(rightPin))).toBe(null);
  });
});
