// Signing in without the server: which PINs pass, which tries are counted, and what is noted, on a real IndexedDB schema.
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { compactDecrypt, compactVerify, exportJWK, generateKeyPair } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { type DeviceEvent, deviceEventSchema, offlineProofSchema } from '../../src/contract/device-events.ts';
import type { OfflinePolicy } from '../../src/contract/endpoints/device.ts';
import { noTries, readSpentTries } from '../../src/device/offline/count-tries.ts';
import { hashPin } from '../../src/device/offline/hash-pin.ts';
import {
  endOfflineSession,
  OfflineRefusal,
  signInOffline,
} from '../../src/device/offline/offline-sign-in.ts';
import { verifierOf } from '../../src/device/offline/pin-verifier.ts';
import {
  closeDatabase,
  createDatabase,
  type DeviceRecord,
  openDatabase,
} from '../../src/device/store/database.ts';
import { makeDeviceKeys } from '../../src/device/store/device-key.ts';
import { readOutbox } from '../../src/device/store/outbox.ts';
import { noteTime } from '../../src/device/store/tablet-time.ts';
import { argon2Parameters } from '../../src/server/crypto/argon2-parameters.ts';
import { createHashing } from '../../src/server/crypto/hashing.ts';
import { verifierOf as serverVerifierOf } from '../../src/server/crypto/verifier.ts';

const pin = '840372';
const start = Date.parse('2026-03-01T08:00:00Z');
const hourMs = 3_600_000;
const pinSalt = Buffer.alloc(16, 7);
const userId = '3f0a8a60-0b0e-4e0b-9a27-6f3d5c7d1e01';
const otherId = '3f0a8a60-0b0e-4e0b-9a27-6f3d5c7d1e02';
const adminId = '3f0a8a60-0b0e-4e0b-9a27-6f3d5c7d1e03';
const roleId = '3f0a8a60-0b0e-4e0b-9a27-6f3d5c7d1e04';

const server = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
const { x = '', y = '' } = await exportJWK(server.publicKey);
const offline: OfflinePolicy = {
  pinSalt: pinSalt.toString('base64url'),
  // Light, since these tests are not about its weight.
  argon2: { memoryKiB: 64, iterations: 1, parallelism: 1 },
  sealingKey: { kty: 'EC', crv: 'P-256', x, y },
};
const verifier = await verifierOf(await hashPin(pin, offline));

let device: DeviceRecord;
beforeEach(async () => {
  await closeDatabase();
  globalThis.indexedDB = new IDBFactory();
  const database = await createDatabase();
  device = {
    id: crypto.randomUUID(),
    token: 't',
    keys: await makeDeviceKeys(),
    organizationName: 'Bakery',
    deviceName: 'Counter',
    linkedAt: start,
  };
  await database.put('device', device, 'current');
  await database.put('spentTries', noTries, 'current');
  await database.put('roles', { id: roleId, name: 'Staff', permissions: ['tablet:use'] });
  await database.put('users', { id: userId, name: 'Ana', roleId, verifier });
  await database.put('users', { id: otherId, name: 'Ben', roleId, verifier });
  await database.put('users', { id: adminId, name: 'Olive', roleId, verifier: null });
  const policy = {
    organizationName: 'Bakery',
    deviceName: 'Counter',
    signInStyle: 'pin' as const,
    pinLength: 6,
    pinLengths: [6],
    autoLockSeconds: 120,
    pausedUntil: null,
    offline,
  };
  await database.put(
    'state',
    {
      cursor: 'c',
      policy,
      leaseUntil: start + 24 * hourMs,
      lastContactAt: start,
      serverTimeOffset: 0,
      highestTimeSeen: start,
      rosterAt: start,
    },
    'current',
  );
});

async function readEvents(): Promise<DeviceEvent[]> {
  return Promise.all(
    (await readOutbox()).map(async ({ jws }) => {
      const { payload } = await compactVerify(jws, device.keys.publicKey);
      return deviceEventSchema.parse(JSON.parse(new TextDecoder().decode(payload)));
    }),
  );
}

const refusalOf = (wrongPin: string, id = userId, at = start) =>
  signInOffline(device, id, wrongPin, at).then(
    () => null,
    (error: unknown) => (error instanceof OfflineRefusal ? error : Promise.reject(error)),
  );

it('hashes a PIN and takes its 10 bits as the server does', async () => {
  const hashing = await createHashing({ threads: 1 });
  const { memoryCost: memoryKiB, timeCost: iterations, parallelism } = argon2Parameters;
  const pinHash = await hashing.hashPin(pin, pinSalt);
  const onTablet = await hashPin(pin, { ...offline, argon2: { memoryKiB, iterations, parallelism } });
  expect(Buffer.from(onTablet).equals(pinHash)).toBe(true);
  expect(await verifierOf(onTablet)).toBe(serverVerifierOf(pinHash));
  expect(serverVerifierOf(pinHash)).toBeLessThan(1024);
});

