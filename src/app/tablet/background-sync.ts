// Has the browser wake the worker once the network is back, also when no page is open; not every browser can (Safari, Firefox).

const tag = 'floorkey-sync';
const periodMilliseconds = 3_600_000;

interface SyncManager {
  register(tag: string, options?: { minInterval: number }): Promise<void>;
}

const isSyncManager = (value: unknown): value is SyncManager =>
  typeof value === 'object' && value !== null && 'register' in value && typeof value.register === 'function';

async function findManager(name: 'sync' | 'periodicSync'): Promise<SyncManager | undefined> {
  const registration = await navigator.serviceWorker?.ready;
  const manager: unknown = registration && Reflect.get(registration, name);
  return isSyncManager(manager) ? manager : undefined;
}

/** Asks for one `sync` event; refusals are nothing to tell, since pages and the next start send, too. */
export async function askForBackgroundSync(): Promise<void> {
  await (await findManager('sync'))?.register(tag).catch(() => undefined);
}

/** Asks for a `periodicsync` event now and then; a browser grants that to installed apps, if at all. */
export async function askForPeriodicSync(): Promise<void> {
  const options = { minInterval: periodMilliseconds };
  await (await findManager('periodicSync'))?.register(tag, options).catch(() => undefined);
}
