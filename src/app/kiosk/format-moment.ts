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
