// Reads what the tablet holds: the device itself, its users and roles, and where it stands with its server.
import type { RosterRole, RosterUser } from '../../contract/endpoints/device.ts';
import { type DeviceRecord, openDatabase, type SyncState } from './database.ts';

export type TabletContent = {
  readonly device: DeviceRecord;
  /** Missing until the first pull. */
  readonly state: SyncState | undefined;
  readonly users: readonly RosterUser[];
  readonly roles: readonly RosterRole[];
};

/**
 * Reads the device record with its keys.
 * @returns `undefined` where this browser is not authorized
 * @throws StorageFailure
 */
export async function readDevice(): Promise<DeviceRecord | undefined> {
  const transaction = (await openDatabase())?.transaction('device');
  if (!transaction) return undefined;
  // Both are awaited: a browser that clears the storage of a revoked device ends the transaction, too.
  const [device] = await Promise.all([transaction.store.get('current'), transaction.done]);
  return device;
}

/**
 * Reads everything in one transaction, so that users and roles fit together.
 * @returns `undefined` where this browser is not authorized
 * @throws StorageFailure
 */
export async function readTablet(): Promise<TabletContent | undefined> {
  const database = await openDatabase();
  if (!database) return undefined;
  const transaction = database.transaction(['device', 'state', 'users', 'roles']);
  const [device, state, users, roles] = await Promise.all([
    transaction.objectStore('device').get('current'),
    transaction.objectStore('state').get('current'),
    transaction.objectStore('users').getAll(),
    transaction.objectStore('roles').getAll(),
    transaction.done,
  ]);
  return device && { device, state, users, roles };
}
