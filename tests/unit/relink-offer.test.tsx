// @vitest-environment jsdom
// The offer to link a tablet again: it warns of cutting another tablet off, but not where it is this one.
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { RelinkOffer } from '../../src/app/admin/devices/relink-offer.tsx';
import type { Device } from '../../src/contract/endpoints/devices.ts';

afterEach(cleanup);

const device: Device = {
  ...{ id: crypto.randomUUID(), name: 'Counter 1', unit: null, connected: true, live: true },
  ...{ authorizedAt: '2026-11-22T10:00:00.000Z', authorizedBy: null, lastSeenAt: null, lastSyncAt: null },
  ...{ leaseEndsAt: null, appVersion: null, storagePersisted: null, queueLength: 0, oldestUnsentAt: null },
  ...{ toReview: 0, pausedUntil: null, twoPlacesAt: null, revokedAt: null, revokedBy: null, wipedAt: null },
  ...{ remoteWipe: 'works' as const, eventsReceived: 0, eventsLost: 0 },
};
const show = (isThis: boolean) =>
  render(<RelinkOffer device={device} isThis={isThis} busy={false} relink={async () => {}} />);

it('warns where the name is that of a tablet which was heard just now', () => {
  show(false);
  expect(screen.getByText(/would cut it off/)).toBeTruthy();
});

it('says what is kept where it is this very tablet', () => {
  show(true);
  expect(screen.getByText('It keeps its name, unit and history. Its old key stops working.')).toBeTruthy();
  expect(screen.queryByText(/would cut it off/)).toBeNull();
});
