// One run of a tablet's code: its storage, its clock, its line to the server and its locks, of which any step can be its last.
import 'fake-indexeddb/auto';
import { AsyncLocalStorage } from 'node:async_hooks';
import { wrap } from 'idb';
import { origin } from './model-server.ts';

export class TabletCrashed extends Error {
  override readonly name = 'TabletCrashed';
}

type Locks = Map<string, Promise<unknown>>;

// Page and worker of a tablet share its locks; a tablet that lost its power has none.
const locksOf = new WeakMap<IDBFactory, Locks>();

export class TabletProcess {
  readonly storage: IDBFactory;
  /** The tablet's clock, in milliseconds. */
  readonly now: number;
  readonly #crashAt: number | null;
  readonly #underWay = new Set<IDBTransaction>();
  #steps = 0;
  isDead = false;

  constructor(storage: IDBFactory, now: number, crashAt: number | null) {
    this.storage = storage;
    this.now = now;
    this.#crashAt = crashAt;
  }

  get locks(): Locks {
    const found = locksOf.get(this.storage) ?? new Map();
    locksOf.set(this.storage, found);
    return found;
  }

  /** One step of the tablet's code. @throws TabletCrashed at its last one and ever after */
  step(): void {
    this.countStep();
    if (this.isDead) throw new TabletCrashed('the tablet lost its power');
  }

  countStep(): void {
    this.#steps += 1;
    if (this.#crashAt !== null && this.#steps >= this.#crashAt && !this.isDead) this.#die();
  }

  watch(transaction: IDBTransaction): void {
    this.#underWay.add(transaction);
    const end = () => this.#underWay.delete(transaction);
    transaction.addEventListener('abort', end);
    transaction.addEventListener('complete', () => {
      end();
      this.countStep();
    });
  }

  #die(): void {
    this.isDead = true;
    locksOf.delete(this.storage);
    // What was not committed is gone as a whole.
    for (const transaction of this.#underWay) {
      // Nobody is left who would hear of it.
      wrap(transaction).done.catch(() => undefined);
      try {
        transaction.abort();
      } catch {
        // Its commit had begun.
      }
    }
    this.#underWay.clear();
  }
}

type Running = { readonly process: TabletProcess; readonly send: (request: Request) => Promise<Response> };

// Several tablets run at once, and each finds its own storage, clock and line around itself.
const running = new AsyncLocalStorage<Running | null>();

/** Runs work with a tablet's storage, clock and line around it. */
export const runIn = <T>(around: Running, work: () => Promise<T>): Promise<T> => running.run(around, work);

/** Runs the server's part, which knows nothing of the tablet that asked. */
export const runOutside = <T>(work: () => Promise<T>): Promise<T> => running.run(null, work);

function current(): Running {
  const around = running.getStore();
  if (!around) throw new Error('no tablet runs here');
  return around;
}

const beginTransaction = IDBDatabase.prototype.transaction;
Object.defineProperty(IDBDatabase.prototype, 'transaction', {
  value(this: IDBDatabase, ...args: unknown[]): unknown {
    const { process } = current();
    process.step();
    const transaction: unknown = Reflect.apply(beginTransaction, this, args);
    if (!(transaction instanceof IDBTransaction)) throw new TypeError('no transaction');
    process.watch(transaction);
    return transaction;
  },
});

const deleteDatabase = IDBFactory.prototype.deleteDatabase;
Object.defineProperty(IDBFactory.prototype, 'deleteDatabase', {
  value(this: IDBFactory, ...args: unknown[]): unknown {
    current().process.step();
    return Reflect.apply(deleteDatabase, this, args);
  },
});

function request<T>(name: string, work: () => Promise<T>): Promise<T> {
  const { locks } = current().process;
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
  put(globalThis, 'fetch', (input: RequestInfo | URL, init?: RequestInit) =>
    current().send(new Request(input, init)),
  );
  put(navigator, 'locks', { request });
  const realNow = Date.now;
  Date.now = () => running.getStore()?.process.now ?? realNow();
  Object.defineProperty(globalThis, 'indexedDB', {
    get: () => current().process.storage,
    configurable: true,
  });
}
