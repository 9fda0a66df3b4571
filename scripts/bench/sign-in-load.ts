// A process of its own in which many tablets sign in with PINs at once, each one again as soon as it is in.
import { Agent } from 'node:http';
import { signInWithPin } from '../../src/contract/endpoints/device.ts';
import { ApiClient } from '../../tests/integration/harness/api-client.ts';
import { TestDevice } from '../../tests/integration/harness/test-device.ts';
import { type LoadOrder, type LoadReport, loadOrderSchema } from './sign-in-load-messages.ts';
import { requireOk, type SignedRequest, sendTimed, signRequest } from './signed-requests.ts';

type Tablet = { readonly device: TestDevice; readonly pin: string };

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const tablets: Tablet[] = [];

const report = (message: LoadReport) => process.send?.(message);

async function link({ url, cookies, pins }: Extract<LoadOrder, { do: 'link' }>): Promise<void> {
  const owner = new ApiClient(url);
  for (const [name, value] of cookies) owner.cookies.set(name, value);
  for (const pin of pins) {
    const device = await TestDevice.make(url);
    await device.authorize(owner, `Tablet ${pin}`);
    tablets.push({ device, pin });
  }
  report({ did: 'link' });
}

let prepared: SignedRequest[][] = [];

async function prepare(each: number): Promise<void> {
  prepared = [];
  for (const { device, pin } of tablets) {
    // The sign-in brings a fresh nonce, and warms up.
    const answer = await device.signInWithPin(pin);
    if (answer.status !== 200) throw new Error(`a sign-in was answered ${answer.status}`);
    device.pinSessionToken = undefined;
    const requests: SignedRequest[] = [];
    for (let n = 0; n < each; n += 1)
      requests.push(await signRequest(device, signInWithPin, { body: { pin } }));
    prepared.push(requests);
  }
  report({ did: 'prepare' });
}

/** The rate is taken while every tablet is busy: from the first round's end to the first tablet's last sign-in. */
async function run(): Promise<void> {
  const ends: number[] = [];
  const ms: number[] = [];
  let counted: { until: number } | undefined;
  const before = process.cpuUsage();
  await Promise.all(
    prepared.map(async (requests) => {
      for (const request of requests) {
        const answer = await sendTimed(request, agent);
        requireOk(answer);
        ends.push(performance.now());
        ms.push(answer.ms);
      }
      counted ??= { until: ends.length - 1 };
    }),
  );
  const { user, system } = process.cpuUsage(before);
  const [from, until] = [prepared.length - 1, counted?.until ?? 0];
  const seconds = ((ends[until] ?? 0) - (ends[from] ?? 0)) / 1000;
  report({
    did: 'run',
    perSecond: (until - from) / seconds,
    ms,
    cpuMsEach: (user + system) / 1000 / ends.length,
  });
}

async function obey(order: LoadOrder): Promise<void> {
  if (order.do === 'link') return link(order);
  if (order.do === 'prepare') return prepare(order.each);
  return run();
}

process.on('message', (message) => {
  obey(loadOrderSchema.parse(message)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  });
});
process.on('disconnect', () => process.exit());
