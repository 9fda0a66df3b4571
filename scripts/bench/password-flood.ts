// Taps of a quiet shop while somebody tries passwords; and whether the time of a refusal tells who has an account.
import { setTimeout as wait } from 'node:timers/promises';
import { signIn } from '../../src/contract/endpoints/password.ts';
import { attemptLimits } from '../../src/server/database/schema.ts';
import { ApiClient } from '../../tests/integration/harness/api-client.ts';
import { setUpBench } from './bench-organization.ts';
import type { Benchmark } from './benchmark.ts';
import { inQuantiles } from './figures.ts';
import { addNeighbour } from './neighbours.ts';
import { describeAnswers, sendAtPace } from './paced.ts';
import { describeTaps, openQuietShop } from './quiet-shop.ts';
import { openServerDatabase, startServerProcess } from './server-process.ts';

const organizations = 8;
const addresses = 100;
const triesPerSecond = 100;
const openMost = 200;
const tapMs = 15_000;
const comparedTries = 20;

const password = 'this is not the password';

export const passwordFlood: Benchmark = {
  name: 'password-flood',
  async measure(scope) {
    const server = await startServerProcess(scope);
    const shop = await openQuietShop(server.url, await setUpBench(server));
    const database = await openServerDatabase(scope, server);
    const shared = Array.from({ length: addresses }, (_, at) => `shared-${at}@bench.example`);
    const alone = Array.from({ length: comparedTries }, (_, at) => `alone-${at}@bench.example`);
    for (let at = 0; at < organizations; at += 1)
      await addNeighbour(database, server.url, `Neighbour ${at}`, at === 0 ? [...shared, ...alone] : shared);
    const idle = await shop.tapFor(tapMs);
    let over = false;
    const client = new ApiClient(server.url);
    const attempt = (email: string) => client.call(signIn, { body: { email, password } });
    const flood = sendAtPace(
      triesPerSecond,
      openMost,
      () => over,
      async (at) => (await attempt(shared[at % addresses] ?? '')).status,
    );
    const attacked = await shop.tapFor(tapMs);
    over = true;
    const answers = await flood;
    // What is still waiting ends, and the limit by address would hide what is measured next.
    await wait(5_000);
    const times: Record<'shared' | 'alone' | 'unknown', number[]> = { shared: [], alone: [], unknown: [] };
    for (let at = 0; at < comparedTries; at += 1) {
      await database.acrossOrganizations((tx) => tx.delete(attemptLimits));
      for (const [kind, email] of [
        ['shared', shared[at]],
        ['alone', alone[at]],
        ['unknown', `unknown-${at}@bench.example`],
      ] as const) {
        const started = performance.now();
        await attempt(email ?? '');
        times[kind].push(performance.now() - started);
      }
    }
    const describe = (kind: keyof typeof times) => inQuantiles(times[kind], 0.1, 0.5, 0.9);
    return [
      {
        what: 'Taps of a quiet shop beside a flood of passwords',
        figures: `${describeTaps(attacked)}; on the idle server ${describeTaps(idle)} (aim: p95 at most twice)`,
        how: `4 tablets, a right PIN every 0.5 s on each, for ${tapMs / 1000} s; ${triesPerSecond} password sign-ins a second from one address, with ${addresses} email addresses that ${organizations} organizations share (${describeAnswers(answers)}).`,
      },
      {
        what: 'Time of a refused password',
        figures: `nobody’s address ${describe('unknown')}; one account ${describe('alone')}; ${organizations} accounts ${describe('shared')}`,
        how: `${comparedTries} tries each, in turn, on the same server when it was idle again.`,
      },
    ];
  },
};
