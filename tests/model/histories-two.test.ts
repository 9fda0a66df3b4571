// The second half of the random histories of server, tablets, network and clocks.
import { expect, it } from 'vitest';
import { histories, runHistories } from './world/run-histories.ts';

it('keeps every rule in random histories of tablets, server, network and clocks', async () => {
  const { commands, ms } = await runHistories(histories / 2);
  expect(commands).toBeGreaterThan(histories);
  process.stdout.write(`${histories / 2} histories, ${commands} commands, ${Math.round(ms / 1000)} s\n`);
});
