// The tablet's clock.
import { useEffect, useState } from 'react';
import { formatMoment } from './format-moment.ts';

const minute = 60_000;

/** The time of day, anew each minute. */
export function Clock() {
  const [time, setTime] = useState(Date.now);
  useEffect(() => {
    const timer = setTimeout(() => setTime(Date.now()), minute - (time % minute));
    return () => clearTimeout(timer);
  }, [time]);
  return <p className="fk-clock">{formatMoment(time)}</p>;
}
