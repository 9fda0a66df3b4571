// The browser of a tablet: runs the product's own code of page and worker on the tablet's storage, as often as it is started.
import { vi } from 'vitest';
import type { DeviceRecord } from '../../../src/device/store/database.ts';
import { type ServerCrash, withCrash } from './model-server.ts';
import { type Line, makeSend, type NetworkFault } from './tablet-network.ts';
import { runIn, TabletProcess } from './tablet-process.ts';

export type Conditions = {
  readonly fault?: NetworkFault | null;
  /** The step at which the tablet loses its power. */
  readonly crashAt?: number | null;
  /** Left out where the caller ends the server by itself. */
  readonly serverCrash?: ServerCrash | null;
};

/** The tablet's own code, loaded anew as a started browser does. */
async function loadDeviceCode() {
  vi.resetModules();
  const [
    { syncAndTell },
    offline,
    database,
    { noteTime },
    { noteUnnotedTry },
    { callAsDevice },
    { heedRefusal },
    { wipe },
  ] = await Promise.all([
    import('../../../src/device/sync/sync-and-tell.ts'),
    import('../../../src/device/offline/offline-sign-in.ts'),
    import('../../../src/device/store/database.ts'),
    import('../../../src/device/store/tablet-time.ts'),
    import('../../../src/device/offline/spent-tries.ts'),
    import('../../../src/device/calls/call-as-device.ts'),
    import('../../../src/device/sync/heed-refusal.ts'),
    import('../../../src/device/wipe/wipe.ts'),
  ]);
  const { endOfflineSession, signInOffline } = offline;
  // What only a page or a worker can do is nothing here.
  const place = { lock: () => undefined, eraseOwn: async () => undefined };
  const wipeHere = (device: DeviceRecord) => wipe(device, place);
  return {
    syncAndTell: () => syncAndTell(wipeHere),
    endOfflineSession,
    signInOffline,
    noteTime,
    noteUnnotedTry,
    callAsDevice,
    heedRefusal: <T>(device: DeviceRecord, work: () => Promise<T>) => heedRefusal(device, wipeHere, work),
    ...database,
  };
}

export type DeviceCode = Awaited<ReturnType<typeof loadDeviceCode>>;

// Code that no tablet runs at the moment; what it knows of storage was closed.
const idle: DeviceCode[] = [];
let loading: Promise<unknown> = Promise.resolve();

function takeCode(): Promise<DeviceCode> {
  const taken = loading.then(async () => idle.pop() ?? loadDeviceCode());
  loading = taken.catch(() => undefined);
  return taken;
}

/** Where a command runs: whose storage, at what time, on what line. */
export type Place = Line & { readonly storage: IDBFactory; readonly now: number };

export type Outcome<T> = {
  readonly crashed: boolean;
  readonly serverCrashed: boolean;
  /** The fault that one of its requests met. */
  readonly met: NetworkFault['kind'] | null;
  readonly value?: T | undefined;
  readonly error?: unknown;
};

/**
 * Runs the tablet's code in its browser. After a crash the next work runs in a new one, on the same storage.
 * @param work gets the page's code, and the worker's where two `tabs` are asked for
 */
export async function runInBrowser<T>(
  place: Place,
  work: (page: DeviceCode, worker: DeviceCode) => Promise<T>,
  { fault = null, crashAt = null, serverCrash }: Conditions = {},
  tabs: 1 | 2 = 1,
): Promise<Outcome<T>> {
  const page = await takeCode();
  const worker = tabs === 2 ? await takeCode() : page;
  const codes = new Set([page, worker]);
  const process = new TabletProcess(place.storage, place.now, crashAt);
  let met: NetworkFault['kind'] | null = null;
  const send = makeSend(place, process, fault, (kind) => {
    met = kind;
  });
  const close = () => Promise.all([...codes].map((code) => code.closeDatabase()));
  return runIn({ process, send }, async () => {
    const todo = () => work(page, worker);
    try {
      const { crashed: serverCrashed, value, error } = await withCrash(serverCrash, todo);
      return { crashed: process.isDead, serverCrashed, met, value, error };
    } finally {
      await close();
      if (!process.isDead) idle.push(...codes);
    }
  });
}