describe('a right PIN', () => {
  it('opens a provisional session, noted with a proof that only the server can open', async () => {
    const session = await signInOffline(device, userId, pin, start);
    expect(session).toMatchObject({ user: { name: 'Ana' }, role: { name: 'Staff' }, openedAt: start });
    const [event] = await readEvents();
    expect(event).toMatchObject({
      kind: 'signed-in',
      sequence: 1,
      previous: '',
      sessionId: session.id,
      at: start,
    });
    if (event?.kind !== 'signed-in') throw new Error('another event');
    const { plaintext } = await compactDecrypt(event.proof, server.privateKey);
    const proof = offlineProofSchema.parse(JSON.parse(new TextDecoder().decode(plaintext)));
    expect(proof).toMatchObject({ eventId: event.id, deviceId: device.id, userId });
    expect(proof.s).toBe(Buffer.from(await hashPin(pin, offline)).toString('base64url'));
    await endOfflineSession(device, session, 'locked', start + 1000);
    expect((await readEvents()).map(({ kind, sequence }) => [kind, sequence])).toEqual([
      ['signed-in', 1],
      ['session-ended', 2],
    ]);
    expect(await readSpentTries()).toEqual({ device: 0, users: {} });
  });

  it('forgets the wrong tries of the user, and none of the tablet’s', async () => {
    await refusalOf('730284');
    await refusalOf('730284', otherId);
    await signInOffline(device, userId, pin, start);
    expect(await readSpentTries()).toEqual({ device: 2, users: { [otherId]: 1 } });
  });
});

describe('a wrong PIN', () => {
  it('is refused five times, then the user is locked even with the right one, and others are not', async () => {
    for (const left of [4, 3, 2, 1, 0]) {
      expect(await refusalOf('730284')).toMatchObject({ reason: 'wrong-pin', triesLeft: left });
    }
    expect(await refusalOf(pin)).toMatchObject({ reason: 'user' });
    expect((await signInOffline(device, otherId, pin, start)).user.name).toBe('Ben');
    expect((await readEvents()).map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 5 }, () => 'sign-in-failed'),
      'locked',
      'signed-in',
    ]);
  });

  it('locks the tablet after twenty, whoever they were tried on, however many come at once', async () => {
    const database = await openDatabase();
    for (let at = 0; at < 8; at += 1) {
      await database?.put('users', {
        id: `00000000-0000-4000-8000-00000000000${at}`,
        name: `P${at}`,
        roleId,
        verifier,
      });
    }
    const refusals = await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        refusalOf('730284', `00000000-0000-4000-8000-00000000000${at % 8}`),
      ),
    );
    expect(refusals.filter((refusal) => refusal?.reason === 'wrong-pin')).toHaveLength(20);
    expect(refusals.filter((refusal) => refusal?.reason === 'device')).toHaveLength(20);
    expect(await refusalOf(pin, otherId)).toMatchObject({ reason: 'device' });
    expect((await readSpentTries())?.device).toBe(20);
  });

  it('is counted before it is looked at, so that an end in the middle forgives nothing', async () => {
    const database = await openDatabase();
    const state = await database?.get('state', 'current');
    if (!state) throw new Error('no state');
    // Hashing fails on this, as it would where the page dies.
    const policy = { ...state.policy, offline: { ...offline, argon2: { ...offline.argon2, memoryKiB: 0 } } };
    await database?.put('state', { ...state, policy }, 'current');
    await expect(signInOffline(device, userId, pin, start)).rejects.not.toBeInstanceOf(OfflineRefusal);
    expect(await readSpentTries()).toMatchObject({ device: 1, users: { [userId]: 1 } });
  });
});

describe('nobody is let in', () => {
  it('who has no 10 bits on the tablet, or is not in the roster', async () => {
    expect(await refusalOf(pin, adminId)).toMatchObject({ reason: 'online-only' });
    expect(await refusalOf(pin, crypto.randomUUID())).toMatchObject({ reason: 'online-only' });
    expect(await readOutbox()).toEqual([]);
  });

  it('from the end of the lease on, by which the roster is gone and what was noted is not', async () => {
    await signInOffline(device, userId, pin, start + 24 * hourMs - 1);
    expect(await refusalOf(pin, userId, start + 24 * hourMs)).toMatchObject({ reason: 'lease' });
    const database = await openDatabase();
    expect(await database?.count('users')).toBe(0);
    expect(await readOutbox()).toHaveLength(1);
    // A clock that is set back now brings nothing back.
    expect(await refusalOf(pin, userId, start)).toMatchObject({ reason: 'lease' });
  });

  it('while the clock shows less than was seen before', async () => {
    await noteTime(start + 2 * hourMs);
    expect(await refusalOf(pin, userId, start + 2 * hourMs - 60_001)).toMatchObject({ reason: 'clock' });
    expect((await signInOffline(device, userId, pin, start + 2 * hourMs - 60_000)).user.id).toBe(userId);
  });

  it('where the organization does not want it', async () => {
    const database = await openDatabase();
    const state = await database?.get('state', 'current');
    if (!state) throw new Error('no state');
    await database?.put('state', { ...state, policy: { ...state.policy, offline: null } }, 'current');
    expect(await refusalOf(pin)).toMatchObject({ reason: 'not-wanted' });
  });
});
