// @vitest-environment jsdom
// The first steps in a new organization stay until all of them are done.
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { devicesQuery } from '../../src/app/admin/devices/device-queries.ts';
import { UsersWelcome } from '../../src/app/admin/users/list/users-welcome.tsx';
import { ownPinQuery } from '../../src/app/auth/account-query.ts';
import { queryClient } from '../../src/app/auth/server-state.tsx';
import { makeDevice } from './make-device.ts';
import { makeSession } from './make-session.ts';

afterEach(() => {
  cleanup();
  queryClient.clear();
});

function show({ hasPeople, hasTablet, hasPin }: { hasPeople: boolean; hasTablet: boolean; hasPin: boolean }) {
  queryClient.setDefaultOptions({ queries: { staleTime: Number.POSITIVE_INFINITY } });
  queryClient.setQueryData(devicesQuery.queryKey, hasTablet ? [makeDevice()] : []);
  queryClient.setQueryData(ownPinQuery.queryKey, {
    ...{ hasPin, pinDisabled: false, pinLength: 6, currentLength: hasPin ? 6 : null },
  });
  render(
    <QueryClientProvider client={queryClient}>
      <UsersWelcome session={makeSession()} hasPeople={hasPeople} />
    </QueryClientProvider>,
  );
  return screen.queryAllByText('done').length;
}

it('are people, a tablet, and a PIN of one’s own', () => {
  expect(show({ hasPeople: false, hasTablet: false, hasPin: false })).toBe(0);
  expect(screen.getAllByRole('listitem')).toHaveLength(3);
});

it('stay after the first person was added', () => {
  expect(show({ hasPeople: true, hasTablet: false, hasPin: false })).toBe(1);
  expect(screen.getByText('Authorize a tablet for them to share')).toBeTruthy();
});

it('go when all are done', () => {
  show({ hasPeople: true, hasTablet: true, hasPin: true });
  expect(screen.queryByText(/Welcome/)).toBeNull();
});
