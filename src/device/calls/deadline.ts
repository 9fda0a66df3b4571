// Gives up on work that takes too long.
import { Unreachable } from './api-problem.ts';

/**
 * Runs work that heeds a signal, and aborts it after some time.
 * @param milliseconds how long the work may take
 * @param outer aborts the work earlier
 * @throws Unreachable when time was up; else what the work throws
 */
export async function withDeadline<T>(
  milliseconds: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const giveUp = () => controller.abort(outer?.reason);
  if (outer?.aborted) giveUp();
  outer?.addEventListener('abort', giveUp, { once: true });
  const timer = setTimeout(() => controller.abort(new Unreachable('time-out')), milliseconds);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', giveUp);
  }
}
