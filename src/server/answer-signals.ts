// How a process ends: cleanly on SIGTERM, SIGINT or an error that nobody caught, and at once when somebody does not want to wait.

/** One press of Ctrl+C may come twice: from the terminal, and passed on by npm. */
const sameMs = 1_000;

/** So long a stop may take after an error that nobody caught: what is broken may never end by itself. */
const brokenStopMs = 10_000;

export type ProcessEnd = {
  /** A signal: stops what runs; a second one ends the process at once. */
  take(signal: NodeJS.Signals): Promise<void>;
  /** An error that nobody caught: stops what runs and ends with code 1, in bounded time, also where a stop was under way. */
  giveUp(): Promise<void>;
  isStopping(): boolean;
};

/**
 * @param stop stops what runs. @returns the exit code
 * @param exit ends the process
 */
export function answerSignals(
  stop: (reason: NodeJS.Signals | 'error') => Promise<number>,
  exit: (code: number) => void,
  now: () => number = () => performance.now(),
): ProcessEnd {
  let askedAt: number | null = null;
  return {
    take: async (signal) => {
      if (askedAt === null) {
        askedAt = now();
        exit(await stop(signal));
      } else if (now() - askedAt >= sameMs) exit(1);
    },
    giveUp: async () => {
      // Also where a stop is under way: it may hang on what broke.
      setTimeout(() => exit(1), brokenStopMs).unref();
      if (askedAt !== null) return;
      askedAt = now();
      await stop('error');
      exit(1);
    },
    isStopping: () => askedAt !== null,
  };
}
