// The tablet's IndexedDB: its stores, and the one way to open it.
import { type DBSchema, type IDBPDatabase, type OpenDBCallbacks, openDB } from 'idb';
import type { Policy, RosterRole, RosterUser } from '../../contract/endpoints/device.ts';
import type { PublicKey } from '../../contract/public-key.ts';
import type { DeviceKeys } from './device-key.ts';
import type { OpenSession, UnnotedTry } from './open-ends.ts';
import { StorageFailure, storageFailures } from './storage-failure.ts';
import { waitAtMost } from './wait-at-most.ts';

export const databaseName = 'floorkey';
const databaseVersion = 4;

/** What makes this browser an authorized device. */
export type DeviceRecord = {
  readonly id: string;
  /** Worth nothing without the private key. */
  readonly token: string;
  readonly keys: DeviceKeys;
  /** By which the organization proves a revocation. Pinned at the link; of an older version's link at the next pull. */
  readonly organizationKey?: PublicKey;
  readonly organizationName: string;
  readonly deviceName: string;
  /** Milliseconds since 1970, like every time in this database. */
  readonly linkedAt: number;
  /** The same by the server's clock: a revocation names it. Links of older versions don't have it. */
  readonly authorizedAt?: number;
};

/** A key that is no device's yet, with the code by which it was shown to be linked. */
export type NewKey = DeviceKeys & {
  readonly link?: { readonly id: string; readonly code: string; readonly expiresAt: number };
};

/** Where the tablet stands with its server. */
export type SyncState = {
  /** Empty: fetch everything anew. */
  readonly cursor: string;
  readonly policy: Policy;
  readonly leaseUntil: number;
  /** When the server was last heard, by the tablet's clock. */
  readonly lastContactAt: number;
  /** What to add to the tablet's clock to get the server's. */
  readonly serverTimeOffset: number;
  /** The highest time of the server, heard or estimated: a clock that was set back shows by it. */
  readonly highestTimeSeen: number;
  /** When the roster was made, by the server's clock. */
  readonly rosterAt: number;
  /** How many users and roles lay in the stores then: fewer now means that the browser has lost some. */
  readonly rosterSize?: number;
};

/** The end of the chain of noted events. */
export type OutboxHead = { readonly lastSequence: number; readonly lastHash: string };

/** An event that the server has not taken yet. */
export type OutboxEvent = {
  readonly sequence: number;
  readonly jws: string;
  /** The server's time of it, as well as the tablet knew. */
  readonly at: number;
};

/** Wrong tries without the server since it was last told of them all. Kept also when there are none: a lost count is no zero. */
export type SpentTries = {
  readonly device: number;
  readonly users: Readonly<Record<string, number>>;
  readonly unnoted?: UnnotedTry;
};

/** Random marks, one for each sync, by which the server tells this tablet from a copy of its storage. */
export type SyncMarks = {
  /** Of the next sync. It is on the disk before it is sent, and sent again until an answer came. */
  readonly next: string;
  /** Of the last syncs, the newest first. */
  readonly used: readonly string[];
};

export interface FloorkeySchema extends DBSchema {
  device: { key: 'current'; value: DeviceRecord };
  /** A key that is about to be authorized. */
  newKey: { key: 'current'; value: NewKey };
  users: { key: string; value: RosterUser };
  roles: { key: string; value: RosterRole };
  state: { key: 'current'; value: SyncState };
  outbox: { key: number; value: OutboxEvent };
  outboxHead: { key: 'current'; value: OutboxHead };
  spentTries: { key: 'current'; value: SpentTries };
  openSessions: { key: string; value: OpenSession };
  syncMarks: { key: 'current'; value: SyncMarks };
  /** Room that is given up so that the end of a session can still be noted on a full disk. */
  reserve: { key: 'current'; value: Uint8Array };
}
export type Database = IDBPDatabase<FloorkeySchema>;

/** A browser that has not opened its storage by then, in milliseconds, is not going to. */
const openMilliseconds = 10_000;
const lookMilliseconds = 3000;

