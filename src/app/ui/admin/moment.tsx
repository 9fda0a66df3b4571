// A point in time in the words of the browser's locale, with the exact time as a tip.
import { useEffect, useState } from 'react';

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const formats = {
  today: new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }),
  todayExact: new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' }),
  other: new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }),
  otherExact: new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' }),
};

/** Writes a moment: of today the time alone, else date and time. */
function writeMoment(at: Date, withSeconds = false, now = new Date()): string {
  const today = at.toDateString() === now.toDateString();
  return formats[`${today ? 'today' : 'other'}${withSeconds ? 'Exact' : ''}`].format(at);
}

function isTomorrow(at: Date, now = new Date()): boolean {
  return at.toDateString() === new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).toDateString();
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** For so long how long ago something was says more than its date. */
const agoMost = 7 * dayMs;

function sayAgo(at: Date, now: number): string {
  const ms = now - at.getTime();
  if (ms >= agoMost) return writeMoment(at);
  const [count, unit] =
    ms >= dayMs
      ? [Math.floor(ms / dayMs), 'day']
      : ms >= 60 * minuteMs
        ? [Math.floor(ms / (60 * minuteMs)), 'hour']
        : [Math.floor(ms / minuteMs), 'min'];
  if (count < 1) return 'just now';
  return `${count} ${unit}${count > 1 && unit !== 'min' ? 's' : ''} ago`;
}

/** How long ago something was, kept true while it is shown, with the exact time as a tip. */
export function Ago({ at }: Pick<MomentProps, 'at'>) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), minuteMs);
    return () => clearInterval(timer);
  }, []);
  const moment = new Date(at);
  return (
    <time dateTime={at} title={exact.format(moment)}>
      {sayAgo(moment, now)}
    </time>
  );
}

export interface MomentProps {
  /** An ISO 8601 instant. */
  at: string;
  withSeconds?: boolean | undefined;
  /** Writes "09:40 tomorrow" for a time of tomorrow. */
  withTomorrow?: boolean | undefined;
}

export function Moment({ at, withSeconds = false, withTomorrow = false }: MomentProps) {
  const moment = new Date(at);
  return (
    <time dateTime={at} title={exact.format(moment)}>
      {withTomorrow && isTomorrow(moment)
        ? `${formats.today.format(moment)} tomorrow`
        : writeMoment(moment, withSeconds)}
    </time>
  );
}
