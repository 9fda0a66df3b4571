// @vitest-environment jsdom
// "Authorize again": under its own name there is one button, and it means this tablet.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

const { authorizeThisDevice } = vi.hoisted(() => ({
  authorizeThisDevice: vi.fn<(wish: object) => unknown>(),
}));
vi.mock('../../src/app/tablet/start-device.ts', () => ({ authorizeThisDevice }));

import { AuthorizeDialog } from '../../src/app/admin/devices/authorize-dialog.tsx';
import { devicesQuery } from '../../src/app/admin/devices/device-queries.ts';
import { useDeviceState } from '../../src/app/tablet/device-state.ts';
import type { Device } from '../../src/contract/endpoints/devices.ts';

// jsdom has no layout, so it can't scroll.
Element.prototype.scrollIntoView = () => {};
afterEach(cleanup);

const device: Device = {
  ...{ id: crypto.randomUUID(), name: 'Counter 1', unit: null, connected: true, live: true },
  ...{ authorizedAt: '2026-11-22T10:00:00.000Z', authorizedBy: null, lastSeenAt: null, lastSyncAt: null },
  ...{ leaseEndsAt: null, appVersion: null, storagePersisted: null, queueLength: 0, oldestUnsentAt: null },
  ...{ toReview: 0, pausedUntil: null, twoPlacesAt: '2026-11-22T11:00:00.000Z', revokedAt: null },
  ...{ revokedBy: null, wipedAt: null, remoteWipe: 'works' as const, eventsReceived: 0, eventsLost: 0 },
};

it('links the tablet again by its one button, and offers both ways once another name is typed', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  client.setQueryData(devicesQuery.queryKey, [device]);
  useDeviceState.setState({ deviceId: device.id, deviceName: device.name });
  const onDone = vi.fn<() => void>();
  render(
    <QueryClientProvider client={client}>
      <AuthorizeDialog withUnits={false} onDone={onDone} onClose={() => {}} />
    </QueryClientProvider>,
  );
  const name = screen.getByLabelText(/Device name/);
  fireEvent.change(name, { target: { value: 'Counter 2' } });
  expect(screen.getByRole('button', { name: 'Authorize' })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Authorize again' })).toBeTruthy();
  fireEvent.change(name, { target: { value: 'counter 1' } });
  expect(screen.queryByRole('button', { name: 'Authorize' })).toBeNull();
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Authorize again' })));
  expect(authorizeThisDevice.mock.calls).toEqual([[{ name: 'Counter 1', replaces: device.id }]]);
  expect(onDone).toHaveBeenCalledOnce();
});
