// Pictures of the tablet: the pad, the home, and both without the server.
import { advancePageClock } from '../../tests/browser/flow/page-clock.ts';
import {
  chooseFromMenu,
  fillSignIn,
  lock,
  signInWithPin,
  tapPin,
  waitForHome,
  waitForPad,
  waitForWorker,
} from '../../tests/browser/flow/steps.ts';
import { demoPinHolders, listPeople, temporaryPin } from '../demo/people.ts';
import type { Stage } from './stage.ts';

const wrongPin = '864297';

function findHolder(role: string) {
  const found = listPeople().find(
    (one) => one.role === role && demoPinHolders.includes(`${one.firstName} ${one.lastName}`),
  );
  if (!found?.pin) throw new Error('the demo lacks somebody with a fixed PIN');
  return { name: `${found.firstName} ${found.lastName}`, pin: found.pin };
}

/** A browser that is no tablet yet. */
export async function takeUnlinked({ page, url, camera }: Stage): Promise<void> {
  const { take, scene } = camera;
  await scene('unlinked', async () => {
    await page.goto(`${url}/`);
    await page.waitForText('Sign in');
    await take(page, 'unlinked', { dark: true });
    await page.clickButton('Pair with a code');
    await page.waitFor(`document.querySelector('.fk-link-code-text')`, { what: 'the code' });
    await take(page, 'link-with-a-code');
    await page.clickButton('Back');
  });
}

/** Makes this browser a tablet, and takes what the admin sees then. The owner is signed in; afterwards nobody is. */
export async function linkThisBrowser({ page, url, camera }: Stage): Promise<void> {
  await page.goto(`${url}/settings/devices`);
  await page.clickButton('Authorize Device');
  await page.fill('Device name', 'Counter 1');
  await page.clickButton('Authorize');
  await page.waitForText('Revoke this device');
  await camera.take(page, 'devices-this-one');
  await page.clickButton('Revoke this device');
  await camera.take(page, 'revoke');
  await page.clickButton('Cancel');
  await page.clickButton('Sign out now');
  await waitForPad(page);
}

/** The tablet with its server. */
export async function takeTablet({ browser, page, url, camera, owner }: Stage): Promise<void> {
  const { take, scene } = camera;
  const worker = findHolder('staff');
  const manager = findHolder('manager');
  const openPad = async () => {
    await page.goto(`${url}/`);
    await waitForPad(page);
  };
  await scene('pad', async () => {
    await openPad();
    await take(page, 'pad', { dark: true });
    await tapPin(page, wrongPin);
    await page.waitForText('Wrong PIN');
    await take(page, 'pad-wrong-pin');
  });
  await scene('forgot-pin', async () => {
    await openPad();
    await page.clickButton('Forgot your PIN?');
    await page.waitForText('Ahmed Hassan');
    await take(page, 'pad-forgot-pin');
    await page.clickButton('Ahmed Hassan');
    await page.waitForText('Ask for a new PIN');
    await take(page, 'pad-forgot-pin-ask');
    await page.clickButton('Ask for a new PIN');
    await page.waitForText('Request sent');
    await take(page, 'pad-forgot-pin-told');
  });
  await scene('home', async () => {
    await openPad();
    await signInWithPin(page, worker.pin, worker.name);
    await take(page, 'home', { dark: true });
    await advancePageClock(page, 83_000);
    await page.waitForText('Locking in');
    await take(page, 'auto-lock');
    await openPad();
  });
  await scene('home-manager', async () => {
    await openPad();
    await signInWithPin(page, manager.pin, manager.name);
    await page.waitForText('Forgotten PINs');
    await take(page, 'home-manager');
    const waiting = await page.evaluate<string>(
      `[...document.querySelectorAll('button')].find(({ textContent }) => textContent.startsWith('Forgotten PINs')).textContent`,
    );
    await page.clickButton(waiting);
    await page.waitForText('Dismiss');
    await take(page, 'home-forgotten-pins');
    await openPad();
    await signInWithPin(page, manager.pin, manager.name);
    await page.clickButton('Change PIN');
    await page.waitFor(`document.querySelector('[aria-label="PIN pad"]')`, {
      what: 'the pad for the PIN of now',
    });
    await take(page, 'home-change-pin');
    await openPad();
  });
  await scene('temporary-pin', async () => {
    await openPad();
    await tapPin(page, temporaryPin.pin);
    await page.waitForText('Tap your new PIN');
    await take(page, 'pad-temporary-pin');
    await openPad();
  });
  await scene('pad-offline', async () => {
    await openPad();
    await signInWithPin(page, worker.pin, worker.name);
    await lock(page);
    await page.reload();
    await waitForWorker(page);
    await browser.setOffline(true);
    try {
      await page.waitForText('Tap your name', { timeout: 30_000 });
      await take(page, 'offline-names', { dark: true });
      await page.clickButton(worker.name);
      await waitForPad(page);
      await take(page, 'offline-pad');
      await tapPin(page, wrongPin);
      await page.waitForText('tries left without a connection', { timeout: 20_000 });
      await take(page, 'offline-wrong-pin');
      await tapPin(page, worker.pin);
      await waitForHome(page, worker.name);
      await take(page, 'offline-home');
      await lock(page).catch(() => undefined);
    } finally {
      await browser.setOffline(false);
    }
    await page.goto(`${url}/`);
    await waitForPad(page);
  });
  await scene('pad-lengths', async () => {
    await page.goto(`${url}/sign-in?next=/settings/organization`);
    await fillSignIn(page, owner.email, owner.password);
    await page.waitForText('PIN length');
    await page.select('PIN length', '5 digits');
    await page.clickButton('Save');
    await page.waitForText('Change how people sign in?');
    await page.clickButton('Change');
    await page.waitForText('Settings saved');
    await chooseFromMenu(page, owner.name, 'Sign out');
    await waitForPad(page);
    await page.waitFor(`document.querySelector('[aria-label="PIN pad"]')?.textContent.includes('OK')`);
    await take(page, 'pad-lengths');
  });
  await scene('pad-paused', async () => {
    for (let tries = 0; tries < 5; tries += 1) {
      await waitForPad(page);
      await tapPin(page, wrongPin.slice(0, 5));
      await page.clickButton('OK');
      await page.waitForText('Wrong PIN');
    }
    await page.waitForText('Try again in');
    await take(page, 'pad-paused', { dark: true });
  });
}
