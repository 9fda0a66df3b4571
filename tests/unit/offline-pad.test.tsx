// @vitest-environment jsdom
// The pad of a tablet that is out of step with its server: until when it takes PINs, and why not, for the tablet and for one person.
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

vi.mock('../../src/app/tablet/worker-link.ts', () => ({
  askToPull: () => undefined,
  takeUpdate: () => undefined,
}));
const { tries } = vi.hoisted(() => ({
  tries: { spent: { device: 0, users: {} } as { device: number; users: Record<string, number> } | undefined },
}));
vi.mock('../../src/device/offline/count-tries.ts', async (original) => ({
  ...(await original<typeof import('../../src/device/offline/count-tries.ts')>()),
  readSpentTries: async () => tries.spent,
}));
vi.mock('../../src/device/store/tablet-time.ts', async (original) => ({
  ...(await original<typeof import('../../src/device/store/tablet-time.ts')>()),
  noteTime: async () => false,
}));

import { formatMoment, formatNearMoment } from '../../src/app/kiosk/format-moment.ts';
import { mayGoOn } from '../../src/app/kiosk/offline-way.ts';
import { PadScreen } from '../../src/app/kiosk/pad-screen.tsx';
import { showNothingHeld, useDeviceState } from '../../src/app/tablet/device-state.ts';
import { tabletPolicy } from './offline-tablet.ts';

const now = new Date(2026, 10, 28, 10, 2).getTime();
const tomorrow = new Date(2026, 10, 29, 9, 40).getTime();

beforeEach(() => {
  vi.useFakeTimers({ now });
  tries.spent = { device: 0, users: {} };
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  showNothingHeld('unlinked');
});

async function open(policy = tabletPolicy) {
  useDeviceState.setState({
    phase: 'linked',
    policy,
    lease: { rosterAt: now, leaseUntil: tomorrow, highestTimeSeen: now, serverTimeOffset: 0 },
    connection: { online: false, since: now },
    users: [
      { id: 'u1', name: 'Grace Hopper', roleId: 'r', verifier: 1 },
      { id: 'u2', name: 'Ada Byron', roleId: 'r', verifier: 1 },
    ],
  });
  render(<PadScreen />);
  await act(() => vi.advanceTimersByTimeAsync(0));
}
const isGrey = (name: string) => screen.getByRole('button', { name }).hasAttribute('disabled');
const clock = (at: number) => formatMoment(at, 'minutes', at);

describe('the pad without its server', () => {
  it('says since when, and until when tomorrow', async () => {
    await open();
    expect(screen.getByText(`Offline since ${clock(now)}`)).toBeTruthy();
    expect(screen.getByText(`Sign-in works until tomorrow ${clock(tomorrow)}`)).toBeTruthy();
  });

  it('greys the name of somebody who has no try left, and no other', async () => {
    tries.spent = { device: 5, users: { u1: 5 } };
    await open();
    expect([isGrey('Grace Hopper'), isGrey('Ada Byron')]).toEqual([true, false]);
    expect([mayGoOn('u1'), mayGoOn('u2'), mayGoOn(undefined)]).toEqual([false, true, true]);
    expect(screen.getByText('Grey names need a connection.')).toBeTruthy();
  });

  it.each([
    [{ device: 20, users: {} }, /^Too many wrong PINs on this tablet\./],
    [undefined, /^This tablet lost its record of wrong PINs\./],
  ])('says why it takes no PIN where the tries are %o', async (spent, words) => {
    tries.spent = spent;
    await open();
    expect(screen.getByText(words)).toBeTruthy();
    expect(mayGoOn(undefined)).toBe(false);
    expect(screen.queryByText(/Sign-in works until/)).toBeNull();
    expect(screen.getByRole('button', { name: '5' }).hasAttribute('disabled')).toBe(true);
  });

  it('says that the organization does not want it', async () => {
    await open({ ...tabletPolicy, offline: null });
    expect(screen.getByText(/^Your organization doesn’t allow offline sign-in\./)).toBeTruthy();
  });
});

it('the pad says why the tablet can’t be brought up to date, and takes PINs all the same', async () => {
  await open();
  act(() =>
    useDeviceState.setState({
      connection: { online: true, since: now },
      syncProblem: 'The storage of this browser fails.',
    }),
  );
  expect(screen.getByText('This tablet can’t be updated')).toBeTruthy();
  expect(screen.getByText('The storage of this browser fails.')).toBeTruthy();
  expect(screen.getByRole('button', { name: '5' }).hasAttribute('disabled')).toBe(false);
});

it('names tomorrow and yesterday, and the day of any other moment', () => {
  const dayMs = 24 * 3_600_000;
  expect(formatNearMoment(now - dayMs, now)).toBe(`yesterday ${clock(now)}`);
  expect(formatNearMoment(now + dayMs, now)).toBe(`tomorrow ${clock(now)}`);
  expect(formatNearMoment(now, now)).toBe(clock(now));
  expect(formatNearMoment(now + 2 * dayMs, now)).toBe(formatMoment(now + 2 * dayMs, 'minutes', now));
});
