// @vitest-environment jsdom
// The lock after no touch: when it warns, what holds it up, and that time asleep counts.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { useIdle } from '../../src/app/ui/idle.ts';

const start = new Date('2026-11-22T10:00:00Z').getTime();

beforeEach(() => {
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function openScreen({ after = 120_000, warn = 10_000 } = {}) {
  const onIdle = vi.fn<() => void>();
  function Screen() {
    const { secondsLeft, stay } = useIdle({ after, warn, onIdle });
    return (
      <button type="button" onClick={stay}>
        {secondsLeft === null ? 'quiet' : `${secondsLeft} left`}
      </button>
    );
  }
  const { unmount } = render(<Screen />);
  return { onIdle, unmount };
}
const shown = () => screen.getByRole('button').textContent;
const pass = (seconds: number) => act(() => vi.advanceTimersByTime(seconds * 1000));
/** The tablet sleeps: the clock moves on, no timer runs. */
const sleep = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

describe('a screen that nobody touches', () => {
  test('warns ten seconds before, counts down by seconds, and is over once', () => {
    const { onIdle } = openScreen();
    pass(109);
    expect(shown()).toBe('quiet');
    pass(1);
    expect(shown()).toBe('10 left');
    pass(9);
    expect(shown()).toBe('1 left');
    expect(onIdle).not.toHaveBeenCalled();
    pass(1);
    expect(onIdle).toHaveBeenCalledTimes(1);
    pass(300);
    expect(onIdle).toHaveBeenCalledTimes(1);
  });

  test.each(['pointerDown', 'pointerMove', 'keyDown', 'wheel', 'scroll'] as const)(
    'a %s begins anew',
    (sign) => {
      const { onIdle } = openScreen();
      pass(100);
      fireEvent[sign](document.body);
      pass(109);
      expect(shown()).toBe('quiet');
      pass(11);
      expect(onIdle).toHaveBeenCalledTimes(1);
    },
  );

  test('during the countdown a brush of the pointer holds nothing up, a key and the button do', () => {
    const { onIdle } = openScreen();
    pass(112);
    fireEvent.pointerMove(document.body);
    expect(shown()).toBe('8 left');
    fireEvent.keyDown(document.body, { key: 'a' });
    expect(shown()).toBe('quiet');
    pass(112);
    fireEvent.click(screen.getByRole('button'));
    expect(shown()).toBe('quiet');
    pass(119);
    expect(onIdle).not.toHaveBeenCalled();
  });

  test('a touch that wakes a tablet which slept too long comes too late', () => {
    const { onIdle } = openScreen();
    sleep(3600);
    fireEvent.pointerDown(document.body);
    expect(onIdle).toHaveBeenCalledTimes(1);
  });

  test('a screen that stays on after that begins anew with the next touch', () => {
    const { onIdle } = openScreen();
    pass(120);
    fireEvent.pointerDown(document.body);
    fireEvent.pointerMove(document.body);
    expect(onIdle).toHaveBeenCalledTimes(1);
    pass(120);
    expect(onIdle).toHaveBeenCalledTimes(2);
  });

  test('a screen that comes up again looks at the clock at once', () => {
    const { onIdle } = openScreen();
    sleep(3600);
    fireEvent(window, new Event('pageshow'));
    expect(onIdle).toHaveBeenCalledTimes(1);
  });

  test('a clock that is set back gives no more than the whole span', () => {
    const { onIdle } = openScreen();
    pass(60);
    sleep(-7200);
    fireEvent(window, new Event('focus'));
    pass(120);
    expect(onIdle).toHaveBeenCalledTimes(1);
  });

  test('a screen that is gone is not over later', () => {
    const { onIdle, unmount } = openScreen();
    unmount();
    pass(200);
    fireEvent.pointerDown(document.body);
    expect(onIdle).not.toHaveBeenCalled();
  });
});
