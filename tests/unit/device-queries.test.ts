// How soon the list of devices looks again.
import { expect, it } from 'vitest';
import { refetchPause } from '../../src/app/admin/devices/device-queries.ts';
import { makeDevice } from './make-device.ts';

const now = Date.parse('2026-11-22T10:02:00.000Z');
const device = makeDevice();
const revokedAt = '2026-11-22T10:01:59.000Z';

it.each([
  ['nothing is awaited', device, 10_000],
  ['a revoked device has not wiped itself yet', { ...device, revokedAt }, 2000],
  ['it has wiped itself', { ...device, revokedAt, wipedAt: revokedAt }, 10_000],
  [
    'a device was revoked long ago and never came back',
    { ...device, revokedAt: '2026-11-21T10:00:00.000Z' },
    10_000,
  ],
  ['a new device was not heard yet', { ...device, authorizedAt: revokedAt, lastSyncAt: null }, 2000],
])('when %s', (_, one, pause) => {
  expect(refetchPause([one], now)).toBe(pause);
});
