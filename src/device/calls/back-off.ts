// How long to wait before the next attempt to reach the server.

const firstMilliseconds = 500;
const longestMilliseconds = 30_000;

/**
 * Doubles with each failure and strays by half, so that a hall full of tablets does not come back in one instant.
 * @param failures how many attempts failed in a row, from 1
 * @param random between 0 and 1
 * @returns milliseconds
 */
export function backOff(failures: number, random: number): number {
  const full = Math.min(longestMilliseconds, firstMilliseconds * 2 ** (failures - 1));
  return full * (0.5 + random / 2);
}
