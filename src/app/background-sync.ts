// Has the browser wake the worker once the network is back, also when no page is open; not every browser can (Safari, Firefox).

interface SyncManager {
  register(tag: string): Promise<void>;
}

const isSyncManager = (value: unknown): value is SyncManager =>
  typeof value === 'object' && value !== null && 'register' in value && typeof value.register === 'function';

/** Asks for one `sync` event; refusals are nothing to tell, since pages and the next start send, too. */
export async function askForBackgroundSync(): Promise<void> {
  const registration = await navigator.serviceWorker?.ready;
  const manager: unknown = registration && Reflect.get(registration, 'sync');
  if (isSyncManager(manager)) await manager.register('floorkey-sync').catch(() => undefined);
}
