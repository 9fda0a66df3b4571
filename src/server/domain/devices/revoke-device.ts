// The end of a device: revoked by an admin, wiped by itself; and the lifting of its pause.
import { and, eq, isNull, sql } from 'drizzle-orm';
import { compactVerify, importJWK } from 'jose';
import type { Device } from '../../../contract/endpoints/devices.ts';
import { wipeReceiptSchema, wipeReceiptType } from '../../../contract/wipe-receipt.ts';
import type { AuditDetail } from '../../database/schema/audit-events.ts';
import { devices, pinSessions } from '../../database/schema.ts';
import { type Act, aboutDevice, type DeviceAct, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import type { KnownDevice } from '../access/device-identity.ts';
import { fieldProblem } from '../access/problem-error.ts';
import { proveRevocation } from '../access/prove-revocation.ts';
import { forgetTriesOn } from '../pins/device-tries.ts';
import { getDevice } from './device-view.ts';
import { askForNewPins } from './offline-people.ts';

/**
 * Cuts a device off in one transaction: from its commit on every request of the device is refused, whichever process
 * takes it, since nothing about devices is cached. Those who could sign in offline on it must choose a new PIN, since
 * whoever has the tablet holds 10 bits of the old one. A second time changes nothing.
 * @param choice `keepPins`: why nobody is asked for a new PIN
 */
export async function revokeDevice(
  act: Act,
  deviceId: string,
  { keepPins }: { keepPins?: string | undefined },
): Promise<Device> {
  const { context, signedIn } = act;
  const { organizationId, user } = signedIn;
  const now = context.clock();
  return changeOrganization(
    context,
    organizationId,
    async (tx, revision) => {
      const before = await getDevice(tx, act, deviceId);
      if (before.revokedAt) return before;
      const [row] = await tx
        .update(devices)
        .set({ revokedAt: now, revokedBy: user.id })
        .where(and(eq(devices.id, deviceId), isNull(devices.revokedAt)))
        .returning();
      if (!row) return before;
      const revocation = await proveRevocation(context, { ...row, revokedAt: now });
      await tx.update(devices).set({ revocation }).where(eq(devices.id, deviceId));
      await tx.delete(pinSessions).where(eq(pinSessions.deviceId, deviceId));
      const detail: AuditDetail =
        keepPins === undefined
          ? { askedForPin: await askForNewPins(tx, organizationId, deviceId, revision) }
          : { keptPins: keepPins };
      await record(tx, act, 'device.revoked', {
        ...aboutDevice(before),
        detail,
      });
      return getDevice(tx, act, deviceId);
    },
    { revokedDeviceId: deviceId },
  );
}

/** What is to be written when a pause is lifted, so that what led to it does not bring it back. */
const settledFailures = sql<number>`(select coalesce(max(device_events.position), 0) from device_events where device_events.device_id = ${devices.id})`;

/** Ends the pause after wrong PINs, and the count that led to it. */
export async function liftDevicePause(act: Act, deviceId: string): Promise<Device> {
  const { context, signedIn } = act;
  return changeOrganization(context, signedIn.organizationId, async (tx) => {
    const device = await getDevice(tx, act, deviceId);
    await tx
      .update(devices)
      .set({
        pinFailures: 0,
        pinPausedUntil: null,
        pinDayFailures: 0,
        guessLevel: 0,
        failuresSettledUpTo: settledFailures,
      })
      .where(eq(devices.id, deviceId));
    await forgetTriesOn(tx, deviceId);
    await record(tx, act, 'device.pause-lifted', aboutDevice(device));
    return getDevice(tx, act, deviceId);
  });
}

async function readReceipt(device: KnownDevice, receipt: string) {
  const refused = fieldProblem('validation_failed', 'receipt', 'The receipt is not signed by this device.');
  const key = await importJWK(device.publicKey, 'ES256');
  const verified = await compactVerify(receipt, key, { algorithms: ['ES256'] }).catch(() => {
    throw refused;
  });
  if (verified.protectedHeader.typ !== wipeReceiptType) throw refused;
  const parsed = wipeReceiptSchema.safeParse(readJson(verified.payload));
  if (!parsed.success || parsed.data.deviceId !== device.id) throw refused;
  return parsed.data;
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/** What the column takes, whatever a receipt says. */
const countMost = 2 ** 31 - 1;

/**
 * Takes the signed receipt of a device that wipes itself; the first one counts. It shows that the holder of the key
 * said so. Not verified, since nobody can from afar: that the tablet did as it said.
 * @returns when the device was wiped, by the server's clock
 */
export async function recordWipe(act: DeviceAct, receipt: string): Promise<Date> {
  const { context, device } = act;
  const { unsentEvents, appVersion } = await readReceipt(device, receipt);
  if (!device.revokedAt) {
    throw fieldProblem(
      'validation_failed',
      'receipt',
      'This device is not revoked, so there is nothing to wipe.',
    );
  }
  const now = context.clock();
  return context.database.inOrganization(device.organizationId, async (tx) => {
    const [first] = await tx
      .update(devices)
      .set({
        wipedAt: now,
        wipeReceipt: receipt,
        lastSeenAt: now,
        eventsLost: Math.min(Math.max(unsentEvents, 0), countMost),
      })
      .where(and(eq(devices.id, device.id), isNull(devices.wipedAt)))
      .returning({ id: devices.id });
    if (!first) return device.wipedAt ?? now;
    await record(tx, act, 'device.wiped', {
      ...aboutDevice(device),
      detail: { unsentEvents, appVersion },
    });
    return now;
  });
}
