// @vitest-environment jsdom
// The home of a person who is signed in with a PIN: what it shows, and how it ends.
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Session } from '../../src/contract/endpoints/session.ts';

const { endPinSession } = vi.hoisted(() => ({ endPinSession: vi.fn<(reason: string) => void>() }));
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
const listUnder = (title: string) => {
  const section = screen.getByRole('heading', { name: title }).parentElement;
  return section
    ? within(section)
        .getAllByRole('listitem')
        .map((item) => item.textContent)
    : [];
};
const pass = (seconds: number) => act(() => vi.advanceTimersByTime(seconds * 1000));

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-22T10:00:00Z') });
  endPinSession.mockClear();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  showNothingHeld('unlinked');
});

describe('home', () => {
  test('says who is signed in, with which role, and where', () => {
    open();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Grace Hopper');
    expect(screen.getByText('Manager')).toBeTruthy();
    expect(screen.getByText('Counter 2')).toBeTruthy();
  });

  test('says in plain words what the PIN allows, and apart from it what needs a password', () => {
    open();
    expect(listUnder('Your permissions')).toEqual([
      'Sign in on shared tablets with a PIN',
      'See the users of the organization',
    ]);
    expect(listUnder('Sign in with your password to')).toEqual([
      'Add, invite, change, suspend and delete users',
    ]);
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
    expect(screen.queryByRole('heading', { name: 'Sign in with your password to' })).toBeNull();
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
