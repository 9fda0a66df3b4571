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

/** `at` is an ISO 8601 instant. */
export function Moment({ at, withSeconds = false }: { at: string; withSeconds?: boolean | undefined }) {
  const moment = new Date(at);
  return (
    <time dateTime={at} title={exact.format(moment)}>
      {writeMoment(moment, withSeconds)}
    </time>
  );
}
