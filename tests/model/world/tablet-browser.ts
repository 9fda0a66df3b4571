// The browser of a tablet: storage, locks, clock and network, of which any step can be its last.
import 'fake-indexeddb/auto';
import { wrap } from 'idb';
import { vi } from 'vitest';
import { hasCrashed, type ModelServer, origin, type ServerCrash, withCrash } from './model-server.ts';

/** What happens to one request of a command. */
export type NetworkFault = {
  readonly kind: 'lost' | 'answer-lost' | 'repeated' | 'request-cut' | 'answer-cut' | 'proxy-answers';
  /** Which request, from 1. */
  readonly request: number;
};

export type Conditions = {
  readonly fault?: NetworkFault | null;
  /** The step at which the tablet loses its power. */
  readonly crashAt?: number | null;
  readonly serverCrash?: ServerCrash | null;
};

export class TabletCrashed extends Error {
  override readonly name = 'TabletCrashed';
}

const realNow = Date.now;
const beginTransaction = IDBDatabase.prototype.transaction;

let steps = 0;
let crashAt: number | null = null;
let isDead = false;
const underWay = new Set<IDBTransaction>();

function die(): void {
  isDead = true;
  // What was not committed is gone as a whole.
  for (const transaction of underWay) {
    // Nobody is left who would hear of it.
    wrap(transaction).done.catch(() => undefined);
    try {
      transaction.abort();
    } catch {
      // Its commit had begun.
    }
  }
  underWay.clear();
}

/** One step of the tablet's code. @throws TabletCrashed at its last one and ever after */
function step(): void {
  steps += 1;
  if (crashAt !== null && steps >= crashAt && !isDead) die();
  if (isDead) throw new TabletCrashed('the tablet lost its power');
}

Object.defineProperty(IDBDatabase.prototype, 'transaction', {
  value(this: IDBDatabase, ...args: unknown[]): unknown {
    step();
    const transaction: unknown = Reflect.apply(beginTransaction, this, args);
    if (!(transaction instanceof IDBTransaction)) throw new TypeError('no transaction');
    underWay.add(transaction);
    const end = () => underWay.delete(transaction);
    transaction.addEventListener('abort', end);
    transaction.addEventListener('complete', () => {
      end();
      steps += 1;
      if (crashAt !== null && steps >= crashAt && !isDead) die();
    });
    return transaction;
  },
});

const deleteDatabase = IDBFactory.prototype.deleteDatabase;
Object.defineProperty(IDBFactory.prototype, 'deleteDatabase', {
  value(this: IDBFactory, ...args: unknown[]): unknown {
    step();
    return Reflect.apply(deleteDatabase, this, args);
  },
});

const locks = new Map<string, Promise<unknown>>();

function request<T>(name: string, work: () => Promise<T>): Promise<T> {
  const turn = (locks.get(name) ?? Promise.resolve()).then(work, work);
  locks.set(
    name,
    turn.catch(() => undefined),
  );
  return turn;
}

class SilentChannel extends EventTarget {
  postMessage(): void {}
}

/** Puts what a page or worker finds around itself into this process. */
export function furnishBrowser(): void {
  const put = (target: object, name: string, value: unknown) =>
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
  put(globalThis, 'location', { origin });
  put(globalThis, 'BroadcastChannel', SilentChannel);
  put(globalThis, 'caches', { keys: async () => [], delete: async () => true });
  put(navigator, 'locks', { request });
}

type Work = (input: Request) => Promise<Response>;

async function cutRequest(asked: Request): Promise<Request> {
  const body = await asked.text();
  const { method, headers, url } = asked;
  return new Request(url, { method, headers, ...(body ? { body: body.slice(0, body.length / 2) } : {}) });
}

async function cutAnswer(answer: Response): Promise<Response> {
  const text = await answer.text();
  return new Response(text.slice(0, text.length / 2), { status: answer.status, headers: answer.headers });
}

/** The line to the server with one fault on it. */
function makeNetwork(server: ModelServer, isOnline: boolean, fault: NetworkFault | null): Work {
  let sent = 0;
  const broken = () => new TypeError('fetch failed');
  const deliver: Work = async (asked) => {
    const answer = await server.answer(asked);
    // A process that ended answers nothing, whatever its code still did.
    if (hasCrashed()) throw broken();
    return answer;
  };
  return async (asked) => {
    step();
    sent += 1;
    const kind = fault?.request === sent ? fault.kind : null;
    if (!isOnline || kind === 'lost') throw broken();
    if (kind === 'proxy-answers') {
      return new Response('<p>Sign in to the guest network', { headers: { 'content-type': 'text/html' } });
    }
    const twin = kind === 'repeated' ? asked.clone() : null;
    const answer = await deliver(kind === 'request-cut' ? await cutRequest(asked) : asked);
    if (twin) await deliver(twin);
    step();
    if (kind === 'answer-lost') throw broken();
    return kind === 'answer-cut' ? cutAnswer(answer) : answer;
  };
}

/** The tablet's own code, loaded anew as a started browser does. */
async function loadDeviceCode() {
  vi.resetModules();
  const [{ syncAndTell }, { endOfflineSession, signInOffline }, database, { noteTime }, { noteUnnotedTry }] =
    await Promise.all([
      import('../../../src/device/sync-and-tell.ts'),
      import('../../../src/device/offline-sign-in.ts'),
      import('../../../src/device/database.ts'),
      import('../../../src/device/tablet-time.ts'),
      import('../../../src/device/spent-tries.ts'),
    ]);
  return { syncAndTell, endOfflineSession, signInOffline, noteTime, noteUnnotedTry, ...database };
}

export type DeviceCode = Awaited<ReturnType<typeof loadDeviceCode>>;

let code: DeviceCode | null = null;

/** Where a command runs: whose storage, at what time, on what line. */
export type Place = {
  readonly server: ModelServer;
  readonly storage: IDBFactory;
  /** The tablet's clock, in milliseconds. */
  readonly now: number;
  readonly isOnline: boolean;
};

export type Outcome<T> = {
  readonly crashed: boolean;
  readonly serverCrashed: boolean;
  readonly value?: T | undefined;
  readonly error?: unknown;
};

/** Runs the tablet's code in its browser. After a crash the next work runs in a new one, on the same storage. */
export async function runInBrowser<T>(
  { server, storage, now, isOnline }: Place,
  work: (code: DeviceCode) => Promise<T>,
  { fault = null, crashAt: last = null, serverCrash = null }: Conditions = {},
): Promise<Outcome<T>> {
  code ??= await loadDeviceCode();
  const running = code;
  await running.closeDatabase();
  globalThis.indexedDB = storage;
  const line = makeNetwork(server, isOnline, fault);
  globalThis.fetch = (input, init) => line(new Request(input, init));
  Date.now = () => now;
  steps = 0;
  crashAt = last;
  isDead = false;
  try {
    const { crashed: serverCrashed, value, error } = await withCrash(serverCrash, () => work(running));
    return { crashed: isDead, serverCrashed, value, error };
  } finally {
    if (isDead) {
      locks.clear();
      code = null;
    }
    crashAt = null;
    isDead = false;
    Date.now = realNow;
    await running.closeDatabase();
  }
}
