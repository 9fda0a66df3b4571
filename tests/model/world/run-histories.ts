// Runs many random histories and tells a failed one in the fewest commands that were found to fail.
import fc from 'fast-check';
import { expect } from 'vitest';
import { describeHistory, history } from './histories.ts';
import { openModelServer } from './model-server.ts';
import { playHistory } from './play-history.ts';
import { Seen } from './seen.ts';
import { furnishBrowser } from './tablet-process.ts';

/** How long the search for a shorter history goes on, in milliseconds. */
const shrinkMs = 60_000;

/** A thousand in every run of the tests, ten times as many in a soak. */
export const histories = Number(process.env.MODEL_HISTORIES ?? (process.env.FLOORKEY_SOAK ? 10_000 : 1000));

/** How many are played beyond the wanted ones at a time, while a case has not come up. */
const moreAtOnce = 100;

/**
 * Plays histories, and looks whether they came to every case that they are meant to prove; while one is missing by chance,
 * up to as many again. `MODEL_SEED` and `MODEL_PATH` play one again.
 * @param runs how many histories
 * @throws with seed, path and the shrunk history
 */
export async function runHistories(runs: number): Promise<void> {
  furnishBrowser();
  const server = await openModelServer();
  const seen = new Seen();
  const { MODEL_SEED: seed, MODEL_PATH: path } = process.env;
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
    const found = await fc.check(property, {
      numRuns,
      ...(seed === undefined ? {} : { seed: Number(seed) }),
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
    await play(runs);
    while (seed === undefined && seen.findMissing().length > 0 && played < 2 * runs) await play(moreAtOnce);
    const seconds = Math.round((performance.now() - started) / 1000);
    process.stdout.write(
      `${played} histories, ${commands} commands, ${seconds} s, seed ${seeds.join(', ')}: ${seen.describe()}\n`,
    );
    if (seed !== undefined) return;
    expect(played).toBeGreaterThanOrEqual(runs);
    expect(seen.findMissing(), 'what no history came to').toEqual([]);
  } finally {
    await server.close();
  }
}
