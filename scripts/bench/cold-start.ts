// From the opening of the app in a browser that just started to a PIN pad that reacts.
import { setUpBench } from './bench-organization.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { inMs, median, quantile } from './figures.ts';
import { inScope } from './scope.ts';
import { openServerDatabase, startServerProcess } from './server-process.ts';
import { linkPage, startChromium, waitForPad, waitForWorker } from './tablet-page.ts';

const starts = 7;
const speeds = [1, 4];

// Presses "1" at every frame until the pad says how many digits it has; without its server it is closed, and says why.
const watchScript = `window.benchPad = new Promise((resolve) => {
  const look = () => {
    const status = document.querySelector('[aria-label="PIN pad"] [role=status]')?.textContent;
    const says = document.querySelector('[aria-label="PIN pad"][data-disabled]');
    if (status || says) return resolve(performance.now());
    if (document.querySelector('[data-key="1"]:not(:disabled)')) {
      dispatchEvent(new KeyboardEvent('keydown', { key: '1', code: 'Digit1' }));
    }
    requestAnimationFrame(look);
  };
  look();
});`;

export const coldStart: Benchmark = {
  name: 'cold-start',
  async measure(scope) {
    const server = await startServerProcess(scope);
    const organization = await setUpBench(server);
    const browser = await startChromium(scope);
    const first = await browser.openPage(server.url);
    await inScope(async (own) => {
      await linkPage(first, await openServerDatabase(own, server), organization, 'Tablet');
    });
    await waitForWorker(first);
    await first.reload();
    await waitForPad(first);

    const startOnce = async (slowness: number): Promise<number> => {
      await browser.restart();
      const page = await browser.openPage('about:blank');
      await page.throttleCpu(slowness);
      await page.raw.addInitScript(watchScript);
      await page.goto(server.url);
      return page.evaluate<number>('window.benchPad');
    };
    const rows: Row[] = [];
    const measureAll = async (where: string) => {
      const figures: string[] = [];
      for (const slowness of speeds) {
        const times: number[] = [];
        for (let n = 0; n < starts; n += 1) times.push(await startOnce(slowness));
        figures.push(`${slowness}× ${inMs(median(times))} (slowest ${inMs(quantile(times, 1))})`);
      }
      rows.push({
        what: `Cold start → usable pad, ${where}`,
        figures: figures.join('; '),
        how: `Chromium restarted on a linked profile for each of ${starts} starts; from the start of the navigation until a digit that is pressed shows, or the pad stands there and says that it is closed without its server. 4×: the page's CPU is slowed, its service worker keeps its speed. Medians.`,
      });
    };
    await measureAll('online');
    await server.stop();
    await measureAll('server stopped');
    return rows;
  },
};
