// @vitest-environment jsdom
// The PIN pad: what counts as a press, what doesn't, and when the PIN is handed over.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { PinPad, type PinPadProps } from '../../src/app/kiosk/pin-pad.tsx';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function openPad(props: Partial<PinPadProps> = {}) {
  const onComplete = vi.fn<(pin: string) => void>();
  const pad = (more: Partial<PinPadProps> = {}) => (
    <PinPad lengths={[6]} onComplete={onComplete} {...props} {...more} />
  );
  const { rerender, container } = render(pad());
  return {
    onComplete,
    container,
    change: (more: Partial<PinPadProps>) => rerender(pad(more)),
    count: () => container.querySelectorAll('.fk-pin-dot[data-full]').length,
  };
}
const key = (name: string) => screen.getByRole('button', { name });
const touch = (name: string) => fireEvent.pointerDown(key(name), { button: 0 });
/** A whole press as a browser reports it: down, up, and a click with the detail of a pointer. */
function tap(name: string) {
  touch(name);
  fireEvent.pointerUp(key(name), { button: 0 });
  fireEvent.click(key(name), { detail: 1 });
}

describe('the PIN pad', () => {
  test('a digit is entered the moment its key goes down', () => {
    const { count } = openPad();
    touch('7');
    expect(count()).toBe(1);
    expect(screen.getByRole('status').textContent).toBe('1 of 6 digits');
  });

  test('the click that follows a press by pointer is not counted again', () => {
    const { count } = openPad();
    tap('7');
    tap('7');
    expect(count()).toBe(2);
  });

  test('a click without a pointer counts, as from Enter, Space or a screen reader', () => {
    const { count } = openPad();
    fireEvent.click(key('7'), { detail: 0 });
    expect(count()).toBe(1);
  });

  test('a click from a screen reader counts even after a press that ended without one', () => {
    const { count } = openPad();
    touch('7');
    fireEvent.click(key('7'), { detail: 0 });
    expect(count()).toBe(2);
  });

  test('the right mouse button enters nothing', () => {
    const { count } = openPad();
    fireEvent.pointerDown(key('7'), { button: 2 });
    expect(count()).toBe(0);
  });

  test('two fingers that overlap lose no press', () => {
    const { onComplete } = openPad();
    act(() => {
      for (const [index, name] of [...'123456'].entries()) {
        key(name).dispatchEvent(
          new PointerEvent('pointerdown', {
            bubbles: true,
            button: 0,
            pointerId: index,
            isPrimary: index === 0,
          }),
        );
      }
    });
    expect(onComplete.mock.calls).toEqual([['123456']]);
  });

  test('the last digit hands the PIN over, once, and further presses change nothing', () => {
    const { onComplete, count } = openPad();
    for (const digit of '480913') tap(digit);
    for (const name of ['5', 'Delete', 'Delete', '5']) tap(name);
    expect(onComplete.mock.calls).toEqual([['480913']]);
    expect(count()).toBe(6);
  });

  test('with PINs of several lengths, "OK" hands a shorter one over, and the longest goes by itself', () => {
    const { onComplete, change } = openPad({ lengths: [4, 6] });
    const isOpen = () => !key('OK').hasAttribute('disabled');
    for (const digit of '480') tap(digit);
    expect(isOpen()).toBe(false);
    tap('9');
    expect([isOpen(), onComplete.mock.calls]).toEqual([true, []]);
    tap('OK');
    for (const name of ['1', 'OK', 'Delete']) tap(name);
    expect(onComplete.mock.calls).toEqual([['4809']]);
    change({ step: 'next' });
    for (const digit of '48091') tap(digit);
    expect(isOpen()).toBe(false);
    tap('3');
    expect(onComplete.mock.calls).toEqual([['4809'], ['480913']]);
  });

  test('Enter stands for "OK", but not on a key that has the focus', () => {
    const { onComplete } = openPad({ lengths: [4, 6] });
    for (const digit of '4809') fireEvent.keyDown(document.body, { key: digit });
    fireEvent.keyDown(key('7'), { key: 'Enter' });
    expect(onComplete).not.toHaveBeenCalled();
    fireEvent.keyDown(document.body, { key: 'Enter' });
    expect(onComplete.mock.calls).toEqual([['4809']]);
  });

  test('with one length there is no "OK", and with several the dots that may stay empty are marked', () => {
    const { container, change } = openPad({ lengths: [6] });
    const marked = () => container.querySelectorAll('.fk-pin-dot[data-more]').length;
    expect([screen.queryByRole('button', { name: 'OK' }), marked()]).toEqual([null, 0]);
    change({ lengths: [4, 6] });
    expect([container.querySelectorAll('.fk-pin-dot').length, marked()]).toEqual([6, 2]);
    tap('1');
    expect(screen.getByRole('status').textContent).toBe('Digits: 1');
  });

  test('Delete takes the last digit back', () => {
    const { onComplete } = openPad({ lengths: [4] });
    for (const name of ['1', '2', '9', 'Delete', '3', '4']) tap(name);
    expect(onComplete.mock.calls).toEqual([['1234']]);
  });

  test('the number keys and Backspace of a keyboard work without any focus', () => {
    const { onComplete } = openPad({ lengths: [4] });
    for (const name of ['1', '2', '9', 'Backspace', '3', '4'])
      fireEvent.keyDown(document.body, { key: name });
    expect(onComplete.mock.calls).toEqual([['1234']]);
  });

  test('a USB number pad works with NumLock off', () => {
    const { count } = openPad();
    fireEvent.keyDown(document.body, { key: 'End', code: 'Numpad1' });
    expect(count()).toBe(1);
  });

  test('a key that is held down counts once', () => {
    const { count } = openPad();
    fireEvent.keyDown(document.body, { key: '4' });
    fireEvent.keyDown(document.body, { key: '4', repeat: true });
    expect(count()).toBe(1);
    expect(fireEvent.keyDown(key('4'), { key: 'Enter', repeat: true })).toBe(false);
  });

  test('typing in a text field or with Control held enters nothing', () => {
    const { count } = openPad({ message: <input aria-label="Other" /> });
    fireEvent.keyDown(screen.getByLabelText('Other'), { key: '4' });
    fireEvent.keyDown(document.body, { key: '4', ctrlKey: true });
    expect(count()).toBe(0);
  });

  test('while busy, presses are ignored and the dots stay full; when it ends, the pad is empty', () => {
    const { onComplete, change, count } = openPad({ lengths: [4] });
    for (const digit of '1234') tap(digit);
    change({ busy: true });
    tap('5');
    fireEvent.keyDown(document.body, { key: '6' });
    expect(count()).toBe(4);
    change({ busy: false });
    expect(count()).toBe(0);
    for (const digit of '5678') tap(digit);
    expect(onComplete.mock.calls).toEqual([['1234'], ['5678']]);
  });

  test('a pad that is busy from the start takes nothing', () => {
    const { count } = openPad({ busy: true });
    tap('1');
    fireEvent.keyDown(document.body, { key: '2' });
    expect(count()).toBe(0);
  });

  test('a wrong PIN shakes the dots and empties the pad', () => {
    const { change, count, container } = openPad({ shakeKey: 3 });
    expect(container.querySelector('.fk-pin-shaken')).toBeNull();
    tap('1');
    change({ shakeKey: 4 });
    expect(count()).toBe(0);
    expect(container.querySelector('.fk-pin-shaken')).not.toBeNull();
  });

  test('a disabled pad takes nothing and drops what was typed', () => {
    const { change, count } = openPad();
    tap('1');
    change({ disabled: true });
    fireEvent.keyDown(document.body, { key: '2' });
    expect(count()).toBe(0);
    expect(key('1').hasAttribute('disabled')).toBe(true);
  });

  test('a half-typed PIN is forgotten after 15 seconds', () => {
    vi.useFakeTimers();
    const { count } = openPad();
    tap('1');
    act(() => vi.advanceTimersByTime(14_999));
    expect(count()).toBe(1);
    act(() => vi.advanceTimersByTime(1));
    expect(count()).toBe(0);
  });

  test('the digits are nowhere in the page', () => {
    const { container } = openPad();
    for (const digit of '480') tap(digit);
    expect(container.querySelector('input')).toBeNull();
    expect(container.querySelector('.fk-pin-dots')?.textContent).toBe('');
    expect(container.textContent).not.toContain('480');
  });
});
