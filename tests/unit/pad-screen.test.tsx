// @vitest-environment jsdom
// The pad's screen: what a refused PIN says, the countdown of a pause, no connection, names first, and the new version.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Session } from '../../src/contract/endpoints/session.ts';
import { type Problem, problems } from '../../src/contract/problem.ts';
import { ApiProblem, Unreachable } from '../../src/device/calls/api-problem.ts';

const { askToPull, signInWithPin, takeUpdate } = vi.hoisted(() => ({
  askToPull: vi.fn<() => void>(),
  signInWithPin: vi.fn<(pin: string, userId?: string) => Promise<Session>>(),
  takeUpdate: vi.fn<() => void>(),
}));
vi.mock('../../src/app/tablet/pin-session.ts', () => ({ signInWithPin }));
vi.mock('../../src/app/tablet/worker-link.ts', () => ({ askToPull, takeUpdate }));

import { PadScreen } from '../../src/app/kiosk/pad-screen.tsx';
import { showNothingHeld, useDeviceState } from '../../src/app/tablet/device-state.ts';

const start = new Date('2026-11-22T10:00:00Z').getTime();

beforeEach(() => {
  vi.useFakeTimers({ now: start });
  signInWithPin.mockReset();
  takeUpdate.mockReset();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  showNothingHeld('unlinked');
  useDeviceState.setState({ update: 'none' });
});

function open(signInStyle: 'pin' | 'name-then-pin' = 'pin') {
  const names = { organizationName: 'Bakery', deviceName: 'Counter 2' };
  useDeviceState.setState({
    ...names,
    phase: 'linked',
    policy: {
      ...names,
      signInStyle,
      pinLength: 4,
      pinLengths: [4],
      autoLockSeconds: 120,
      pausedUntil: null,
      offline: null,
    },
    users: [
      { id: 'u1', name: 'Grace Hopper', roleId: 'r', verifier: null },
      { id: 'u2', name: 'Ada Byron', roleId: 'r', verifier: null },
    ],
  });
  render(<PadScreen />);
}
const refuse = (problem: Partial<Problem> & Pick<Problem, 'code'>) =>
  signInWithPin.mockRejectedValueOnce(new ApiProblem({ status: 401, detail: 'Do this next.', ...problem }));
const tap = (digit: string) =>
  fireEvent.pointerDown(screen.getByRole('button', { name: digit }), { button: 0 });
async function enter(pin: string) {
  for (const digit of pin) tap(digit);
  await act(() => vi.advanceTimersByTimeAsync(0));
}
const pass = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000));
const padIsClosed = () => screen.getByRole('button', { name: '5' }).hasAttribute('disabled');

