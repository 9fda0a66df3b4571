// Deletes everything that this browser holds for Floorkey, after it has locked and told the server so.
import { deleteDB } from 'idb';
import { broadcast } from '../store/broadcast.ts';
import { closeDatabase, type DeviceRecord, databaseName, openDatabase } from '../store/database.ts';
import { isSameLink, markLink } from '../store/link-mark.ts';
import { countEvents } from '../store/outbox.ts';
import { readDevice } from '../store/roster.ts';
import { waitAtMost } from '../store/wait-at-most.ts';
import { pushBeforeWipe } from './push-before-wipe.ts';
import { sendWipeReceipt } from './wipe-receipt.ts';

/** What only the page, or only the worker, can do. */
export type WipePlace = {
  /** Takes everything off the screen, at once. */
  lock(): void;
  /** Deletes what only this place can reach: its registration, its storage. */
  eraseOwn(): Promise<unknown>;
};

// While the browser clears the storage by itself (`Clear-Site-Data`), Chromium was seen to leave a read or a deletion
// without any answer. What is held up goes on, or is done by the browser, behind the screen.
const readMilliseconds = 1000;
const deletionMilliseconds = 3000;

/** By their tokens: a device that is linked again keeps its id. */
const wipes = new Map<string, Promise<void>>();

/** Empties the stores, which nothing can hold up, before the database itself is deleted, which an open tab can. */
async function emptyStores(): Promise<void> {
  const database = await openDatabase();
  if (!database) return;
  const stores = [...database.objectStoreNames];
  const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' });
  await Promise.all([...stores.map((name) => transaction.objectStore(name).clear()), transaction.done]);
}

async function deleteDatabases(): Promise<void> {
  await emptyStores().catch(() => undefined);
  await closeDatabase();
  const found = (await indexedDB.databases?.()) ?? [];
  const names = new Set([databaseName, ...found.flatMap(({ name }) => name ?? [])]);
  await Promise.all([...names].map((name) => deleteDB(name)));
}

async function deleteCaches(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.map((name) => caches.delete(name)));
}

async function wipeOnce(device: DeviceRecord, place: WipePlace): Promise<void> {
  place.lock();
  await navigator.locks.request('floorkey-wipe', async () => {
    const stored = await waitAtMost(
      readMilliseconds,
      readDevice().catch(() => undefined),
    );
    // Wiped and linked anew by the time that the lock was free: the new link stays, also of the same device.
    if (stored && !isSameLink(stored, device)) return;
    broadcast({ type: 'wiped', deviceId: device.id, link: await markLink(device) });
    // The server still takes what a revoked device noted before.
    await pushBeforeWipe(device);
    const unsent = await waitAtMost(
      readMilliseconds,
      countEvents().catch(() => 0),
    );
    await sendWipeReceipt(device, Date.now(), unsent ?? 0).catch(() => false);
    // Each on its own: one that fails must not save the others.
    await waitAtMost(
      deletionMilliseconds,
      Promise.allSettled([deleteDatabases(), deleteCaches(), place.eraseOwn()]),
    );
  });
}

/**
 * Wipes this tablet: locks the screens, sends the signed receipt (a few seconds at most), deletes databases, caches,
 * keys and the worker. Page and worker may both do it, and twice does no harm.
 * @param device the record in memory: by now the browser may have emptied its storage (`Clear-Site-Data`)
 */
export function wipe(device: DeviceRecord, place: WipePlace): Promise<void> {
  const running = wipes.get(device.token) ?? wipeOnce(device, place);
  wipes.set(device.token, running);
  return running;
}
