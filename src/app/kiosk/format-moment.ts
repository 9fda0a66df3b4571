// Moments as a person at the tablet reads them: the time, with the day where it isn't today.

/**
 * Writes a moment in the browser's own way.
 * @param at in milliseconds since 1970
 * @param precision whether seconds are shown
 */
export function formatMoment(
  at: number,
  precision: 'minutes' | 'seconds' = 'minutes',
  now = Date.now(),
): string {
  const time = { hour: 'numeric', minute: '2-digit' } as const;
  const day = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(undefined, {
    ...(isToday ? {} : day),
    ...time,
    ...(precision === 'seconds' ? { second: '2-digit' } : {}),
  }).format(at);
}

const dayOf = (at: number) => new Date(at).setHours(0, 0, 0, 0);

/** Writes a moment with "tomorrow" or "yesterday" where that is its day, as the pad says since when and until when. */
export function formatNearMoment(at: number, now = Date.now()): string {
  const days = Math.round((dayOf(at) - dayOf(now)) / 86_400_000);
  const word = days === 1 ? 'tomorrow' : days === -1 ? 'yesterday' : null;
  return word ? `${word} ${formatMoment(at, 'minutes', at)}` : formatMoment(at, 'minutes', now);
}
