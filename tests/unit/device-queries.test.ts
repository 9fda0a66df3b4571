// How soon the list of devices looks again.
import { expect, it } from 'vitest';
import { refetchPause } from '../../src/app/admin/devices/device-queries.ts';
import type { Device } from '../../src/contract/endpoints/devices.ts';

const now = Date.parse('2026-11-22T10:02:00.000Z');
const device: Device = {
  id: '7a1d4c0e-5a8f-4d53-9d0c-2f8f5d4a1b11',
  name: 'Front desk',
  unit: null,
  authorizedAt: '2026-11-22T09:00:00.000Z',
  authorizedBy: 'Ada',
  lastSeenAt: '2026-11-22T10:01:50.000Z',
  lastSyncAt: '2026-11-22T10:01:50.000Z',
  connected: true,
  leaseEndsAt: null,
  appVersion: null,
  storagePersisted: null,
  queueLength: 0,
  oldestUnsentAt: null,
  toReview: 0,
  pausedUntil: null,
  revokedAt: null,
  revokedBy: null,
  live: true,
  twoPlacesAt: null,
  remoteWipe: 'works',
  wipedAt: null,
  eventsReceived: 0,
  eventsLost: 0,
};
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
