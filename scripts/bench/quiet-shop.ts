// A quiet shop: a few tablets on each of which somebody taps a PIN now and then, whatever else the server has to do.
import { Agent } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { signInWithPin } from '../../src/contract/endpoints/device.ts';
import { TestDevice } from '../../tests/integration/harness/test-device.ts';
import { addPinHolders, type BenchOrganization, makePins } from './bench-organization.ts';
import { inQuantiles } from './figures.ts';
import { sendTimed, signRequest } from './signed-requests.ts';

const tabletCount = 4;
const pauseMs = 500;
const agent = new Agent({ keepAlive: true });

export type Taps = { readonly ms: readonly number[]; readonly errors: number };
export type QuietShop = { tapFor(ms: number): Promise<Taps> };

/** Links the tablets, each of which has a person of its own. */
export async function openQuietShop(url: string, organization: BenchOrganization): Promise<QuietShop> {
  const pins = makePins(tabletCount);
  await addPinHolders(organization, pins);
  const tablets = await Promise.all(
    pins.map(async (pin) => {
      const device = await TestDevice.make(url);
      await device.authorize(organization.owner, `Tablet ${pin}`);
      const answer = await device.signInWithPin(pin);
      if (answer.status !== 200) throw new Error(`a sign-in was answered ${answer.status}`);
      device.pinSessionToken = undefined;
      return { device, pin };
    }),
  );
  return {
    tapFor: async (forMs) => {
      const until = performance.now() + forMs;
      const ms: number[] = [];
      let errors = 0;
      await Promise.all(
        tablets.map(async ({ device, pin }, at) => {
          await wait((at * pauseMs) / tabletCount);
          while (performance.now() < until) {
            const request = await signRequest(device, signInWithPin, { body: { pin } });
            const answer = await sendTimed(request, agent);
            ms.push(answer.ms);
            if (answer.status !== 200) errors += 1;
            await wait(Math.max(0, pauseMs - answer.ms));
          }
        }),
      );
      return { ms, errors };
    },
  };
}

/** Such as "p50 80 ms, p95 100 ms, 0 of 80 failed". */
export const describeTaps = ({ ms, errors }: Taps) =>
  `${inQuantiles(ms, 0.5, 0.95)}, ${errors} of ${ms.length} failed`;
