// Sixteen tablets of one organization beside sixteen of sixteen, and what a sign-in costs in CPU.
import { setUpBench } from './bench-organization.ts';
import type { Benchmark } from './benchmark.ts';
import { inQuantiles, median } from './figures.ts';
import { addNeighbour } from './neighbours.ts';
import { readServerWork } from './process-figures.ts';
import { openServerDatabase, startServerProcess } from './server-process.ts';
import { startSignInLoad } from './sign-in-load-process.ts';

const tablets = 16;
const signInsEach = 12;
const rounds = 5;

export const signInShops: Benchmark = {
  name: 'sign-in-shops',
  async measure(scope) {
    const server = await startServerProcess(scope);
    const organization = await setUpBench(server);
    const database = await openServerDatabase(scope, server);
    const shops = [];
    for (let at = 0; at < tablets; at += 1)
      shops.push(await addNeighbour(database, server.url, `Shop ${at}`));
    const loads = {
      one: await startSignInLoad(scope, organization, tablets),
      several: await startSignInLoad(scope, shops, 1),
    };
    const rates = { one: [] as number[], several: [] as number[] };
    const times = { one: [] as number[], several: [] as number[] };
    const work = { main: [] as number[], threads: [] as number[], postgres: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      for (const which of ['one', 'several'] as const) {
        await loads[which].prepare(signInsEach);
        const before = await readServerWork(server);
        const { perSecond, ms } = await loads[which].run();
        const after = await readServerWork(server);
        rates[which].push(perSecond);
        times[which].push(...ms);
        for (const part of ['main', 'threads', 'postgres'] as const)
          work[part].push((after[part] - before[part]) / ms.length);
      }
    }
    const ratio = median(rates.one.map((rate, at) => rate / (rates.several[at] ?? 0)));
    return [
      {
        what: 'Tablets of one organization beside as many of several',
        figures: `${median(rates.one).toFixed(1)}/s; ${tablets} organizations ${median(rates.several).toFixed(1)}/s; ratio ${ratio.toFixed(2)} (aim 1)`,
        how: `${tablets} tablets at once, ${signInsEach} right PINs each, ${rounds} runs of either in turn; medians. One sign-in: ${inQuantiles(times.one, 0.5, 0.99)}; of several organizations ${inQuantiles(times.several, 0.5, 0.99)}.`,
      },
      {
        what: 'CPU of a PIN sign-in',
        figures: `main thread ${median(work.main).toFixed(1)} ms, other threads ${median(work.threads).toFixed(1)} ms (hashing is most of it), PostgreSQL ${median(work.postgres).toFixed(1)} ms`,
        how: 'Over the same runs, by Linux’s count.',
      },
    ];
  },
};
