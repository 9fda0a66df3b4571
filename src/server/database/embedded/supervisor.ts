/** Keeps PostgreSQL running: starts it again when it ends without having been told to. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from './log.ts';
import type { Postmaster } from './postmaster.ts';

export type SupervisorOptions = {
  first: Postmaster;
  start(): Promise<Postmaster>;
  log: Log;
  onCrash(): void;
};

const LONGEST_PAUSE = 5_000;
// One that lived this long was well: its end is a new trouble, not the old one going on.
const STEADY_LIFE = 10_000;

/** Watches a postmaster and its successors until the returned `stop` is called, which resolves when all have ended. */
export function supervise({ first, start, log, onCrash }: SupervisorOptions): { stop(): Promise<void> } {
  const stopped = new AbortController();
  let current = first;
  let failures = 0;

  async function startAgain(): Promise<Postmaster | undefined> {
    while (!stopped.signal.aborted) {
      const pause = Math.min(LONGEST_PAUSE, failures === 0 ? 0 : 50 * 2 ** failures);
      failures += 1;
      await delay(pause, undefined, { signal: stopped.signal }).catch(() => undefined);
      if (stopped.signal.aborted) return undefined;
      try {
        return await start();
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        log({ event: 'postgres-restart-failed', level: 'error', attempt: failures, reason });
      }
    }
    return undefined;
  }

  async function watch(): Promise<void> {
    for (;;) {
      const since = performance.now();
      const reason = await current.exited;
      if (stopped.signal.aborted) return;
      if (performance.now() - since > STEADY_LIFE) failures = 0;
      log({ event: 'postgres-crashed', level: 'error', reason });
      onCrash();
      const next = await startAgain();
      if (!next) return;
      current = next;
      if (stopped.signal.aborted) return await current.stop();
      log({ event: 'postgres-restarted', level: 'warn' });
    }
  }

  // An end of Floorkey without a stop (process.exit, an uncaught error) still asks PostgreSQL to end well.
  const interrupt = () => current.interrupt();
  process.once('exit', interrupt);
  const watching = watch();
  return {
    async stop() {
      stopped.abort();
      process.off('exit', interrupt);
      await current.stop();
      await watching;
    },
  };
}
