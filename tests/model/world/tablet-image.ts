// A tablet's storage, copied and put back later as a backup tool of the operating system might, or lost in part.
import { IDBFactory } from 'fake-indexeddb';
import type { ModelTablet } from './model-tablet.ts';
import { readStored, rememberNew, runOnTablet } from './run-on-tablet.ts';
import { runInBrowser } from './tablet-browser.ts';
import type { World } from './world.ts';

async function copyStorage(world: World, tablet: ModelTablet): Promise<IDBFactory> {
  const { value: rows, error } = await runOnTablet(world, tablet, async ({ openDatabase }) => {
    const database = await openDatabase();
    const copied = [];
    for (const name of database?.objectStoreNames ?? []) {
      const [keys, values] = await Promise.all([database?.getAllKeys(name), database?.getAll(name)]);
      copied.push({ name, entries: (keys ?? []).map((key, at) => ({ key, value: values?.[at] })) });
    }
    return copied;
  });
  if (!rows) throw error;
  const storage = new IDBFactory();
  const place = { server: world.server, storage, batches: [], now: 0, isOnline: true };
  const { error: failure } = await runInBrowser(place, async ({ createDatabase }) => {
    const database = await createDatabase();
    for (const { name, entries } of rows) {
      const { store } = database.transaction(name, 'readwrite');
      for (const { key, value } of entries) {
        if (value === undefined) continue;
        await store.put(value, ...(store.keyPath === null ? [key] : []));
      }
    }
  });
  if (failure !== undefined) throw failure;
  return storage;
}

export async function keepImage(world: World, tablet: ModelTablet): Promise<void> {
  const { told, offset, highest, tries } = tablet;
  tablet.image = { storage: await copyStorage(world, tablet), told, offset, highest, tries };
}

export async function putImageBack(world: World, tablet: ModelTablet): Promise<void> {
  const { image } = tablet;
  if (!image) return;
  await keepMarks(world, tablet, image.storage);
  // The image itself stays as it is.
  Object.assign(tablet, image, { image: null, session: null, wasPutBack: true });
  world.seen.note('storage put back');
  return undoLost(world, tablet);
}

/** Two copies of one storage part ways by their marks, of which other tests tell: here the tablet keeps them. */
async function keepMarks(world: World, tablet: ModelTablet, storage: IDBFactory): Promise<void> {
  const { value: marks } = await runOnTablet(world, tablet, async ({ openDatabase }) =>
    (await openDatabase())?.get('syncMarks', 'current'),
  );
  const place = { server: world.server, storage, batches: [], now: 0, isOnline: true };
  const { error } = await runInBrowser(place, async ({ createDatabase }) => {
    const database = await createDatabase();
    if (marks) await database.put('syncMarks', marks, 'current');
    else await database.clear('syncMarks');
  });
  if (error !== undefined) throw error;
}

/** The browser evicts what waits for the server, and nothing else. */
export async function loseOutbox(world: World, tablet: ModelTablet): Promise<void> {
  const { error } = await runOnTablet(world, tablet, async ({ openDatabase }) =>
    (await openDatabase())?.clear('outbox'),
  );
  if (error !== undefined) throw error;
  tablet.wasPutBack = true;
  return undoLost(world, tablet);
}

/** What is neither here nor at the server any more can't come. */
async function undoLost(world: World, tablet: ModelTablet): Promise<void> {
  const { outbox } = await readStored(world, tablet);
  rememberNew(world, tablet, outbox);
  const kept = new Set(outbox.map(({ jws }) => jws));
  for (const { hash, jws } of tablet.noted.values()) {
    if (!world.taken.has(hash) && !kept.has(jws)) tablet.undone.add(hash);
  }
}
