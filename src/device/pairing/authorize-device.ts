// Makes this browser an authorized device: a new key, the server's word, and both stored for good.

import { authorizeDevice as authorizeEndpoint } from '../../contract/endpoints/devices.ts';
import { callAsDevice } from '../calls/call-as-device.ts';
import { createDatabase, type Database, type DeviceRecord, type OutboxHead } from '../store/database.ts';
import { type DeviceKeys, makeDeviceKeys, tryKey } from '../store/device-key.ts';
import { isNotedBy } from '../store/outbox.ts';
import { StorageFailure } from '../store/storage-failure.ts';
import type { Standing } from '../sync/heed-refusal.ts';
import { thumbprintOf } from '../sync/verify-revocation.ts';

/** Tries out, before the server hears of it, that this browser keeps a key. */
export async function storeNewKey(database: Database): Promise<DeviceKeys> {
  const keys = await makeDeviceKeys();
  try {
    const transaction = database.transaction('newKey', 'readwrite', { durability: 'strict' });
    await transaction.store.put(keys, 'current');
    await transaction.done;
  } catch (cause) {
    const message =
      'This browser can’t keep a key, so it can’t be authorized. Leave private mode or use another browser.';
    throw new StorageFailure(message, { cause });
  }
  return keys;
}

async function replaceContent(device: DeviceRecord, head: OutboxHead | undefined): Promise<void> {
  const database = await createDatabase();
  const [noted] = await database.getAll('outbox', undefined, 1).catch(() => []);
  const keepsOutbox = noted !== undefined && isNotedBy(device.id, noted);
  const stores = [...database.objectStoreNames];
  const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' });
  for (const name of stores) {
    if (name !== 'outbox' || !keepsOutbox) void transaction.objectStore(name).clear();
  }
  if (head) void transaction.objectStore('outboxHead').put(head, 'current');
  await transaction.objectStore('device').put(device, 'current');
  await transaction.done;
}

/**
 * Makes this browser that device: whatever it held before is gone, but for what the same device noted and could not send.
 * A wipe that is still under way ends first, so that it can't take the new device with it.
 * @param head where the server saw the chain of a device end that is linked again
 * @throws StorageFailure
 */
export async function storeDevice(device: DeviceRecord, head?: OutboxHead): Promise<void> {
  try {
    await navigator.locks.request('floorkey-wipe', () => replaceContent(device, head));
  } catch (cause) {
    const message = `“${device.deviceName}” was authorized, but this browser couldn’t store its key. Revoke that device in the list, free some space and authorize again.`;
    throw new StorageFailure(message, { cause });
  }
}

async function hasKey({ keys }: DeviceRecord): Promise<boolean> {
  return tryKey(keys).then(
    () => true,
    () => false,
  );
}

async function describeFormer({ id, organizationKey }: DeviceRecord) {
  return organizationKey ? { former: { id, pinnedKey: await thumbprintOf(organizationKey) } } : {};
}

export type DeviceWish = {
  name: string;
  /** The device in force that this very tablet was before it lost its storage. */
  replaces?: string;
  /** Left out: none, or the first to which the admin is limited. */
  unitId?: string | null;
};

/**
 * Authorizes this browser under a name; the caller has an account session with a step-up.
 * @param wish its name, unique in the organization, and its unit
 * @param again why it is linked again: unknown to its server, it keeps its key and what it could not send; used in two places,
 * it gets a new one, so that no copy works on
 * @throws ApiProblem (`device_name_taken`, `step_up_required` …), Unreachable, StorageFailure
 */
export async function authorizeDevice(
  wish: DeviceWish,
  again: Standing | null = null,
  now = Date.now(),
): Promise<DeviceRecord> {
  const database = await createDatabase();
  // A record that can't be read is one without a key.
  const existing = await database.get('device', 'current').catch(() => undefined);
  const hasWorkingKey = existing !== undefined && (await hasKey(existing));
  if (hasWorkingKey && again === null) {
    throw new StorageFailure(
      `This browser is already authorized as “${existing.deviceName}”. Revoke that device first.`,
    );
  }
  const isUnknown = again === 'unknown';
  // What it noted under its key and could not send is still to be read.
  const keys = hasWorkingKey && isUnknown ? existing.keys : await storeNewKey(database);
  const former = existing && isUnknown ? await describeFormer(existing) : {};
  const answer = await callAsDevice({ keys }, authorizeEndpoint, { body: { ...wish, ...former } });
  const { device: authorized, chain } = answer;
  const device: DeviceRecord = {
    id: authorized.id,
    token: answer.token,
    keys,
    organizationKey: answer.organizationKey,
    organizationName: answer.organizationName,
    deviceName: authorized.name,
    linkedAt: now,
    authorizedAt: Date.parse(authorized.authorizedAt),
  };
  await storeDevice(device, { lastSequence: chain.sequence, lastHash: chain.hash });
  return device;
}
