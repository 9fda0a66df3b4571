// What a browser keeps for Floorkey, read out in the page.
import type { Page } from '../engine/engine.ts';

export interface Kept {
  databases: string[];
  caches: string[];
  workers: number;
  localStorage: number;
  sessionStorage: number;
}

/** A browser that keeps nothing. */
export const nothingKept: Kept = {
  databases: [],
  caches: [],
  workers: 0,
  localStorage: 0,
  sessionStorage: 0,
};

const countScript = `(async () => ({
  databases: (await indexedDB.databases()).map(({ name }) => name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  localStorage: localStorage.length,
  sessionStorage: sessionStorage.length,
}))()`;

/** Names what is kept. */
export function readKept(page: Page): Promise<Kept> {
  return page.evaluate<Kept>(countScript);
}

const dumpScript = `(async () => {
  const ask = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const stores = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await ask(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const content = database.transaction(store).objectStore(store);
      stores.push([name, store, await ask(content.getAllKeys()), await ask(content.getAll())]);
    }
    database.close();
  }
  const cached = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) cached.push([name, request.url]);
  }
  const { outerHTML } = document.documentElement;
  const typed = [...document.querySelectorAll('input')].map(({ value }) => value);
  return JSON.stringify([
    document.title, location.href, document.cookie, outerHTML, typed, history.state, stores, cached, { ...localStorage }, { ...sessionStorage }, name,
  ]);
})()`;

/** Everything that a script of the page can read: the document, every store, the addresses of what is cached. */
export function dumpEverything(page: Page): Promise<string> {
  return page.evaluate<string>(dumpScript);
}
