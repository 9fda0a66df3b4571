// Runs many random histories and tells a failed one in the fewest commands that were found to fail.
import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect } from 'vitest';
import { describeHistory, history } from './histories.ts';
import { openModelServer } from './model-server.ts';
import { playHistory } from './play-history.ts';
import { Seen } from './seen.ts';
import { furnishBrowser } from './tablet-process.ts';

/** How long the search for a shorter history goes on, in milliseconds. */
const shrinkMs = 60_000;

const { MODEL_SEED: wantedSeed, MODEL_PATH: path, FLOORKEY_SOAK: soak } = process.env;

/** In each of the two files: 250 together in every run of the tests, as many as were asked for in a soak. */
const histories = Math.ceil(Number(soak ?? 250) / 2);
/** So many at the most, while a case has not come up. */
const historiesMost = Math.max(2 * histories, 500);

/** How many are played beyond the wanted ones at a time, while a case has not come up. */
const moreAtOnce = 100;

/** Where the seeds of each half begin: with these, all cases come up in the wanted number of histories. */
const firstSeeds = [1, 50] as const;

/**
 * The tests play the same histories every time: whoever changed nothing of it meets no new fault of an old change. A soak
 * draws its seeds by chance, and tells them before it plays.
 * @param half which of the two files @param part how often that file has begun before
 */
function seedOf(half: 0 | 1, part: number): number {
  if (wantedSeed !== undefined) return Number(wantedSeed);
  if (soak === undefined) return firstSeeds[half] + part;
  const seed = randomInt(2 ** 31);
  process.stdout.write(`Playing histories with MODEL_SEED=${seed}\n`);
  return seed;
}

/**
 * Plays histories, and looks whether they came to every case that they are meant to prove; while one is missing by chance,
 * it plays more. `MODEL_SEED` and `MODEL_PATH` play one again.
 * @param half which of the two files
 * @throws with seed, path and the shrunk history
 */
export async function runHistories(half: 0 | 1): Promise<void> {
  furnishBrowser();
  const server = await openModelServer();
  const seen = new Seen();
  const seeds: number[] = [];
  let played = 0;
  let commands = 0;
  let failedAt = 0;
  const started = performance.now();
  const property = fc.asyncProperty(history, async (each) => {
    if (failedAt > 0 && performance.now() - failedAt > shrinkMs) return;
    commands += each.commands.length;
    try {
      await playHistory(server, seen, each);
    } catch (error) {
      failedAt ||= performance.now();
      throw error;
    }
  });
  const play = async (numRuns: number) => {
    const seed = seedOf(half, seeds.length);
    const found = await fc.check(property, {
      numRuns,
      seed,
      ...(path === undefined ? {} : { path }),
    });
    const lines = found.counterexample ? describeHistory(found.counterexample[0]) : [];
    const again = `MODEL_SEED=${found.seed} MODEL_PATH=${found.counterexamplePath}`;
    if (found.failed) {
      throw new Error(`A history broke a rule (${again}):\n  ${lines.join('\n  ')}\n`, {
        cause: found.errorInstance,
      });
    }
    played += found.numRuns;
    seeds.push(found.seed);
  };
  try {
    await play(histories);
    const isOne = path !== undefined;
    while (!isOne && seen.findMissing().length > 0 && played < historiesMost) await play(moreAtOnce);
    const seconds = Math.round((performance.now() - started) / 1000);
    process.stdout.write(
      `${played} histories, ${commands} commands, ${seconds} s, seed ${seeds.join(', ')}: ${seen.describe()}\n`,
    );
    if (isOne) return;
    expect(played).toBeGreaterThanOrEqual(histories);
    expect(seen.findMissing(), 'what no history came to').toEqual([]);
  } finally {
    await server.close();
  }
}
