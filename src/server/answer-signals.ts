// What a process does on SIGTERM and SIGINT: it stops cleanly, and at once when somebody does not want to wait for that.

/** One press of Ctrl+C may come twice: from the terminal, and passed on by npm. */
const sameMs = 1_000;

/**
 * @param stop stops what runs. @returns the exit code
 * @param exit ends the process
 */
export function answerSignals(
  stop: (signal: NodeJS.Signals) => Promise<number>,
  exit: (code: number) => void,
  now: () => number = () => performance.now(),
): { take(signal: NodeJS.Signals): Promise<void>; isStopping(): boolean } {
  let askedAt: number | null = null;
  return {
    take: async (signal) => {
      if (askedAt === null) {
        askedAt = now();
        exit(await stop(signal));
      } else if (now() - askedAt >= sameMs) exit(1);
    },
    isStopping: () => askedAt !== null,
  };
}
