// What the tablet does when its browser loses, withholds or outgrows its storage: it goes on, or says one plain sentence.
import 'fake-indexeddb/auto';
import { IDBFactory, IDBOpenDBRequest } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  closeDatabase,
  createDatabase,
  databaseName,
  openDatabase,
} from '../../src/device/store/database.ts';
import { makeDeviceKeys, tryKey } from '../../src/device/store/device-key.ts';
import { readTablet } from '../../src/device/store/roster.ts';
import { signJws } from '../../src/device/store/sign-jws.ts';
import { StorageFailure } from '../../src/device/store/storage-failure.ts';

beforeEach(async () => {
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** What a tablet of version 1 left behind. */
async function makeVersionOne() {
  return openDB(databaseName, 1, {
    upgrade(database) {
      for (const name of ['device', 'newKey', 'state']) database.createObjectStore(name);
      for (const name of ['users', 'roles']) database.createObjectStore(name, { keyPath: 'id' });
    },
  });
}

const sentenceOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof StorageFailure ? error.message : Promise.reject(error)),
  );

describe('a storage', () => {
  it('that was never there, or was evicted wholly, leaves an unlinked browser that can be linked', async () => {
    expect(await readTablet()).toBeUndefined();
    expect((await createDatabase()).version).toBe(4);
  });

  it('that fails to open says what to do, and opens at the next try', async () => {
    await createDatabase();
    await closeDatabase();
    const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('Internal error opening backing store', 'UnknownError');
    });
    expect(await sentenceOf(openDatabase())).toContain('can’t open its storage');
    open.mockRestore();
    expect(await openDatabase()).toBeDefined();
  });

  it('that never answers is given up after 10 s, and is asked again', async () => {
    await createDatabase();
    await closeDatabase();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const open = vi.spyOn(indexedDB, 'open').mockReturnValue(new IDBOpenDBRequest());
    const sentence = sentenceOf(openDatabase());
    await expect.poll(() => open.mock.calls.length).toBe(1);
    await vi.advanceTimersByTimeAsync(9000);
    expect(await Promise.race([sentence, 'waits'])).toBe('waits');
    await vi.advanceTimersByTimeAsync(1000);
    expect(await sentence).toContain('doesn’t respond');
    vi.useRealTimers();
    open.mockRestore();
    expect(await openDatabase()).toBeDefined();
  });

  it('whose list of databases never answers is opened all the same', async () => {
    await createDatabase();
    await closeDatabase();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    vi.spyOn(indexedDB, 'databases').mockReturnValue(new Promise(() => undefined));
    const opening = openDatabase();
    await vi.advanceTimersByTimeAsync(3000);
    vi.useRealTimers();
    expect(await opening).toBeDefined();
  });
});

describe('versions of the storage', () => {
  it('one of an older version keeps the link and fetches the roster anew', async () => {
    const older = await makeVersionOne();
    const keys = await makeDeviceKeys();
    await older.put('device', { id: 'd', token: 't', keys, deviceName: 'Counter' }, 'current');
    await older.put('state', { cursor: '7' }, 'current');
    older.close();
    const tablet = await readTablet();
    expect(tablet).toMatchObject({ device: { id: 'd', deviceName: 'Counter' }, state: undefined });
    await tryKey(tablet?.device.keys);
  });

  it('one of a newer version asks for a reload, and names the way back where the server was rolled back', async () => {
    (await openDB(databaseName, 99)).close();
    const sentence = await sentenceOf(openDatabase());
    expect(sentence).toContain('Reload the page');
    expect(sentence).toContain('clear the data of this site');
  });

  it('a tab of an older version that stays open is named, and once it is closed all goes on', async () => {
    const older = await makeVersionOne();
    let heard = false;
    older.addEventListener('versionchange', () => {
      heard = true;
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const sentence = sentenceOf(openDatabase());
    await expect.poll(() => heard).toBe(true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await sentence).toContain('open in another tab');
    vi.useRealTimers();
    older.close();
    expect((await openDatabase())?.version).toBe(4);
  });

  it('this version makes way for a newer one at once, and then asks for a reload', async () => {
    await createDatabase();
    (await openDB(databaseName, 5)).close();
    expect(await sentenceOf(openDatabase())).toContain('A newer version');
  });
});

describe('a key', () => {
  it('that is gone from its record is told of', async () => {
    expect(await sentenceOf(tryKey(undefined))).toContain('This tablet’s key is lost');
  });

  it('that can no longer be used is told of, by whatever signs with it', async () => {
    const keys = await makeDeviceKeys();
    await tryKey(keys);
    vi.spyOn(crypto.subtle, 'sign').mockRejectedValue(new DOMException('', 'OperationError'));
    expect(await sentenceOf(tryKey(keys))).toContain('under its old name');
    expect(await sentenceOf(signJws(keys, { typ: 'x' }, {}))).toContain('under its old name');
  });
});
