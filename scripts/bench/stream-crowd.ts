// A process of its own with the change streams of many devices, which tells when one of them hears of its end.
import { ApiClient } from '../../tests/integration/harness/api-client.ts';
import { TestDevice } from '../../tests/integration/harness/test-device.ts';
import { type CrowdOrder, type CrowdReport, crowdOrderSchema } from './stream-crowd-messages.ts';

const patienceMs = 600_000;
let named = 0;

const report = (message: CrowdReport) => process.send?.(message);

async function openOne(url: string, owner: ApiClient): Promise<string> {
  const device = await TestDevice.make(url);
  named += 1;
  await device.authorize(owner, `Crowd ${named}`);
  const stream = await device.openStream();
  await stream.waitFor('changed');
  stream.waitFor('revoked', 1, patienceMs).then(
    () => report({ revoked: device.id, at: performance.timeOrigin + performance.now() }),
    () => undefined,
  );
  return device.id;
}

async function open({ url, cookies, count }: CrowdOrder): Promise<void> {
  const owner = new ApiClient(url);
  for (const [name, value] of cookies) owner.cookies.set(name, value);
  const opened: string[] = [];
  for (let n = 0; n < count; n += 1) opened.push(await openOne(url, owner));
  report({ opened });
}

process.on('message', (message) => {
  open(crowdOrderSchema.parse(message)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  });
});
process.on('disconnect', () => process.exit());
