// From the last tap of a PIN to the home with the server there and without it, and how soon the two are in step again.
import type { ChromiumPage } from '../../tests/browser/engine/chromium-engine.ts';
import { addPinHolders, makePins, setUpBench } from './bench-organization.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { inMs, inQuantiles, median } from './figures.ts';
import { openServerDatabase, startServerProcess } from './server-process.ts';
import { linkPage, startChromium, waitForPad, waitForWorker } from './tablet-page.ts';

const signIns = 20;
const warmUps = 3;
const returns = 3;

// The tap counts from the moment at which the browser noted it, the home from the task after the frame that shows it.
const watchScript = `(() => {
  const isHome = () => [...document.querySelectorAll('button')].some((button) => button.textContent.trim() === 'Lock');
  window.benchSignIn = new Promise((resolve) => {
    let tappedAt = 0;
    addEventListener('pointerdown', (event) => { tappedAt = event.timeStamp; }, { capture: true, once: true });
    const observer = new MutationObserver(() => {
      if (!isHome()) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - tappedAt)));
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });
})()`;

const openOutboxScript = (store: string) => `new Promise((resolve, reject) => {
  const opening = indexedDB.open('floorkey');
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const counting = opening.result.transaction('${store}').objectStore('${store}').count();
    counting.onsuccess = () => { opening.result.close(); resolve(counting.result); };
  };
})`;

/** Signs the person with that PIN in and locks. @param name what to tap first, while the server is away */
async function signInOnce(page: ChromiumPage, pin: string, name?: string): Promise<number> {
  if (name) await page.clickButton(name);
  await waitForPad(page);
  for (const digit of pin.slice(0, -1)) await page.press(digit);
  await page.evaluate(watchScript);
  await page.clickButton(pin.slice(-1));
  const total = await page.evaluate<number>('window.benchSignIn');
  await page.clickButton('Lock');
  return total;
}

async function measureSignIns(page: ChromiumPage, pin: string, name?: string): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < warmUps + signIns; n += 1) {
    const time = await signInOnce(page, pin, name);
    if (n >= warmUps) times.push(time);
  }
  return times;
}

export const offlineSignIn: Benchmark = {
  name: 'offline-sign-in',
  async measure(scope) {
    let server = await startServerProcess(scope);
    const { url, dataDir } = server;
    const startAgain = async () => {
      server = await startServerProcess(scope, dataDir, false, Number(new URL(url).port));
    };
    const organization = await setUpBench(server);
    const [pin = ''] = makePins(1);
    await addPinHolders(organization, [pin]);
    const name = `Person ${pin.slice(0, 2)}`;
    const browser = await startChromium(scope);
    const page = await browser.openPage(url);
    const database = await openServerDatabase(scope, server);
    await linkPage(page, database, organization, 'Tablet');
    await waitForWorker(page);
    const rows: Row[] = [];
    const back: number[] = [];
    for (const slowness of [1, 4]) {
      await page.throttleCpu(slowness);
      const online = await measureSignIns(page, pin);
      await server.stop();
      await page.waitFor(`document.body.innerText.includes('Tap your name')`, { timeout: 30_000 });
      const offline = await measureSignIns(page, pin, name);
      await page.throttleCpu(1);
      await startAgain();
      await page.waitFor(`document.body.innerText.includes('Tap your PIN')`, { timeout: 60_000 });
      rows.push({
        what: `Last tap → home, CPU ${slowness === 1 ? 'as it is' : `slowed ${slowness}×`}`,
        figures: `without the server ${inQuantiles(offline, 0.5, 0.95)}; with it ${inQuantiles(online, 0.5, 0.95)}`,
        how: `${signIns} sign-ins each in Chromium, in one run; from the time stamp of the pointer event on the last digit to the task after the frame with the home in it. The page alone is slowed; without the server it does the Argon2id itself.`,
      });
    }
    for (let n = 0; n < returns; n += 1) {
      await server.stop();
      await page.waitFor(`document.body.innerText.includes('Tap your name')`, { timeout: 30_000 });
      await signInOnce(page, pin, name);
      await page.waitFor(`${openOutboxScript('outbox')}.then((count) => count === 2)`, { timeout: 10_000 });
      await startAgain();
      const backAt = performance.now();
      await page.evaluate(`void dispatchEvent(new Event('online'))`);
      await page.waitFor(`${openOutboxScript('outbox')}.then((count) => count === 0)`, { timeout: 60_000 });
      await page.waitFor(`document.body.innerText.includes('Tap your PIN')`, { timeout: 60_000 });
      back.push(performance.now() - backAt);
    }
    rows.push({
      what: 'Network back → in sync',
      figures: `${inMs(median(back))}, slowest ${inMs(Math.max(...back))}`,
      how: `${returns} times, with a sign-in and its end in the outbox: from the browser's word that it is online until the outbox is empty and the pad says so (it looks every 50 ms or so).`,
    });
    return rows;
  },
};
