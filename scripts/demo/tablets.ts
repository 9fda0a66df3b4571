// The tablets of the demo: each has a key, and signs what it notes. Nobody keeps its token, so no real one can be it.
import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { CompactEncrypt, CompactSign, calculateJwkThumbprint, importJWK } from 'jose';
import { type DeviceEvent, deviceEventType, offlineProofType } from '../../src/contract/device-events.ts';
import { publicKeySchema } from '../../src/contract/public-key.ts';
import { type WipeReceipt, wipeReceiptType } from '../../src/contract/wipe-receipt.ts';
import { offlineProofKey } from '../../src/server/crypto/offline-proofs.ts';
import { devices, organizations } from '../../src/server/database/schema.ts';
import type { Act, DeviceAct } from '../../src/server/domain/access/act.ts';
import { ProblemError } from '../../src/server/domain/access/problem-error.ts';
import { authorizeDevice } from '../../src/server/domain/devices/authorize-device.ts';
import { recordWipe } from '../../src/server/domain/devices/revoke-device.ts';
import { pullRoster } from '../../src/server/domain/devices/roster-pull.ts';
import { takeDeviceEvents } from '../../src/server/domain/offline/take-device-events.ts';
import { requestPin } from '../../src/server/domain/pins/pin-requests.ts';
import { signInWithPin } from '../../src/server/domain/pins/pin-sign-in.ts';
import type { Past } from './past.ts';

/** What the tablet itself adds to an event. */
type Added = 'id' | 'deviceId' | 'sequence' | 'previous' | 'offset';
type Noted<E extends DeviceEvent = DeviceEvent> = E extends DeviceEvent
  ? Omit<E, Added> & { id?: string }
  : never;

type NewTablet = { name: string; unitId: string; address: string; storagePersisted: 'yes' | 'no' };
export type Tablet = Awaited<ReturnType<typeof authorizeTablet>>;

/** An admin makes a tablet a device. @param tablet `address`: where it is in the network */
export async function authorizeTablet(
  { context, work }: Past,
  admin: Act,
  { name, unitId, address, storagePersisted }: NewTablet,
) {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = publicKeySchema.parse(keys.publicKey.export({ format: 'jwk' }));
  const thumbprint = await calculateJwkThumbprint(publicKey);
  const wish = { name, unitId, publicKey, thumbprint };
  const { device, organizationKey } = await authorizeDevice(admin, wish);
  const { id } = device;
  const pinnedKey = await calculateJwkThumbprint(organizationKey);
  const notes: { sequence: number; jws: string }[] = [];

  /** As the server finds it when it calls. */
  const known = () =>
    work(async (tx) => {
      const [row] = await tx
        .select({ device: devices, signInStyle: organizations.signInStyle, pinSalt: organizations.pinSalt })
        .from(devices)
        .innerJoin(organizations, eq(organizations.id, devices.organizationId))
        .where(eq(devices.id, id));
      if (!row) throw new Error('a tablet of the demo is gone');
      return { ...row.device, signInStyle: row.signInStyle, pinSalt: row.pinSalt };
    });

  const act = async (): Promise<DeviceAct> => ({
    context,
    origin: { address, userAgent: null },
    device: await known(),
  });

  const sign = (payload: object, typ: string) =>
    new CompactSign(Buffer.from(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'ES256', typ })
      .sign(keys.privateKey);

  async function note(event: Noted): Promise<void> {
    const before = notes.at(-1);
    const added = {
      id: randomUUID(),
      deviceId: id,
      sequence: notes.length + 1,
      previous: before ? createHash('sha256').update(before.jws).digest('base64url') : '',
      offset: 0,
    };
    notes.push({ sequence: added.sequence, jws: await sign({ ...added, ...event }, deviceEventType) });
  }

  return {
    id,

    async pull(): Promise<void> {
      const report = { appVersion: context.version, storagePersisted, live: 'yes', pinnedKey } as const;
      await pullRoster(await act(), undefined, report);
    },

    /** Somebody taps a PIN, which must be a wrong one. */
    async mistype(pin: string): Promise<void> {
      const refused = await signInWithPin(await act(), { pin }).catch((error: unknown) => error);
      if (!(refused instanceof ProblemError && refused.code === 'wrong_pin')) throw refused;
    },

    async askForPin(userId: string): Promise<void> {
      await requestPin(await act(), userId);
    },

    /** Lets somebody in by itself, whose name was touched, for some minutes. */
    async letIn(userId: string, pin: string, at: number, minutes: number): Promise<void> {
      const { pinSalt, lastSyncAt, leaseEndsAt } = await known();
      const [eventId, sessionId] = [randomUUID(), randomUUID()];
      const s = (await context.hashing.hashPin(pin, pinSalt)).toString('base64url');
      const proof = await new CompactEncrypt(
        Buffer.from(JSON.stringify({ eventId, deviceId: id, userId, s })),
      )
        .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', typ: offlineProofType })
        .encrypt(await importJWK(offlineProofKey(context.keys), 'ECDH-ES'));
      const roster = { rosterAt: lastSyncAt?.getTime() ?? 0, leaseUntil: leaseEndsAt?.getTime() ?? 0 };
      await note({ kind: 'signed-in', id: eventId, userId, sessionId, at, proof, ...roster });
      await note({ kind: 'session-ended', userId, sessionId, at: at + minutes * 60_000, reason: 'locked' });
    },

    refuse: (userId: string, at: number) => note({ kind: 'sign-in-failed', userId, at }),

    /** Sends what it noted. */
    async push(): Promise<void> {
      const batch = { now: context.clock().getTime(), events: notes };
      await takeDeviceEvents(await act(), batch);
    },

    /** Tells that it has deleted everything. */
    async wipe(): Promise<void> {
      const receipt: WipeReceipt = {
        deviceId: id,
        wipedAt: context.clock().getTime(),
        appVersion: context.version,
        unsentEvents: 0,
      };
      await recordWipe(await act(), await sign(receipt, wipeReceiptType));
    },
  };
}
