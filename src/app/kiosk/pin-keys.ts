// How a keyboard or a USB number pad drives the PIN pad while no text field has the focus.
import { useEffect, useRef } from 'react';
import { readDigits, toDigits } from '../../contract/digits.ts';

/**
 * The pad key that a keyboard event stands for: a digit of any script, or else the place of a digit: in the upper row of a
 * French or Czech keyboard, which gives digits with Shift only, and on a number pad without NumLock. Undefined for all others.
 */
export function readPadKey(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey'>,
): string | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined;
  const typed = toDigits(event.key);
  if (/^[0-9]$/.test(typed)) return typed;
  const [, place] = /^(?:Digit|Numpad)([0-9])$/.exec(event.code) ?? [];
  if (place) return place;
  if (event.key === 'Enter') return 'OK';
  return event.key === 'Backspace' || event.key === 'Delete' ? 'Delete' : undefined;
}

const elsewhere = 'input, textarea, select, [contenteditable], [role=dialog], [role=alertdialog]';

/** Whether a key press belongs to something else: a text field, a dialog above the pad, or the button that Enter presses. */
function isElsewhere(target: EventTarget | null, key: string): boolean {
  return (
    target instanceof Element && target.closest(key === 'OK' ? `${elsewhere}, button, a` : elsewhere) !== null
  );
}

/** Calls `press` for each pad key struck, or digit pasted, anywhere on the page, once however long it is held; `release` when it comes up. */
export function usePadKeys(press: (key: string) => void, release: (key: string) => void): void {
  const latest = useRef({ press, release });
  useEffect(() => {
    latest.current = { press, release };
  });
  useEffect(() => {
    const onDown = (event: KeyboardEvent) => {
      const key = readPadKey(event);
      if (key === undefined || isElsewhere(event.target, key)) return;
      event.preventDefault();
      if (!event.repeat) latest.current.press(key);
    };
    const onUp = (event: KeyboardEvent) => {
      const key = readPadKey(event);
      if (key !== undefined) latest.current.release(key);
    };
    const onPaste = (event: ClipboardEvent) => {
      const digits = readDigits(event.clipboardData?.getData('text') ?? '');
      if (!/^[0-9]+$/.test(digits) || isElsewhere(event.target, '')) return;
      for (const digit of digits) {
        latest.current.press(digit);
        latest.current.release(digit);
      }
    };
    window.addEventListener('paste', onPaste);
    window.addEventListener('keydown', onDown);
    window.addEventListener('keyup', onUp);
    return () => {
      window.removeEventListener('paste', onPaste);
      window.removeEventListener('keydown', onDown);
      window.removeEventListener('keyup', onUp);
    };
  }, []);
}
