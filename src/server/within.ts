// Waiting for something for so long and no longer.

/** @param ms milliseconds @throws what `makeError` makes when the time is over; the work goes on, and nobody hears of its end */
export function within<T>(ms: number, work: Promise<T>, makeError: () => Error): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(makeError()), ms);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
