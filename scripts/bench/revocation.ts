// From the revocation of a device to the moment at which its tablet is locked, with few and with many open streams.
import { setTimeout as wait } from 'node:timers/promises';
import { revokeDevice } from '../../src/contract/endpoints/devices.ts';
import type { ApiClient } from '../../tests/integration/harness/api-client.ts';
import { setUpBench } from './bench-organization.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { inMs, inQuantiles, quantile } from './figures.ts';
import { openServerDatabase, startServerProcess } from './server-process.ts';
import { startStreamCrowd } from './stream-crowd-process.ts';
import { linkPage, startChromium } from './tablet-page.ts';

const crowd = 500;
const tabletRounds = 12;
const fewRounds = 50;
const manyRounds = 100;

const now = () => performance.timeOrigin + performance.now();

/** The lock counts from the task after the frame that shows it. */
const watchScript = `(() => {
  const isLocked = () => document.body.textContent.includes('This device was revoked');
  window.benchLock = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!isLocked()) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())));
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
})()`;

async function waitForStreams(url: string, count: number): Promise<void> {
  for (;;) {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    if (Number(/^floorkey_device_streams (\d+)/m.exec(metrics)?.[1]) === count) return;
    await wait(20);
  }
}

async function revoke(owner: ApiClient, deviceId: string): Promise<number> {
  const clickedAt = now();
  await owner.succeed(revokeDevice, { params: { deviceId }, body: {} });
  return clickedAt;
}

export const revocation: Benchmark = {
  name: 'revocation',
  async measure(scope) {
    const server = await startServerProcess(scope);
    const organization = await setUpBench(server);
    const { owner } = organization;
    const database = await openServerDatabase(scope, server);
    const browser = await startChromium(scope);
    const streams = startStreamCrowd(scope, owner);
    const page = await browser.openPage(server.url);
    let rounds = 0;

    const lockTablet = async (others: number): Promise<number> => {
      await page.goto(server.url);
      rounds += 1;
      const id = await linkPage(page, database, organization, `Tablet ${rounds}`);
      await waitForStreams(server.url, others + 1);
      await page.evaluate(watchScript);
      const clickedAt = await revoke(owner, id);
      const lockedAt = await page.evaluate<number>('window.benchLock');
      // The wipe is over when it offers to begin anew.
      await page.waitFor(`document.querySelector('button:not(:disabled)') !== null`, { timeout: 20_000 });
      return lockedAt - clickedAt;
    };
    const endStream = async (id: string): Promise<number> => {
      const clickedAt = await revoke(owner, id);
      return (await streams.waitForRevoked(id)) - clickedAt;
    };
    const describe = (atStreams: readonly number[], onTablets: readonly number[]) =>
      `tablet ${inQuantiles(onTablets, 0.5)}, slowest ${inMs(quantile(onTablets, 1))}; at the stream ${inQuantiles(atStreams, 0.5, 0.99)}`;

    const rows: Row[] = [];
    const how = (ended: number) =>
      `From the sending of the admin's request. Tablet: Chromium, linked anew for each of ${tabletRounds} rounds, until the frame that shows “This device was revoked”. At the stream: ${ended} devices of a process of its own, until they hear it.`;
    const few: number[] = [];
    for (let n = 0; n < fewRounds; n += 1)
      for (const id of await streams.open(1)) few.push(await endStream(id));
    const fewTablets: number[] = [];
    for (let n = 0; n < tabletRounds; n += 1) fewTablets.push(await lockTablet(0));
    rows.push({
      what: 'Revoke → locked, 1 open stream',
      figures: describe(few, fewTablets),
      how: how(fewRounds),
    });

    const ids = await streams.open(crowd + manyRounds);
    const many: number[] = [];
    for (const id of ids.slice(0, manyRounds)) many.push(await endStream(id));
    const manyTablets: number[] = [];
    for (let n = 0; n < tabletRounds; n += 1) manyTablets.push(await lockTablet(crowd));
    rows.push({
      what: `Revoke → locked, ${crowd} open streams`,
      figures: describe(many, manyTablets),
      how: how(manyRounds),
    });
    return rows;
  },
};
