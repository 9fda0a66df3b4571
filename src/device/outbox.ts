// What the tablet notes for its server: events, numbered, chained and signed, kept until the server has taken them.
import { type DeviceEvent, deviceEventsAtOnce, deviceEventType } from '../contract/device-events.ts';
import {
  type Database,
  type DeviceRecord,
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

async function store(database: Database, event: OutboxEvent, head: OutboxHead): Promise<void> {
  const transaction = database.transaction(['outbox', 'outboxHead'], 'readwrite', { durability: 'strict' });
  await Promise.all([
    transaction.objectStore('outbox').add(event),
    transaction.objectStore('outboxHead').put(head, 'current'),
    transaction.done,
  ]);
}

/**
 * On a full disk the reserve makes room for the end of a session, and for nothing else: whoever is not in yet stays
 * outside. It is filled again when the outbox is empty.
 */
async function storeAtAnyRate(
  database: Database,
  event: OutboxEvent,
  head: OutboxHead,
  isEnd: boolean,
): Promise<void> {
  try {
    await store(database, event, head);
  } catch (cause) {
    const full = new StorageFailure(storageFull, { cause });
    if (!isEnd) throw full;
    try {
      await database.delete('reserve', 'current');
      await store(database, event, head);
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

/**
 * Notes an event: once this returns, it survives a crash of browser and tablet. Of all pages and the worker only one
 * notes at a time, so that numbers and hashes follow one another.
 * @param now the tablet's clock, in milliseconds
 * @throws StorageFailure when it can't be kept
 */
export async function noteEvent(
  device: DeviceRecord,
  event: NewDeviceEvent,
  now = Date.now(),
): Promise<void> {
  await navigator.locks.request('floorkey-outbox', async () => {
    const database = await openDatabase();
    if (!database)
      throw new StorageFailure('This tablet’s storage is gone. Ask an admin to authorize it again.');
    const transaction = database.transaction(['outbox', 'outboxHead', 'state']);
    const [noted, state, newest] = await Promise.all([
      transaction.objectStore('outboxHead').get('current'),
      transaction.objectStore('state').get('current'),
      transaction.objectStore('outbox').openCursor(null, 'prev'),
      transaction.done,
    ]);
    const { lastSequence, lastHash } = await findHead(noted, newest?.value);
    const sequence = lastSequence + 1;
    const offset = state?.serverTimeOffset ?? 0;
    const full = {
      ...event,
      deviceId: device.id,
      sequence,
      previous: lastHash,
      at: now,
      offset,
    };
    const jws = await signJws(device.keys, { typ: deviceEventType }, full);
    const kept = { sequence, jws, at: now + offset };
    const head = { lastSequence: sequence, lastHash: await hashText(jws) };
    await storeAtAnyRate(database, kept, head, event.kind === 'session-ended');
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
