// What the tablet notes for its server: events, numbered, chained and signed, kept until the server has taken them.
import type { IDBPTransaction } from 'idb';
import { type DeviceEvent, deviceEventType } from '../../contract/device-events.ts';
import { deviceEventsAtOnce } from '../../contract/endpoints/device.ts';
import {
  type Database,
  type DeviceRecord,
  type FloorkeySchema,
  type OutboxEvent,
  type OutboxHead,
  openDatabase,
} from './database.ts';
import { hashText, signJws } from './sign-jws.ts';
import { StorageFailure } from './storage-failure.ts';

type Base = 'deviceId' | 'sequence' | 'previous' | 'at' | 'offset';
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** What a caller tells of an event; the rest is filled in. */
export type NewDeviceEvent = Without<DeviceEvent, Base>;

const reserveBytes = 16 * 1024;
const storageFull =
  'This tablet’s storage is full or fails, so nobody can sign in. Free some space on it and restart the browser.';

const notedStores = ['outbox', 'outboxHead', 'spentTries', 'openSessions'] as const;

/** What is written together with events, or not at all. */
export type Along = (
  transaction: IDBPTransaction<FloorkeySchema, typeof notedStores, 'readwrite'>,
) => Promise<unknown>;

type Noted = { readonly events: readonly OutboxEvent[]; readonly head: OutboxHead };

async function store(database: Database, { events, head }: Noted, along: Along): Promise<void> {
  const transaction = database.transaction(notedStores, 'readwrite', { durability: 'strict' });
  transaction.done.catch(() => undefined);
  try {
    for (const event of events) await transaction.objectStore('outbox').add(event);
    await transaction.objectStore('outboxHead').put(head, 'current');
    await along(transaction);
    await transaction.done;
  } catch (error) {
    try {
      // A request that was refused at once does not end the transaction by itself.
      transaction.abort();
    } catch {
      // It has ended.
    }
    throw error;
  }
}

/**
 * On a full disk the reserve makes room for the end of a session, and for nothing else: whoever is not in yet stays
 * outside. It is filled again when the outbox is empty.
 */
async function storeAtAnyRate(database: Database, noted: Noted, along: Along, isEnd: boolean): Promise<void> {
  try {
    await store(database, noted, along);
  } catch (cause) {
    const full = new StorageFailure(storageFull, { cause });
    if (!isEnd) throw full;
    try {
      await database.delete('reserve', 'current');
      await store(database, noted, along);
    } catch {
      throw full;
    }
  }
}

/** Where the chain ends: what is noted of it, or the newest event, should the browser have lost one of the two. */
async function findHead(head: OutboxHead | undefined, newest: OutboxEvent | undefined): Promise<OutboxHead> {
  if (newest && newest.sequence > (head?.lastSequence ?? 0)) {
    return { lastSequence: newest.sequence, lastHash: await hashText(newest.jws) };
  }
  return head ?? { lastSequence: 0, lastHash: '' };
}

async function chain(
  database: Database,
  device: DeviceRecord,
  events: readonly NewDeviceEvent[],
  at: number,
) {
  const transaction = database.transaction(['outbox', 'outboxHead', 'state']);
  const [noted, state, newest] = await Promise.all([
    transaction.objectStore('outboxHead').get('current'),
    transaction.objectStore('state').get('current'),
    transaction.objectStore('outbox').openCursor(null, 'prev'),
    transaction.done,
  ]);
  const offset = state?.serverTimeOffset ?? 0;
  let head = await findHead(noted, newest?.value);
  const kept: OutboxEvent[] = [];
  for (const event of events) {
    const sequence = head.lastSequence + 1;
    const full = { ...event, deviceId: device.id, sequence, previous: head.lastHash, at, offset };
    const jws = await signJws(device.keys, { typ: deviceEventType }, full);
    kept.push({ sequence, jws, at: at + offset });
    head = { lastSequence: sequence, lastHash: await hashText(jws) };
  }
  return { events: kept, head };
}

export type NoteOptions = {
  /** The tablet's clock, in milliseconds. */
  readonly now?: number;
  readonly along?: Along;
  /** Looked at when it is this one's turn: whether there is anything to note. */
  readonly unless?: (database: Database) => Promise<boolean>;
};

/**
 * Notes events, all or none: once this returns, they survive a crash of browser and tablet. Of all pages and the worker
 * only one notes at a time, so that numbers and hashes follow one another.
 * @throws StorageFailure when they can't be kept
 */
export async function noteEvents(
  device: DeviceRecord,
  events: readonly NewDeviceEvent[],
  { now = Date.now(), along = async () => undefined, unless }: NoteOptions = {},
): Promise<void> {
  await navigator.locks.request('floorkey-outbox', async () => {
    const database = await openDatabase();
    if (!database)
      throw new StorageFailure('This tablet’s storage is gone. Ask an admin to authorize it again.');
    if (await unless?.(database)) return;
    const isEnd = events.every(({ kind }) => kind === 'session-ended');
    await storeAtAnyRate(database, await chain(database, device, events, now), along, isEnd);
  });
}

/** Says whether an event is of that device, from before the browser lost its record. */
export function isNotedBy(deviceId: string, { jws }: OutboxEvent): boolean {
  const [, payload = ''] = jws.split('.');
  try {
    return atob(payload.replaceAll('-', '+').replaceAll('_', '/')).includes(`"deviceId":"${deviceId}"`);
  } catch {
    return false;
  }
}

/** The oldest events that the server has not taken, as many as one batch may hold. */
export async function readOutbox(most = deviceEventsAtOnce): Promise<OutboxEvent[]> {
  return (await (await openDatabase())?.getAll('outbox', undefined, most)) ?? [];
}

/**
 * Forgets what the server has taken. Should the browser have lost where the chain ends, the next event comes after
 * those that the server knows, so that it can't be taken for one of them.
 */
export async function forgetEvents(upTo: number): Promise<void> {
  const database = await openDatabase();
  if (!database) return;
  await navigator.locks.request('floorkey-outbox', async () => {
    const transaction = database.transaction(['outbox', 'outboxHead'], 'readwrite');
    transaction.done.catch(() => undefined);
    const heads = transaction.objectStore('outboxHead');
    const lastSequence = (await heads.get('current'))?.lastSequence ?? 0;
    await Promise.all([
      transaction.objectStore('outbox').delete(IDBKeyRange.upperBound(upTo)),
      ...(lastSequence < upTo ? [heads.put({ lastSequence: upTo, lastHash: '' }, 'current')] : []),
      transaction.done,
    ]);
  });
}

/** How many events the server has not taken. */
export async function countEvents(): Promise<number> {
  return (await (await openDatabase())?.count('outbox')) ?? 0;
}

/** How many events wait, and since when, for the server's list of devices. */
export async function describeOutbox(): Promise<{ queueLength: string; oldestUnsentAt?: string }> {
  const [count, [oldest]] = await Promise.all([countEvents(), readOutbox(1)]);
  return {
    queueLength: String(count),
    ...(oldest ? { oldestUnsentAt: new Date(oldest.at).toISOString() } : {}),
  };
}

/** Keeps some room for later. Where there is none, signing in is refused by then. */
export async function fillReserve(): Promise<void> {
  const database = await openDatabase();
  if (!database || (await database.count('reserve')) > 0) return;
  await database.put('reserve', new Uint8Array(reserveBytes), 'current').catch(() => undefined);
}
