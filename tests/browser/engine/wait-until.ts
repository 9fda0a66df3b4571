// Waiting for a condition of a page, with the last reason why it does not hold yet.

/** How long the tests wait for anything, in milliseconds, unless told: on a machine that does four other things, too. */
export const defaultTimeout = 60_000;

/** A frame lies between two looks. */
const firstPause = 25;
/** Looking costs the page and the machine what they need to get on. */
const longestPause = 100;

/** Either the awaited value, or why it is not there yet. */
export type Attempt<T> = { value: T } | { reason: string };

/**
 * Tries again until the attempt has a value. An attempt that throws (the page is just navigating) counts as not yet.
 * @param timeout in milliseconds.
 * @throws an Error with what `describe` makes of the last reason.
 */
export async function waitUntil<T>(
  attempt: () => Promise<Attempt<T>>,
  timeout: number,
  describe: (reason: string) => Promise<string>,
): Promise<T> {
  const end = performance.now() + timeout;
  for (let pause = firstPause; ; pause = Math.min(longestPause, pause * 1.2)) {
    const result = await attempt().catch((error: unknown): Attempt<T> => ({ reason: String(error) }));
    if ('value' in result) return result.value;
    if (performance.now() >= end) throw new Error(await describe(result.reason));
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
