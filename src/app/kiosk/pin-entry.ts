// What has been typed on the PIN pad so far: digits in, at most one complete PIN out.
import { useCallback, useEffect, useRef, useState } from 'react';

/** Milliseconds after the last press at which a half-typed PIN is forgotten, so that it isn't left for the next person. */
const forgetAfter = 15_000;

interface PinEntryOptions {
  length: number;
  /** While true, presses are ignored; when it ends, the entry is emptied. */
  busy: boolean;
  /** While true, presses are ignored and nothing is kept. */
  disabled: boolean;
  onComplete: (pin: string) => void;
  /** The entry is emptied whenever this number changes. */
  shakeKey: number | undefined;
}

/**
 * Keeps the digits in a ref, so that two presses in one frame both count, and lets React see only how many there are.
 * `onComplete` is called once per entry, by the press of the last digit; until it is emptied, the entry stays full.
 */
export function usePinEntry({ length, busy, disabled, onComplete, shakeKey }: PinEntryOptions) {
  const digits = useRef('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [count, setCount] = useState(0);

  const put = useCallback((next: string) => {
    digits.current = next;
    setCount(next.length);
  }, []);
  const empty = useCallback(() => {
    clearTimeout(timer.current);
    put('');
  }, [put]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the entry is emptied because a value changed, not for what it is.
  useEffect(() => empty, [shakeKey, length, disabled, empty]);
  useEffect(() => (busy ? empty : undefined), [busy, empty]);

  const press = (key: string) => {
    if (busy || disabled || digits.current.length >= length) return;
    clearTimeout(timer.current);
    if (key === 'Delete') return put(digits.current.slice(0, -1));
    put(digits.current + key);
    if (digits.current.length === length) onComplete(digits.current);
    else timer.current = setTimeout(empty, forgetAfter);
  };
  return { count, press };
}
