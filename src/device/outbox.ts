// What the tablet notes for its server: events, numbered, chained and signed, kept until the server has taken them.
import { type DeviceEvent, deviceEventsAtOnce, deviceEventType } from '../contract/device-events.ts';
import {
  type Database,
  type DeviceRecord,
  type OutboxEvent,
  type OutboxHead,
  openDatabase,
  StorageFailure,
} from './database.ts';
import { hashText, signJws } from './sign-jws.ts';

type Base = 'deviceId' | 'sequence' | 'previous' | 'at' | 'offset';
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** What a caller tells of an event; the rest is filled in. */
export type NewDeviceEvent = Without<DeviceEvent, Base>;

const reserveBytes = 16 * 1024;

async function store(database: Database, event: OutboxEvent, head: OutboxHead): Promise<void> {
  const transaction = database.transaction(['outbox', 'outboxHead'], 'readwrite', { durability: 'strict' });
  await Promise.all([
    transaction.objectStore('outbox').add(event),
    transaction.objectStore('outboxHead').put(head, 'current'),
    transaction.done,
  ]);
}

/** On a full disk the reserve makes room once; it is filled again when the outbox is empty. */
async function storeAtAnyRate(database: Database, event: OutboxEvent, head: OutboxHead): Promise<void> {
  try {
    await store(database, event, head);
  } catch (cause) {
    try {
      await database.delete('reserve', 'current');
      await store(database, event, head);
    } catch {
      throw new StorageFailure(
        'This tablet’s storage is full, so nobody can sign in. Free some space on it.',
        { cause },
      );
    }
  }
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
    const transaction = database.transaction(['outboxHead', 'state']);
    const [head, state] = await Promise.all([
      transaction.objectStore('outboxHead').get('current'),
      transaction.objectStore('state').get('current'),
      transaction.done,
    ]);
    const sequence = (head?.lastSequence ?? 0) + 1;
    const offset = state?.serverTimeOffset ?? 0;
    const full = {
      ...event,
      deviceId: device.id,
      sequence,
      previous: head?.lastHash ?? '',
      at: now,
      offset,
    };
    const jws = await signJws(device.keys, { typ: deviceEventType }, full);
    const kept = { sequence, jws, at: now + offset };
    await storeAtAnyRate(database, kept, { lastSequence: sequence, lastHash: await hashText(jws) });
  });
}

/** The oldest events that the server has not taken, as many as one batch may hold. */
export async function readOutbox(most = deviceEventsAtOnce): Promise<OutboxEvent[]> {
  return (await (await openDatabase())?.getAll('outbox', undefined, most)) ?? [];
}

/** Forgets what the server has taken. */
export async function forgetEvents(upTo: number): Promise<void> {
  const database = await openDatabase();
  if (!database) return;
  await database.delete('outbox', IDBKeyRange.upperBound(upTo));
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
