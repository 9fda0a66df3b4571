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
 * Watches the whole page from the first rendering on. A touch that comes too late, on a tablet that slept, finds it over.
 * @returns `secondsLeft` during the countdown, else `null`, and `stay`, which begins anew
 */
export function useIdle({ after, warn = 0, onIdle, now = Date.now }: IdleOptions) {
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null);
  const latest = useRef({ onIdle, now });
  latest.current = { onIdle, now };
  const touchedAt = useRef<number | null>(null);
  const look = useRef<() => void>(() => undefined);

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
        latest.current.onIdle();
        return;
      }
      const warning = rest <= warn;
      setSecondsLeft(warning ? Math.ceil(rest / 1000) : null);
      timer = setTimeout(look.current, warning ? rest % 1000 || 1000 : rest - warn);
    };
    const noteSign = (event: Event) => {
      const rest = measure();
      if (rest > 0 && (rest > warn || event.type === 'keydown')) touchedAt.current = latest.current.now();
      if (rest <= warn || rest <= 0) look.current();
    };
    const options = { capture: true, passive: true };
    const wake = () => look.current();
    for (const sign of signs) window.addEventListener(sign, noteSign, options);
    for (const waking of wakings) window.addEventListener(waking, wake, options);
    look.current();
    return () => {
      clearTimeout(timer);
      for (const sign of signs) window.removeEventListener(sign, noteSign, options);
      for (const waking of wakings) window.removeEventListener(waking, wake, options);
    };
  }, [after, warn]);

  const stay = useCallback(() => {
    touchedAt.current = latest.current.now();
    look.current();
  }, []);
  return { secondsLeft, stay };
}