let opened: Promise<Database | undefined> | undefined;

/** Looks without opening, which would leave an empty shell behind in WebKit; older browsers can't look. */
async function isThere(): Promise<boolean> {
  const looking = (async () => indexedDB.databases?.())().catch(() => undefined);
  const found = await waitAtMost(lookMilliseconds, looking);
  return found?.some(({ name, version }) => name === databaseName && version !== 0) ?? true;
}

/** Some browsers throw at once where storage is forbidden, instead of failing the request. */
async function openStores(callbacks: OpenDBCallbacks<FloorkeySchema>): Promise<Database> {
  return openDB<FloorkeySchema>(databaseName, databaseVersion, callbacks);
}

function startOpening(create: boolean) {
  let missing = false;
  let blocked = false;
  const forget = () => {
    opened = undefined;
  };
  return {
    forget,
    isMissing: () => missing,
    isBlocked: () => blocked,
    opening: openStores({
      upgrade(upgraded, oldVersion, _, transaction) {
        if (oldVersion === 0 && !create) {
          missing = true;
          transaction.done.catch(() => undefined);
          transaction.abort();
          return;
        }
        if (oldVersion < 1) {
          upgraded.createObjectStore('device');
          upgraded.createObjectStore('newKey');
          upgraded.createObjectStore('users', { keyPath: 'id' });
          upgraded.createObjectStore('roles', { keyPath: 'id' });
          upgraded.createObjectStore('state');
        }
        if (oldVersion < 2) {
          upgraded.createObjectStore('outbox', { keyPath: 'sequence' });
          upgraded.createObjectStore('outboxHead');
          upgraded.createObjectStore('spentTries');
          upgraded.createObjectStore('reserve');
        }
        if (oldVersion < 3) upgraded.createObjectStore('openSessions', { keyPath: 'id' });
        upgraded.createObjectStore('syncMarks');
        // What an older version pulled says nothing of who may sign in without the server.
        if (oldVersion === 1) void transaction.objectStore('state').clear();
      },
      // Another tab deletes or upgrades the database: let it.
      blocking(_current, _blocked, event) {
        forget();
        if (event.target instanceof IDBDatabase) event.target.close();
      },
      blocked() {
        blocked = true;
      },
      terminated: forget,
    }),
  };
}

async function open(create: boolean): Promise<Database | undefined> {
  const { opening, forget, isMissing, isBlocked } = startOpening(create);
  try {
    const database = await waitAtMost(openMilliseconds, opening);
    if (database) return database;
  } catch (cause) {
    forget();
    if (isMissing()) return undefined;
    const name = cause instanceof DOMException ? cause.name : '';
    const known = { VersionError: 'outdated', SecurityError: 'forbidden' } as const;
    const why = name === 'VersionError' || name === 'SecurityError' ? known[name] : 'unopened';
    throw new StorageFailure(storageFailures[why], { cause });
  }
  forget();
  // Opened after all, for nobody: it must not hold up others.
  opening.then((late) => late.close()).catch(() => undefined);
  throw new StorageFailure(isBlocked() ? storageFailures.blocked : storageFailures.silent);
}

/**
 * Opens the database if there is one; a browser that was never authorized gets none, and a wiped one stays empty.
 * @throws StorageFailure
 */
export async function openDatabase(): Promise<Database | undefined> {
  if (!opened && !(await isThere())) return undefined;
  opened ??= open(false);
  const database = await opened;
  if (!database) opened = undefined;
  return database;
}

/**
 * Opens the database and makes it where there is none.
 * @throws StorageFailure
 */
export async function createDatabase(): Promise<Database> {
  const existing = await openDatabase();
  if (existing) return existing;
  opened = open(true);
  const database = await opened;
  if (!database) throw new StorageFailure('This browser keeps no storage for Floorkey.');
  return database;
}

/** Closes this context's connection, so that the database can be deleted. */
export async function closeDatabase(): Promise<void> {
  const database = await opened?.catch(() => undefined);
  opened = undefined;
  database?.close();
}
