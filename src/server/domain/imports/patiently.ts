// Work that nobody watches: when the server is busy it waits for its turn, and it ends when the server stops.
import { setTimeout as wait } from 'node:timers/promises';
import { isOvertaken } from '../../database/database.ts';
import { Busy } from '../../fair-queue.ts';

const pauseMs = 500;

/** The server stops; what is left is done after its next start. */
export class Stopped extends Error {}

/**
 * Does one piece of work as soon as it can be done.
 * @throws Stopped
 */
export async function patiently<T>(stopping: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (;;) {
    if (stopping.aborted) throw new Stopped();
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Busy) && !isOvertaken(error)) throw error;
    }
    // The stop is looked at above, whatever ended the pause.
    await wait(pauseMs, undefined, { signal: stopping }).catch(() => undefined);
  }
}
