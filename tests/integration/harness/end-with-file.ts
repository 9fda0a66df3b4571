// What a test file started is ended with it. Set up anew for every file, since files of one worker share their modules.
import { afterAll } from 'vitest';

const ends: (() => Promise<unknown>)[] = [];

/** Registers what is called when this file has ended; the newest is called first, so servers before their database. */
export function endWithFile(end: () => Promise<unknown>): void {
  ends.push(end);
}

async function endAll(): Promise<void> {
  const failures: unknown[] = [];
  for (let end = ends.pop(); end; end = ends.pop()) await end().catch((error) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, 'what a file had started did not end well');
}

/** Called for each file before its own hooks, so that its own are done before. */
export function endEverythingWithFile(): void {
  afterAll(endAll);
}
