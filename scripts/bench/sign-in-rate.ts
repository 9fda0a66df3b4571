// Sign-ins a second through HTTP, beside the bare Argon2id of the same machine in the same minute.
import { availableParallelism } from 'node:os';
import { hashRaw } from '@node-rs/argon2';
import { argon2Parameters } from '../../src/server/crypto/argon2-parameters.ts';
import { setUpBench } from './bench-organization.ts';
import type { Benchmark } from './benchmark.ts';
import { inQuantiles, median } from './figures.ts';
import { startServerProcess } from './server-process.ts';
import { startSignInLoad } from './sign-in-load-process.ts';

const tablets = 16;
const signInsEach = 16;
const rounds = 4;
const bareMs = 2_500;
const cores = availableParallelism();

/** Hashes on every core for a while. @returns hashes a second */
async function measureBareRate(): Promise<number> {
  const salt = Buffer.alloc(16, 7);
  const started = performance.now();
  let [done, last] = [0, started];
  const work = async () => {
    while (performance.now() - started < bareMs) {
      await hashRaw('402713', { ...argon2Parameters, salt });
      done += 1;
      last = performance.now();
    }
  };
  await Promise.all(Array.from({ length: cores }, work));
  return (done / (last - started)) * 1000;
}

export const signInRate: Benchmark = {
  name: 'sign-in-rate',
  async measure(scope) {
    const server = await startServerProcess(scope);
    const load = await startSignInLoad(scope, await setUpBench(server), tablets);
    const bare: number[] = [];
    const runs: Awaited<ReturnType<typeof load.run>>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await load.prepare(signInsEach);
      bare.push(await measureBareRate());
      runs.push(await load.run());
    }
    bare.push(await measureBareRate());
    const rates = runs.map(({ perSecond }) => perSecond);
    // Each run beside the bare rates just before and after it, so that a machine that slows down counts on both sides.
    const ratios = rates.map((rate, at) => rate / (((bare[at] ?? 0) + (bare[at + 1] ?? 0)) / 2));
    const list = (values: readonly number[]) => values.map((value) => value.toFixed(1)).join(', ');
    return [
      {
        what: 'PIN sign-ins a second',
        figures: `${median(rates).toFixed(1)}/s; bare Argon2id ${median(bare).toFixed(1)}/s; ratio ${median(ratios).toFixed(2)} (aim 0.9)`,
        how: `${tablets} tablets at once, a right PIN each, over HTTP to the server's own process, proofs signed before the clock runs; ${rounds} runs of ${tablets * signInsEach} (${list(rates)}) between bare hashing on ${cores} cores (${list(bare)}); medians, the ratio's from ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}. The client's share, ${median(runs.map(({ cpuMsEach }) => cpuMsEach)).toFixed(1)} ms of CPU a sign-in, is not taken off. One sign-in under this load: ${inQuantiles(
          runs.flatMap(({ ms }) => ms),
          0.5,
          0.99,
        )}.`,
      },
    ];
  },
};
