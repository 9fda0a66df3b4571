// @vitest-environment jsdom
// The home of a person who is signed in with a PIN: what it shows, and how it ends.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Session } from '../../src/contract/endpoints/session.ts';

const { endPinSession, home } = vi.hoisted(() => ({
  endPinSession: vi.fn<(reason: string) => void>(),
  home: vi.fn<() => Promise<unknown>>(),
}));
vi.mock('../../src/app/tablet/api.ts', () => ({ callDevice: () => home(), ApiProblem: Error }));
vi.mock('../../src/app/tablet/pin-session.ts', () => ({
  endPinSession,
  checkPinSession: async () => undefined,
}));

import { Home } from '../../src/app/kiosk/home/home.tsx';
import { showNothingHeld, useDeviceState } from '../../src/app/tablet/device-state.ts';

const session: Session = {
  kind: 'pin',
  assurance: 'pin',
  user: {
    id: 'u',
    name: 'Grace Hopper',
    username: 'grace',
    firstName: 'Grace',
    lastName: 'Hopper',
    email: null,
    language: null,
  },
  mustChange: null,
  isOwner: false,
  isPartner: false,
  limitedToUnits: false,
  role: { id: 'r', name: 'Manager' },
  permissions: ['tablet:use', 'users:read'],
  organization: { id: 'o', name: 'Bakery' },
  passkeyStep: null,
  stepUpBy: 'any',
  stepUpUntil: null,
  expiresAt: '2026-11-22T22:00:00Z',
};

function open(autoLockSeconds = 120) {
  useDeviceState.setState({
    phase: 'linked',
    organizationName: 'Bakery',
    deviceName: 'Counter 2',
    policy: {
      organizationName: 'Bakery',
      deviceName: 'Counter 2',
      signInStyle: 'pin',
      pinLength: 6,
      pinLengths: [6],
      offline: null,
      autoLockSeconds,
      pausedUntil: null,
    },
    roles: [{ id: 'r', name: 'Manager', permissions: ['tablet:use', 'users:read', 'users:manage'] }],
  });
  return render(<Home session={session} />);
}
const tile = {
  id: '5f0c8a53-6ad9-4f0c-8f4b-7f35b1a8d1aa',
  name: 'Orders',
  picture: 'orders' as const,
  address: 'https://orders.example.com/',
};

function watchWindows() {
  const win = { close: vi.fn() };
  const opened: string[] = [];
  vi.stubGlobal('open', (address: string) => {
    opened.push(address);
    return win;
  });
  return { win, opened };
}
const pass = (seconds: number) => act(() => vi.advanceTimersByTime(seconds * 1000));

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-22T10:00:00Z') });
  endPinSession.mockClear();
  home.mockReset().mockResolvedValue({ apps: [], deviceReviews: 0 });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  showNothingHeld('unlinked');
});

describe('home', () => {
  test('says who is signed in, with which role, and where', () => {
    open();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Grace Hopper');
    expect(screen.getByText('Manager')).toBeTruthy();
    expect(screen.getByText('Counter 2')).toBeTruthy();
  });

  test('opens an app in a window of its own, and closes it when the session ends', async () => {
    const { win, opened } = watchWindows();
    home.mockResolvedValue({ apps: [tile], deviceReviews: 0 });
    const { unmount } = open();
    await act(async () => undefined);
    fireEvent.click(screen.getByRole('button', { name: 'Orders' }));
    expect(opened).toEqual([tile.address]);
    // It stays while its user changes their PIN.
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Change PIN' })));
    expect(win.close).not.toHaveBeenCalled();
    unmount();
    expect(win.close).toHaveBeenCalledOnce();
  });

  test('greys the tiles without a connection, and says why', async () => {
    home.mockResolvedValue({ apps: [tile], deviceReviews: 0 });
    open();
    await act(async () => undefined);
    act(() => useDeviceState.setState({ connection: { online: false, since: Date.now() } }));
    expect(screen.getByRole('button', { name: 'Orders' })).toHaveProperty('disabled', true);
    expect(screen.getByText('Apps need a connection.')).toBeTruthy();
  });

  test('says what waits at the devices, to those who may look at it', async () => {
    home.mockResolvedValue({ apps: [], deviceReviews: 3 });
    open();
    await act(async () => undefined);
    expect(screen.getByText('3 offline sign-ins to review')).toBeTruthy();
  });

  test('shows a new name and role as soon as they are known', () => {
    const { rerender } = open();
    rerender(
      <Home
        session={{
          ...session,
          user: { ...session.user, name: 'Grace Murray' },
          role: { id: 's', name: 'Staff' },
        }}
      />,
    );
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Grace Murray');
    expect(screen.getByText('Staff')).toBeTruthy();
  });

  test('keeps the user’s name out of the page’s title', () => {
    open();
    expect(document.title).toBe('Signed in · Floorkey');
  });

  test('"Lock" ends the session', () => {
    open();
    fireEvent.click(screen.getByRole('button', { name: 'Lock' }));
    expect(endPinSession).toHaveBeenCalledWith('locked');
  });

  test('locks itself after the time of the organization, with a countdown before', () => {
    open(120);
    pass(111);
    expect(screen.getByText('Locking in 9')).toBeTruthy();
    pass(9);
    expect(endPinSession).toHaveBeenCalledExactlyOnceWith('idle');
  });

  test('a short time is counted down in its last third', () => {
    open(15);
    pass(9);
    expect(screen.queryByText(/^Locking in/)).toBeNull();
    pass(1);
    expect(screen.getByText('Locking in 5')).toBeTruthy();
  });

  test('"Stay signed in" ends the countdown, and "Lock" works beneath it', () => {
    open();
    pass(112);
    expect(document.activeElement?.textContent).toBe('Stay signed in');
    fireEvent.click(screen.getByRole('button', { name: 'Stay signed in' }));
    expect(screen.queryByText(/^Locking in/)).toBeNull();
    pass(112);
    fireEvent.click(screen.getByRole('button', { name: 'Lock' }));
    expect(endPinSession).toHaveBeenCalledExactlyOnceWith('locked');
  });

  test('says since when it is offline', () => {
    open();
    act(() => useDeviceState.setState({ connection: { online: false, since: Date.now() } }));
    expect(screen.getByText(/^Offline since/)).toBeTruthy();
  });
});
