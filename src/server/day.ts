// How long a day is, for everything that is counted or ends by days.

/** In milliseconds. */
export const dayMs = 24 * 3_600_000;