describe('a refused PIN', () => {
  test('says that it is wrong and how many tries are left', async () => {
    open();
    refuse({ code: 'wrong_pin', triesLeft: 1 });
    await enter('4829');
    expect(screen.getByText('Wrong PIN')).toBeTruthy();
    expect(screen.getByText('1 try left before this tablet locks.')).toBeTruthy();
    expect(padIsClosed()).toBe(false);
  });

  test('asks the server for the pause, and opens the pad at once when an admin lifts it', async () => {
    open();
    refuse({ code: 'wrong_pin', retryAt: new Date(start + 30_000).toISOString() });
    await enter('4829');
    expect(askToPull).toHaveBeenCalled();
    const pauseUntil = (pausedUntil: string | null) =>
      act(() => useDeviceState.setState(({ policy }) => ({ policy: policy && { ...policy, pausedUntil } })));
    pauseUntil(new Date(start + 30_000).toISOString());
    expect(padIsClosed()).toBe(true);
    pauseUntil(null);
    expect(padIsClosed()).toBe(false);
  });

  test('is not needed to see a pause that the server told of', () => {
    open();
    act(() =>
      useDeviceState.setState(({ policy }) => ({
        policy: policy && { ...policy, pausedUntil: new Date(start + 30_000).toISOString() },
      })),
    );
    expect(padIsClosed()).toBe(true);
    expect(screen.getByText('Try again in')).toBeTruthy();
  });

  test('of a paused tablet closes the pad and counts down by the server’s clock, then opens it', async () => {
    open();
    useDeviceState.setState({ serverTimeOffset: 3_600_000 });
    refuse({
      code: 'device_paused',
      status: 429,
      retryAt: new Date(start + 3_600_000 + 90_000).toISOString(),
    });
    await enter('4829');
    expect(screen.getByRole('timer').textContent).toBe('1:30');
    expect(padIsClosed()).toBe(true);
    await pass(89);
    expect(screen.getByRole('timer').textContent).toBe('0:01');
    await pass(1);
    expect(screen.queryByRole('timer')).toBeNull();
    expect(padIsClosed()).toBe(false);
  });

  test.each([
    ['busy', 'The server is busy', /not checked/],
    ['pin_disabled', 'This PIN doesn’t work right now', /Do this next/],
    ['internal', 'The server has a problem', /not checked/],
  ] as const)('for %s says what to do', async (code, title, advice) => {
    open();
    refuse({ code, status: problems[code].status });
    await enter('4829');
    expect(screen.getByText(title)).toBeTruthy();
    expect(screen.getByText(advice)).toBeTruthy();
  });

  test('that reached nobody says that it was not checked', async () => {
    open();
    signInWithPin.mockRejectedValueOnce(new Unreachable());
    await enter('4829');
    expect(screen.getByText(/not checked/)).toBeTruthy();
  });

  test('gives way to why the pad is closed, when the connection goes after it', async () => {
    open();
    refuse({ code: 'wrong_pin', triesLeft: 4 });
    await enter('4829');
    expect(screen.getByText(/tries left/)).toBeTruthy();
    act(() => useDeviceState.setState({ connection: { online: false, since: start } }));
    expect(padIsClosed()).toBe(true);
    expect(screen.queryByText(/tries left/)).toBeNull();
    expect(screen.getByText(/^Offline/)).toBeTruthy();
  });

  test('leaves its words for 20 seconds', async () => {
    open();
    refuse({ code: 'wrong_pin', triesLeft: 4 });
    await enter('4829');
    await pass(20);
    expect(screen.queryByText('Wrong PIN')).toBeNull();
  });
});

describe('the pad', () => {
  test('is closed while offline, says since when, and opens by itself', () => {
    open();
    act(() => useDeviceState.setState({ connection: { online: false, since: start } }));
    expect(screen.getByText(/^Offline since/)).toBeTruthy();
    expect(padIsClosed()).toBe(true);
    act(() => useDeviceState.setState({ connection: { online: true, since: start } }));
    expect(padIsClosed()).toBe(false);
  });

  test('says why the last session ended until somebody types', () => {
    useDeviceState.setState({ sessionEnded: 'server' });
    open();
    expect(screen.getByText(/^You were signed out/)).toBeTruthy();
    tap('1');
    expect(screen.queryByText(/^You were signed out/)).toBeNull();
  });

  test('takes a new version when it stands idle, never while somebody types', async () => {
    open();
    tap('1');
    act(() => useDeviceState.setState({ update: 'waiting' }));
    await pass(10);
    expect(takeUpdate).not.toHaveBeenCalled();
    await pass(5);
    await pass(2);
    expect(takeUpdate).toHaveBeenCalledTimes(1);
  });

  test('takes a version at once that another page let in, but only once nobody types', async () => {
    open();
    tap('1');
    act(() => useDeviceState.setState({ update: 'taken' }));
    await pass(14);
    expect(takeUpdate).not.toHaveBeenCalled();
    await pass(1);
    await pass(0);
    expect(takeUpdate).toHaveBeenCalledTimes(1);
  });
});

describe('name, then PIN', () => {
  test('sends the PIN with the name that was tapped', async () => {
    open('name-then-pin');
    signInWithPin.mockReturnValueOnce(new Promise(() => undefined));
    fireEvent.click(screen.getByRole('button', { name: 'Ada Byron' }));
    await enter('4829');
    expect(signInWithPin).toHaveBeenCalledExactlyOnceWith('4829', 'u2', undefined);
  });

  test('"Not you?" goes back to the names, and so does half a minute without a touch', async () => {
    open('name-then-pin');
    fireEvent.click(screen.getByRole('button', { name: 'Ada Byron' }));
    fireEvent.click(screen.getByRole('button', { name: 'Not you?' }));
    expect(screen.getByText('Tap your name')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Grace Hopper' }));
    await pass(30);
    expect(screen.getByText('Tap your name')).toBeTruthy();
  });
});
