// A device as the contract tells of it, for tests of screens.
import type { Device } from '../../src/contract/endpoints/devices.ts';

/** The tablet of the front desk, which was heard a moment ago. */
export function makeDevice(): Device {
  return {
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
}
