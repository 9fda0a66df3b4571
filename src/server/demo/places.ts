// The units and devices of the demo.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { CompactSign, calculateJwkThumbprint } from 'jose';
import { fold } from '../../contract/fields.ts';
import { publicKeySchema } from '../../contract/public-key.ts';
import { type WipeReceipt, wipeReceiptType } from '../../contract/wipe-receipt.ts';
import { makeToken } from '../crypto/tokens.ts';
import type { devices } from '../database/schema.ts';
import { dayMs } from '../day.ts';

export type DemoUnit = 'site' | 'hall' | 'line';
export type DemoDevice = 'line' | 'hall' | 'goods-in' | 'canteen';

const minuteMs = 60_000;

/** A tree of three: site, hall, line. */
export function makeUnits() {
  const [site, hall, line] = [randomUUID(), randomUUID(), randomUUID()];
  return {
    ids: { site, hall, line },
    rows: [
      { id: site, parentId: null, name: 'Alder Street Plant' },
      { id: hall, parentId: site, name: 'Packing Hall' },
      { id: line, parentId: hall, name: 'Line 2' },
    ],
  };
}

async function makeDevice(name: string, unitId: string, authorizedAt: Date, authorizedBy: string) {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = publicKeySchema.parse(keys.publicKey.export({ format: 'jwk' }));
  // Nobody keeps the token, so no tablet can be this device.
  const { id, secretHash } = makeToken();
  const row = {
    id,
    unitId,
    name,
    nameFolded: fold(name),
    secretHash,
    publicKey,
    thumbprint: await calculateJwkThumbprint(publicKey),
    authorizedAt,
    authorizedBy,
    appVersion: '0.1.0',
    storagePersisted: true,
  };
  return { row, privateKey: keys.privateKey };
}

type DeviceRow = Omit<typeof devices.$inferInsert, 'organizationId'>;

/** When the canteen's tablet was revoked, which wiped itself a second later. */
export const revokedAt = (now: Date) => new Date(now.getTime() - 5 * dayMs - 77 * minuteMs);

/** Two devices in use, one that pauses after wrong PINs, one that was revoked and wiped itself. */
export async function makeDevices(
  units: Readonly<Record<DemoUnit, string>>,
  admin: string,
  now: Date,
): Promise<Record<DemoDevice, DeviceRow>> {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const authorizedAt = ago(14 * dayMs);
  const seen = (ms: number) => ({
    lastSeenAt: ago(ms),
    lastSyncAt: ago(ms),
    leaseEndsAt: ago(ms - dayMs),
  });
  const line = await makeDevice('Line 2 Tablet', units.line, authorizedAt, admin);
  const hall = await makeDevice('Packing Hall Tablet', units.hall, authorizedAt, admin);
  const goodsIn = await makeDevice('Goods In Tablet', units.site, authorizedAt, admin);
  const canteen = await makeDevice('Canteen Tablet', units.site, authorizedAt, admin);
  const wipedAt = new Date(revokedAt(now).getTime() + 1_000);
  const receipt: WipeReceipt = {
    deviceId: canteen.row.id,
    wipedAt: wipedAt.getTime(),
    appVersion: '0.1.0',
    unsentEvents: 0,
  };
  const wipeReceipt = await new CompactSign(Buffer.from(JSON.stringify(receipt)))
    .setProtectedHeader({ alg: 'ES256', typ: wipeReceiptType })
    .sign(canteen.privateKey);
  return {
    line: { ...line.row, ...seen(2 * minuteMs) },
    hall: { ...hall.row, ...seen(4 * minuteMs) },
    'goods-in': {
      ...goodsIn.row,
      ...seen(minuteMs),
      storagePersisted: false,
      pinFailures: 9,
      pinPausedUntil: ago(-14 * minuteMs),
      pinDayStartedAt: ago(30 * minuteMs),
      pinDayFailures: 9,
    },
    canteen: {
      ...canteen.row,
      ...seen(now.getTime() - wipedAt.getTime()),
      revokedAt: revokedAt(now),
      revokedBy: admin,
      wipedAt,
      wipeReceipt,
    },
  };
}
