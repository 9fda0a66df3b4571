// How a process ends: cleanly on SIGTERM, SIGINT or an error that nobody caught, and at once when somebody does not want to wait.

/** One press of Ctrl+C may come twice: from the terminal, and passed on by npm. */
const sameMs = 1_000;

/** So long a stop may take after an error that nobody caught: what is broken may never end by itself. */
const brokenStopMs = 10_000;

export type ProcessEnd = {
  /** A signal: stops what runs; a second one ends the process at once. */
  take(signal: NodeJS.Signals): Promise<void>;
  /** An error that nobody caught: stops what runs, in bounded time, and ends with code 1. A second one changes nothing. */
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
      if (askedAt !== null) return;
      askedAt = now();
      setTimeout(() => exit(1), brokenStopMs).unref();
      await stop('error');
      exit(1);
    },
    isStopping: () => askedAt !== null,
  };
}
