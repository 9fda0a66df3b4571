// How much a device looks as if somebody with the 10 bits of a roster guesses at it: the rule that bounds a thief's day.
import { dayMs } from '../../day.ts';

/** At this level a device pauses; each guess adds one for every user whose 10 bits it matches. */
export const guessLevelMost = 12;
/** So much of the level is forgotten in a day. */
export const guessesForgottenADay = 8;
/** Once the devices of an organization have this level together, each of them pauses at a lower one. */
export const guessLevelOfAll = 24;
export const guessLevelWhenMany = 4;

/** A level as it stands now. */
export function guessLevelAt(level: number, since: Date | null, now: Date): number {
  const days = since ? Math.max(now.getTime() - since.getTime(), 0) / dayMs : 0;
  return Math.max(level - days * guessesForgottenADay, 0);
}

/** How long a device with such a level pauses, in milliseconds, until the next guess is looked at. */
export function guessPauseMs(level: number, most: number, leastMs: number): number {
  return Math.max(((level - most) / guessesForgottenADay) * dayMs, leastMs);
}

/** So often at most, in milliseconds, somebody who comes in on a device pays for a mistype. */
export const paysEveryMs = 4 * 3_600_000;

/**
 * What everybody who comes in on a device pays for: one random mistype, which matches this many users. A thief has nobody
 * who comes in; a shop has many.
 */
export function expectedMatches(people: number): number {
  return people / 1024;
}
