// What has been typed on the PIN pad so far: digits in, at most one complete PIN out.
import { useCallback, useEffect, useRef, useState } from 'react';

/** Milliseconds after the last press at which a half-typed PIN is forgotten, so that it isn't left for the next person. */
const forgetAfter = 15_000;

interface PinEntryOptions {
  /** How many digits a PIN may have, shortest first. */
  lengths: readonly number[];
  /** While true, presses are ignored; when it ends, the entry is emptied. */
  busy: boolean;
  /** While true, presses are ignored and nothing is kept. */
  disabled: boolean;
  onComplete: (pin: string) => void;
  /** The entry is emptied whenever this changes. */
  entryKey: string;
}

/**
 * Keeps the digits in a ref, so that two presses in one frame both count, and lets React see only how many there are.
 * `onComplete` is called once per entry, by the last digit of the longest PIN or by "OK" at the length of a shorter one;
 * until it is emptied, the entry stays as it is.
 */
export function usePinEntry({ lengths, busy, disabled, onComplete, entryKey }: PinEntryOptions) {
  const digits = useRef('');
  const handedOver = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [count, setCount] = useState(0);
  const longest = Math.max(...lengths);

  const put = useCallback((next: string) => {
    digits.current = next;
    setCount(next.length);
  }, []);
  const empty = useCallback(() => {
    clearTimeout(timer.current);
    handedOver.current = false;
    put('');
  }, [put]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the entry is emptied because a value changed, not for what it is.
  useEffect(() => empty, [entryKey, longest, disabled, empty]);
  useEffect(() => (busy ? empty : undefined), [busy, empty]);

  const handOver = () => {
    handedOver.current = true;
    onComplete(digits.current);
  };
  const press = (key: string) => {
    if (busy || disabled || handedOver.current) return;
    if (key === 'OK') {
      if (!lengths.includes(digits.current.length)) return;
      clearTimeout(timer.current);
      return handOver();
    }
    clearTimeout(timer.current);
    if (key === 'Delete') return put(digits.current.slice(0, -1));
    put(digits.current + key);
    if (digits.current.length === longest) handOver();
    else timer.current = setTimeout(empty, forgetAfter);
  };
  return { count, press };
}
