// Starts the process that signs in, and hands it its orders.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { addPinHolders, type BenchOrganization, makePins } from './bench-organization.ts';
import type { Scope } from './scope.ts';
import { type LoadOrder, type LoadReport, loadReportSchema } from './sign-in-load-messages.ts';

const file = fileURLToPath(new URL('sign-in-load.ts', import.meta.url));

export type LoadRun = Extract<LoadReport, { did: 'run' }>;

export type SignInLoad = {
  /** Signs what the next run sends. @param each sign-ins of each tablet */
  prepare(each: number): Promise<void>;
  /** Signs in on all tablets at once until all requests are used up. */
  run(): Promise<LoadRun>;
};

/**
 * Adds people and starts a process with as many tablets, each of which is used by one of them.
 * @param shops one organization, or several that have so many tablets each
 */
export async function startSignInLoad(
  scope: Scope,
  shops: Pick<BenchOrganization, 'owner'> | readonly Pick<BenchOrganization, 'owner'>[],
  tablets: number,
): Promise<SignInLoad> {
  const pins = makePins(tablets);
  const child = fork(file);
  const exited = once(child, 'exit');
  scope.defer(async () => {
    child.kill();
    await exited;
  });
  const order = async (message: LoadOrder): Promise<LoadReport> => {
    const answered = once(child, 'message');
    child.send(message);
    const [answer] = await Promise.race([
      answered,
      exited.then(() => {
        throw new Error('the process that signs in has ended');
      }),
    ]);
    return loadReportSchema.parse(answer);
  };
  for (const shop of [shops].flat()) {
    await addPinHolders(shop, pins);
    const { url, cookies } = shop.owner;
    await order({ do: 'link', url, cookies: [...cookies], pins });
  }
  return {
    prepare: async (each) => void (await order({ do: 'prepare', each })),
    run: async () => {
      const report = await order({ do: 'run' });
      if (report.did !== 'run') throw new Error('this was not asked for');
      return report;
    },
  };
}
