// How a keyboard or a USB number pad drives the PIN pad while no text field has the focus.
import { useEffect, useRef } from 'react';

/** The pad key that a keyboard event stands for; the number pad counts with NumLock off, too. Undefined for all others. */
export function readPadKey(event: KeyboardEvent): string | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined;
  if (/^[0-9]$/.test(event.key)) return event.key;
  const onNumberPad = /^Numpad([0-9])$/.exec(event.code);
  if (onNumberPad) return onNumberPad[1];
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

/** Calls `press` for each pad key struck anywhere on the page, once however long it is held; `release` when it comes up. */
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
    window.addEventListener('keydown', onDown);
    window.addEventListener('keyup', onUp);
    return () => {
      window.removeEventListener('keydown', onDown);
      window.removeEventListener('keyup', onUp);
    };
  }, []);
}
