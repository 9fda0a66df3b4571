// A point in time in the words of the browser's locale, with the exact time as a tip.
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
