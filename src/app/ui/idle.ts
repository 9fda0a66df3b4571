// Notices when nobody has touched the tablet for a while, by the clock, so that time asleep counts too.
import { useCallback, useEffect, useRef, useState } from 'react';

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'scroll'] as const;
const wakings = ['visibilitychange', 'pageshow', 'focus'] as const;

interface IdleOptions {
  /** Milliseconds without a touch, key or pointer until it is over. */
  after: number;
  /** Milliseconds before that at which the countdown begins; by then only `stay` or a key holds it up. */
  warn?: number | undefined;
  onIdle: () => void;
  /** The clock, in milliseconds since 1970. */
  now?: (() => number) | undefined;
}

/**
 * Watches the whole page from the first rendering on. A touch that comes too late, on a tablet that slept, finds it over;
 * the next one begins anew.
 * @returns `secondsLeft` during the countdown, else `null`, and `stay`, which begins anew
 */
export function useIdle({ after, warn = 0, onIdle, now = Date.now }: IdleOptions) {
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null);
  const latest = useRef({ onIdle, now });
  latest.current = { onIdle, now };
  const touchedAt = useRef<number | null>(null);
  const look = useRef<() => void>(() => undefined);
  const over = useRef(false);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const measure = () => {
      const time = latest.current.now();
      // A clock that was set back must not give more time.
      touchedAt.current = Math.min(touchedAt.current ?? time, time);
      return touchedAt.current + after - time;
    };
    look.current = () => {
      clearTimeout(timer);
      const rest = measure();
      if (rest <= 0) {
        setSecondsLeft(null);
        if (!over.current) {
          over.current = true;
          latest.current.onIdle();
        }
        return;
      }
      const warning = rest <= warn;
      setSecondsLeft(warning ? Math.ceil(rest / 1000) : null);
      timer = setTimeout(look.current, warning ? rest % 1000 || 1000 : rest - warn);
    };
    const noteSign = (event: Event) => {
      const rest = measure();
      const counts = over.current || (rest > 0 && (rest > warn || event.type === 'keydown'));
      if (counts) touchedAt.current = latest.current.now();
      if (rest > warn) return;
      if (counts) over.current = false;
      look.current();
    };
    const options = { capture: true, passive: true };
    const wake = () => look.current();
    for (const sign of signs) window.addEventListener(sign, noteSign, options);
    for (const waking of wakings) window.addEventListener(waking, wake);
    look.current();
    return () => {
      clearTimeout(timer);
      for (const sign of signs) window.removeEventListener(sign, noteSign, options);
      for (const waking of wakings) window.removeEventListener(waking, wake);
    };
  }, [after, warn]);

  const stay = useCallback(() => {
    over.current = false;
    touchedAt.current = latest.current.now();
    look.current();
  }, []);
  return { secondsLeft, stay };
}
