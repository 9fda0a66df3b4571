// How likely a thief with the disk of a tablet is in within a day, and how often the same rules hit honest people: worked out from the rules as they are in code.
import { randomInt } from 'node:crypto';
import { findPinWeakness } from '../../src/contract/pin-rules.ts';
import { pauseSeconds, pinFailuresMost, triesOnOneDevice } from '../../src/contract/pin-tries.ts';
import {
  expectedMatches,
  guessLevelAt,
  guessLevelMost,
  guessLevelOfAll,
  guessLevelWhenMany,
  guessPauseMs,
  paysEveryMs,
} from '../../src/server/domain/pins/guess-level.ts';
import type { Benchmark } from './benchmark.ts';

const dayMs = 24 * 3_600_000;
const verifiers = 1024;
const people = 300;
const rosters = 2000;
const longestPauseMs = Math.max(...pauseSeconds) * 1000;

/** How many PINs are left of those that may be chosen, once the 10 bits are known. */
function countCandidates(): number {
  let allowed = 0;
  for (let number = 0; number < 1_000_000; number += 1) {
    if (findPinWeakness(String(number).padStart(6, '0'), 6) === null) allowed += 1;
  }
  return allowed / verifiers;
}

/** How many people have each of the 10 bits that anybody has. */
function drawRoster(): number[] {
  const byBits = new Map<number, number>();
  for (let n = 0; n < people; n += 1) {
    const bits = randomInt(verifiers);
    byBits.set(bits, (byBits.get(bits) ?? 0) + 1);
  }
  return [...byBits.values()];
}

/** Plays the best day of a thief, who always tries the 10 bits that most people have. @returns the chance to be in */
function playDay(roster: readonly number[], candidates: number): number {
  const tries = roster.toSorted((a, b) => b - a).flatMap((matched) => Array(triesOnOneDevice).fill(matched));
  let [level, at, missed] = [0, 0, 1];
  for (const matched of tries) {
    if (level >= guessLevelMost) {
      // As soon as the level is just below, the next guess is looked at: no pause is reckoned that is longer.
      const waitMs = guessPauseMs(level, guessLevelMost, 1000);
      at += waitMs;
      level = guessLevelAt(level, new Date(0), new Date(waitMs));
    }
    if (at > dayMs) break;
    missed *= 1 - matched / candidates;
    level += matched;
  }
  return 1 - missed;
}

const signInsADay = 10;
const mistypes = 0.03;
const days = 400;

type Tablet = { level: number; at: number };

/** The level at which a tablet pauses now, by the rule of `findMost` in `failed-guesses.ts`. */
function findMost(tablets: readonly Tablet[], { level, at }: Tablet): number {
  if (level < guessLevelWhenMany) return guessLevelMost;
  const levelNow = (one: Tablet) => guessLevelAt(one.level, new Date(one.at), new Date(at));
  const all = tablets.reduce((sum, one) => sum + levelNow(one), 0);
  return all >= guessLevelOfAll ? guessLevelWhenMany : guessLevelMost;
}

/** Plays the days of a shop in which nobody is a thief. @returns what the rules did to it in a day, on average */
function playShop(tablets: number) {
  const stepMs = dayMs / 2 / (people * signInsADay);
  let [pauses, usedUp, disabled] = [0, 0, 0];
  const failures = new Uint8Array(people);
  const matchesOf = Array.from({ length: people }, () => randomInt(verifiers));
  for (let day = 0; day < days; day += 1) {
    const levels = Array.from({ length: tablets }, () => ({ level: 0, at: 0 }));
    const paidAt = new Map<string, number>();
    const tried = new Map<string, number>();
    for (let n = 0; n < people * signInsADay; n += 1) {
      const [person, number] = [randomInt(people), randomInt(tablets)];
      const tablet = levels[number];
      if (!tablet) continue;
      tablet.level = guessLevelAt(tablet.level, new Date(tablet.at), new Date(n * stepMs));
      tablet.at = n * stepMs;
      if (tablet.level >= findMost(levels, tablet)) continue;
      if (Math.random() < mistypes) {
        const bits = randomInt(verifiers);
        for (const [other, own] of matchesOf.entries()) {
          if (own !== bits) continue;
          tablet.level += 1;
          failures[other] = (failures[other] ?? 0) + 1;
          const here = (tried.get(`${other} ${number}`) ?? 0) + 1;
          tried.set(`${other} ${number}`, here);
          if (here === triesOnOneDevice) usedUp += 1;
          if (failures[other] === pinFailuresMost) disabled += 1;
        }
        if (tablet.level >= findMost(levels, tablet)) pauses += 1;
      }
      failures[person] = 0;
      tried.delete(`${person} ${number}`);
      if (tablet.at - (paidAt.get(`${person} ${number}`) ?? Number.NEGATIVE_INFINITY) < paysEveryMs) continue;
      paidAt.set(`${person} ${number}`, tablet.at);
      tablet.level = Math.max(tablet.level - expectedMatches(people), 0);
    }
  }
  return { pauses: pauses / days, usedUp: usedUp / days, disabled: disabled / days };
}

const percent = (share: number) => `${(share * 100).toFixed(2)} %`;

export const thiefOdds: Benchmark = {
  name: 'thief-odds',
  measure: () => {
    const candidates = countCandidates();
    const named = triesOnOneDevice / candidates;
    const chances = Array.from({ length: rosters }, () => playDay(drawRoster(), candidates));
    const mean = chances.reduce((sum, chance) => sum + chance, 0) / rosters;
    const shops = [1, 10].map((tablets) => ({ tablets, ...playShop(tablets) }));
    return Promise.resolve([
      {
        what: 'A thief with the disk of a tablet, PIN only, first 24 hours',
        figures: `in as a named person: ${percent(named)}; as any of ${people}: ${percent(mean)}, with the roster that suits best ${percent(Math.max(...chances))}`,
        how: `${candidates.toFixed(0)} PINs are left for each 10 bits; the thief tries the 10 bits that most people share, ${triesOnOneDevice} tries for each, as fast as the level of guesses allows and without any other pause; ${rosters.toLocaleString('en')} random rosters.`,
      },
      {
        what: 'The same rules in an honest shop',
        figures: shops
          .map(
            ({ tablets, pauses, usedUp, disabled }) =>
              `${tablets} ${tablets === 1 ? 'tablet' : 'tablets'}: ${pauses.toFixed(4)} pauses, ${usedUp.toFixed(4)} people shut out of a tablet, ${disabled.toFixed(4)} PINs disabled a day`,
          )
          .join('; '),
        how: `${people} people who sign in ${signInsADay} times a day within 12 hours and mistype ${percent(mistypes)} of the time, ${days} days played; the longest pause otherwise is ${longestPauseMs / 60_000} minutes.`,
      },
    ]);
  },
};
