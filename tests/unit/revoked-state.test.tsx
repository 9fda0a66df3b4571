// @vitest-environment jsdom
// What an admin reads of a revoked device.
import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { RevokedState } from '../../src/app/admin/devices/revoked-state.tsx';
import type { Device } from '../../src/contract/endpoints/devices.ts';

const today = (time: string) => new Date(`2026-11-22T${time}:00`).toISOString();
const device: Device = {
  id: '7a1d4c0e-5a8f-4d53-9d0c-2f8f5d4a1b11',
  name: 'Front desk',
  unit: null,
  authorizedAt: today('09:00'),
  authorizedBy: 'Ada',
  lastSeenAt: today('09:40'),
  lastSyncAt: today('09:40'),
  connected: false,
  leaseEndsAt: new Date('2026-11-23T09:40:00').toISOString(),
  appVersion: null,
  storagePersisted: null,
  queueLength: 0,
  oldestUnsentAt: null,
  toReview: 0,
  pausedUntil: null,
  revokedAt: today('10:02'),
  revokedBy: null,
  live: true,
  twoPlacesAt: null,
  remoteWipe: 'works',
  wipedAt: null,
  eventsReceived: 0,
  eventsLost: 0,
};
const read = (changes: Partial<Device>) =>
  render(<RevokedState device={{ ...device, ...changes }} now={Date.parse(today('10:05'))} />).container
    .textContent;

it('says until when a tablet that was not heard of can go on', () => {
  expect(read({})).toMatch(/^revoked .* · not seen since .* · stops working offline at .*$/);
});

it('says what came before the wipe, and what was lost with it', () => {
  const wiped = { wipedAt: today('11:15'), eventsReceived: 14 };
  expect(read(wiped)).toMatch(/ · wiped .* · 14 events received$/);
  expect(read({ ...wiped, eventsLost: 1 })).toMatch(/ · 14 events received · 1 event was lost$/);
  expect(read({ ...wiped, eventsReceived: 0, eventsLost: 2 })).toMatch(/ · wiped .* · 2 events were lost$/);
});
