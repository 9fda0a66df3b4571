// A tablet on a real IndexedDB schema, with two people who may sign in on it without the server.
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { exportJWK, generateKeyPair } from 'jose';
import type { OfflinePolicy, Policy } from '../../src/contract/endpoints/device.ts';
import { noTries } from '../../src/device/offline/count-tries.ts';
import { hashPin } from '../../src/device/offline/hash-pin.ts';
import { verifierOf } from '../../src/device/offline/pin-verifier.ts';
import {
  closeDatabase,
  createDatabase,
  type Database,
  type DeviceRecord,
} from '../../src/device/store/database.ts';
import { makeDeviceKeys } from '../../src/device/store/device-key.ts';
import { readOutbox } from '../../src/device/store/outbox.ts';

export const rightPin = '840372';
export const wrongPin = '730284';
export const tabletStart = Date.parse('2026-03-01T08:00:00Z');
export const anaId = '3f0a8a60-0b0e-4e0b-9a27-6f3d5c7d1e01';
export const benId = '3f0a8a60-0b0e-4e0b-9a27-6f3d5c7d1e02';
const roleId = '3f0a8a60-0b0e-4e0b-9a27-6f3d5c7d1e04';

const { publicKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
const { x = '', y = '' } = await exportJWK(publicKey);
const offline: OfflinePolicy = {
  pinSalt: Buffer.alloc(16, 7).toString('base64url'),
  // Light, since these tests are not about its weight.
  argon2: { memoryKiB: 64, iterations: 1, parallelism: 1 },
  sealingKey: { kty: 'EC', crv: 'P-256', x, y },
};
const verifier = await verifierOf(await hashPin(rightPin, offline));

export const tabletPolicy: Policy = {
  organizationName: 'Bakery',
  deviceName: 'Counter',
  signInStyle: 'pin',
  pinLength: 6,
  pinLengths: [6],
  autoLockSeconds: 120,
  pausedUntil: null,
  offline,
};

/** A fresh storage with a linked tablet in it, whose lease lasts 24 hours from the start. */
export async function makeOfflineTablet(): Promise<{ database: Database; device: DeviceRecord }> {
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
  const database = await createDatabase();
  const device: DeviceRecord = {
    id: crypto.randomUUID(),
    token: 't',
    keys: await makeDeviceKeys(),
    organizationName: 'Bakery',
    deviceName: 'Counter',
    linkedAt: tabletStart,
  };
  await database.put('device', device, 'current');
  await database.put('spentTries', noTries, 'current');
  await database.put('roles', { id: roleId, name: 'Staff', permissions: ['tablet:use'] });
  await database.put('users', { id: anaId, name: 'Ana', roleId, verifier });
  await database.put('users', { id: benId, name: 'Ben', roleId, verifier });
  const state = {
    cursor: 'c',
    policy: tabletPolicy,
    leaseUntil: tabletStart + 24 * 3_600_000,
    lastContactAt: tabletStart,
    serverTimeOffset: 0,
    highestTimeSeen: tabletStart,
    rosterAt: tabletStart,
  };
  await database.put('state', state, 'current');
  return { database, device };
}

/** What the outbox tells, its kinds in order and each event as it was signed. */
export async function readNoted(): Promise<Record<string, unknown>[]> {
  return (await readOutbox()).map(({ jws }) =>
    JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()),
  );
}
