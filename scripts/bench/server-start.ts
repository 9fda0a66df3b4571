// How long the server takes to start, and the memory that it holds, idle and loaded.
import { setTimeout as wait } from 'node:timers/promises';
import { makeBenchFolder } from './bench-folder.ts';
import { setUpBench } from './bench-organization.ts';
import type { Benchmark } from './benchmark.ts';
import { inBytes, inMs, median } from './figures.ts';
import { findPostgresProcesses, readMemory } from './process-figures.ts';
import { inScope } from './scope.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';
import { startSignInLoad } from './sign-in-load-process.ts';

const laterStarts = 5;
const tablets = 16;
const signInsEach = 20;
const lookMs = 200;

type Memory = { readonly node: number; readonly postgres: number };

async function look({ pid, dataDir }: ServerProcess): Promise<Memory> {
  const [node, postgres] = [await readMemory([pid]), await readMemory(await findPostgresProcesses(dataDir))];
  return { node: node.rss, postgres: postgres.pss };
}

async function findPeak(server: ServerProcess, work: Promise<unknown>): Promise<Memory> {
  let peak: Memory = { node: 0, postgres: 0 };
  let working = true;
  const done = work.finally(() => {
    working = false;
  });
  while (working) {
    const now = await look(server);
    peak = { node: Math.max(peak.node, now.node), postgres: Math.max(peak.postgres, now.postgres) };
    await wait(lookMs);
  }
  await done;
  return peak;
}

const describe = ({ node, postgres }: Memory) => `Node ${inBytes(node)} + PostgreSQL ${inBytes(postgres)}`;

export const serverStart: Benchmark = {
  name: 'server-start',
  async measure(scope) {
    const folder = await makeBenchFolder(scope);
    const firstMs = await inScope(async (own) => {
      const server = await startServerProcess(own, folder, true);
      await setUpBench(server);
      return server.startMs;
    });
    const laterMs: number[] = [];
    for (let n = 0; n < laterStarts; n += 1) {
      laterMs.push(await inScope(async (own) => (await startServerProcess(own, folder)).startMs));
    }
    const server = await startServerProcess(scope);
    const organization = await setUpBench(server);
    await wait(3_000);
    const idle = await look(server);
    const load = await startSignInLoad(scope, organization, tablets);
    await load.prepare(signInsEach);
    const loaded = await findPeak(server, load.run());
    await wait(3_000);
    const after = await look(server);
    return [
      {
        what: 'Server start',
        figures: `first ${inMs(firstMs)}, later ${inMs(median(laterMs))}`,
        how: `From the start of the process to the line that says it is ready, with the app built; the first fills an empty folder (initdb, migrations, jobs), the later one is the median of ${laterStarts}.`,
      },
      {
        what: 'Memory of the server',
        figures: `idle ${describe(idle)}; loaded ${describe(loaded)}; 3 s after the load ${describe(after)}`,
        how: `Resident set of the Node process, and of PostgreSQL's processes their proportional share (PSS), from /proc/*/smaps_rollup; loaded is the peak, looked at every ${lookMs} ms while ${tablets} tablets sign in.`,
      },
    ];
  },
};
