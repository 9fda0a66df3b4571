// Runs many random histories and tells a failed one in the fewest commands that were found to fail.
import fc from 'fast-check';
import { command, describeCommand } from './commands.ts';
import { openModelServer } from './model-server.ts';
import { playHistory } from './play-history.ts';
import { furnishBrowser } from './tablet-browser.ts';

const commandsMost = 40;
/** How long the search for a shorter history goes on, in milliseconds. */
const shrinkMs = 60_000;

/** A thousand in every run of the tests, ten times as many in a soak. */
export const histories = process.env.FLOORKEY_SOAK ? 10_000 : 1000;

/**
 * @param runs how many histories
 * @param seed of `MODEL_SEED`, to play one run again; a random one unless told
 * @throws with seed, path and the shrunk history
 */
export async function runHistories(runs: number): Promise<{ commands: number; ms: number }> {
  furnishBrowser();
  const server = await openModelServer();
  const { MODEL_SEED: seed, MODEL_PATH: path } = process.env;
  let commands = 0;
  let failedAt = 0;
  const started = performance.now();
  const property = fc.asyncProperty(
    fc.array(command, { minLength: 1, maxLength: commandsMost, size: 'max' }),
    async (history) => {
      if (failedAt > 0 && performance.now() - failedAt > shrinkMs) return;
      commands += history.length;
      try {
        await playHistory(server, history);
      } catch (error) {
        failedAt ||= performance.now();
        throw error;
      }
    },
  );
  try {
    const found = await fc.check(property, {
      numRuns: runs,
      ...(seed === undefined ? {} : { seed: Number(seed) }),
      ...(path === undefined ? {} : { path }),
    });
    if (!found.failed) return { commands, ms: performance.now() - started };
    const lines = (found.counterexample?.[0] ?? []).map((each) => `  ${describeCommand(each)}`);
    const again = `MODEL_SEED=${found.seed} MODEL_PATH=${found.counterexamplePath}`;
    throw new Error(`A history broke a rule (${again}):\n${lines.join('\n')}\n`, {
      cause: found.errorInstance,
    });
  } finally {
    await server.close();
  }
}
