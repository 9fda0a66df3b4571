// Makes this browser an authorized device: a new key, the server's word, and both stored for good.

import { authorizeDevice as authorizeEndpoint } from '../contract/endpoints/devices.ts';
import { callAsDevice } from './call-as-device.ts';
import { createDatabase, type Database, type DeviceRecord, StorageFailure } from './database.ts';
import { type DeviceKeys, makeDeviceKeys } from './device-key.ts';

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

/** Makes this browser that device: whatever it held before is gone. @throws StorageFailure */
export async function storeDevice(database: Database, device: DeviceRecord): Promise<void> {
  try {
    const stores = [...database.objectStoreNames];
    const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' });
    for (const name of stores) void transaction.objectStore(name).clear();
    await transaction.objectStore('device').put(device, 'current');
    await transaction.done;
  } catch (cause) {
    const message = `“${device.deviceName}” was authorized, but this browser couldn’t store its key. Revoke that device in the list, free some space and authorize again.`;
    throw new StorageFailure(message, { cause });
  }
}

export type DeviceWish = {
  name: string;
  /** Left out: none, or the first to which the admin is limited. */
  unitId?: string | null;
};

/**
 * Authorizes this browser under a name; the caller has an account session with a freshly entered password.
 * @param wish its name, unique in the organization, and its unit
 * @throws ApiProblem (`device_name_taken`, `sudo_required` …), Unreachable, StorageFailure
 */
export async function authorizeDevice(wish: DeviceWish, now = Date.now()): Promise<DeviceRecord> {
  const database = await createDatabase();
  const existing = await database.get('device', 'current');
  if (existing) {
    throw new StorageFailure(
      `This browser is already authorized as “${existing.deviceName}”. Revoke that device first.`,
    );
  }
  const keys = await storeNewKey(database);
  const answer = await callAsDevice({ keys }, authorizeEndpoint, { body: wish });
  const device: DeviceRecord = {
    id: answer.device.id,
    token: answer.token,
    keys,
    organizationName: answer.organizationName,
    deviceName: answer.device.name,
    linkedAt: now,
  };
  await storeDevice(database, device);
  return device;
}
