// From the last tap of a PIN to the home on the screen of a slow tablet, and where that time goes.
import * as z from 'zod';
import { signInWithPin } from '../../src/contract/endpoints/device.ts';
import type { ChromiumPage } from '../../tests/browser/engine/chromium-engine.ts';
import { addPinHolders, makePins, setUpBench } from './bench-organization.ts';
import type { Benchmark } from './benchmark.ts';
import { inMs, inQuantiles, median } from './figures.ts';
import { linkPage, startChromium, waitForPad, waitForWorker } from './tablet-page.ts';
import { startTimedServer } from './timed-server.ts';

const signIns = 40;
const warmUps = 5;
const slowness = 4;

// The tap counts from the moment at which the browser noted it, the home from the frame after the one that shows it.
const watchScript = `(() => {
  const isHome = () => [...document.querySelectorAll('button')].some((button) => button.textContent.trim() === 'Lock');
  performance.clearResourceTimings();
  window.benchSignIn = new Promise((resolve) => {
    let tappedAt = 0;
    addEventListener('pointerdown', (event) => { tappedAt = event.timeStamp; }, { capture: true, once: true });
    const observer = new MutationObserver(() => {
      if (!isHome()) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => {
        const shownAt = performance.now();
        const request = performance.getEntriesByType('resource').findLast(({ name }) => name.endsWith('${signInWithPin.path}'));
        resolve({ total: shownAt - tappedAt, request: request ? request.responseEnd - request.startTime : null });
      }));
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });
})()`;

const watchedSchema = z.object({ total: z.number(), request: z.number() });

async function signInOnce(page: ChromiumPage, pin: string): Promise<z.infer<typeof watchedSchema>> {
  await waitForPad(page);
  for (const digit of pin.slice(0, -1)) await page.press(digit);
  await page.evaluate(watchScript);
  await page.clickButton(pin.slice(-1));
  const watched = watchedSchema.parse(await page.evaluate('window.benchSignIn'));
  await page.clickButton('Lock');
  return watched;
}

export const signInOnTablet: Benchmark = {
  name: 'sign-in-on-tablet',
  async measure(scope) {
    const server = await startTimedServer(scope);
    const organization = await setUpBench(server);
    const pins = makePins(10);
    await addPinHolders(organization, pins);
    const browser = await startChromium(scope);
    const page = await browser.openPage(server.url);
    await linkPage(page, server.context.database, organization, 'Tablet');
    await waitForWorker(page);
    await page.throttleCpu(slowness);
    const parts = {
      total: [],
      screen: [],
      network: [],
      hashing: [],
      database: [],
      server: [],
    } satisfies Record<string, number[]>;
    const kept: Record<keyof typeof parts, number[]> = parts;
    for (let n = 0; n < warmUps + signIns; n += 1) {
      server.requests.splice(0);
      const { total, request } = await signInOnce(page, pins[n % pins.length] ?? '');
      const answered = server.requests.find(
        ({ method, path }) => method === 'POST' && path === signInWithPin.path,
      );
      if (answered?.status !== 200) throw new Error('the server did not answer the sign-in');
      if (n < warmUps) continue;
      kept.total.push(total);
      kept.screen.push(total - request);
      kept.network.push(request - answered.total);
      kept.hashing.push(answered.hashing);
      kept.database.push(answered.database);
      kept.server.push(answered.total - answered.hashing - answered.database);
    }
    return [
      {
        what: `Last tap → home, CPU slowed ${slowness}×`,
        figures: `${inQuantiles(kept.total, 0.5, 0.95)}: screen ${inMs(median(kept.screen))}, network ${inMs(median(kept.network))}, hashing ${inMs(median(kept.hashing))}, database ${inMs(median(kept.database))}, rest of the server ${inMs(median(kept.server))}`,
        how: `${signIns} sign-ins in Chromium, whose page alone is slowed; from the time stamp of the pointer event on the last digit to the task after the frame with the home in it. Network: the page's resource timing less the server's log (loopback, Chromium's network process and its event loop). Hashing and database: timed around the server's own calls, a connection from its taking to its return. Screen: the rest of the page, with the signing of the proof. Medians of the parts.`,
      },
    ];
  },
};
