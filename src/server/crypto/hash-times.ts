// How long comparing a password takes just now, so that what is not compared can take the same time.
import { randomInt } from 'node:crypto';

/** Older times were of another load on the machine. */
const countsMs = 3_000;
/** A newer one than this must be among them. */
const freshMs = 1_000;
const keptMost = 64;

export type HashTimes = {
  note(ms: number): void;
  /** The time of one of the latest comparisons, by lot: what takes it can't be told from them. `null` while none is fresh. */
  draw(): number | null;
};

export function keepHashTimes(now: () => number = () => performance.now()): HashTimes {
  const kept: { at: number; ms: number }[] = [];
  return {
    note: (ms) => {
      kept.push({ at: now(), ms });
      if (kept.length > keptMost) kept.shift();
    },
    draw: () => {
      const at = now();
      while (kept[0] && at - kept[0].at > countsMs) kept.shift();
      const newest = kept.at(-1);
      if (!newest || at - newest.at > freshMs) return null;
      return kept[randomInt(kept.length)]?.ms ?? null;
    },
  };
}
