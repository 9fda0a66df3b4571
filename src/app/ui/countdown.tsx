// A clock that counts down to a moment, for pauses of the PIN pad and for the lock after no touch.
import { useEffect, useRef, useState } from 'react';
import './countdown.css';

export interface CountdownProps {
  /** The moment it counts to, in milliseconds since 1970. */
  until: number;
  /** The whole span in milliseconds; with it a bar drains. */
  total?: number | undefined;
  /** What the time left is for; said by screen readers before it. */
  label: string;
  /** Called once when the moment has come. */
  onEnd?: (() => void) | undefined;
  /** The clock, in milliseconds since 1970. */
  now?: (() => number) | undefined;
}

/** Writes a number of seconds as m:ss, or h:mm:ss from one hour on. */
export function formatSeconds(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const pad = (value: number) => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

/** Shows the time left, each second anew. It isn't announced tick by tick. */
export function Countdown({ until, total, label, onEnd, now = Date.now }: CountdownProps) {
  const [left, setLeft] = useState(() => Math.max(0, until - now()));
  const latest = useRef({ onEnd, now });
  latest.current = { onEnd, now };
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = () => {
      const rest = Math.max(0, until - latest.current.now());
      setLeft(rest);
      if (rest === 0) latest.current.onEnd?.();
      else timer = setTimeout(tick, rest % 1000 || 1000);
    };
    tick();
    return () => clearTimeout(timer);
  }, [until]);
  return (
    <div className="fk-countdown" role="timer" aria-label={label} aria-live="off">
      <span className="fk-countdown-time">{formatSeconds(Math.ceil(left / 1000))}</span>
      {total !== undefined && (
        <span className="fk-countdown-bar">
          <span className="fk-countdown-left" style={{ transform: `scaleX(${Math.min(1, left / total)})` }} />
        </span>
      )}
    </div>
  );
}
