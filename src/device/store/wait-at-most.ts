// Waits for work that can't be aborted, for some time.

/**
 * Waits for work that can't be aborted, at most so long.
 * @returns its result, or `undefined` when time was up; a failure after that is nobody's
 */
export function waitAtMost<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
