// The PIN pad on glass of every size and with letters of every size: nothing scrolls, all can be tapped, and the keys stay where they are.
import { beforeAll, describe, expect, it } from 'vitest';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { createUser } from '../../src/contract/endpoints/users.ts';
import { addUser, findRoleId, type Member } from '../integration/harness/test-organization.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import { linkTablet, signInOnScreen, tapPin, waitForPad } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

const glass = [
  [320, 480],
  [480, 320],
  [320, 568],
  [568, 320],
  [360, 640],
  [640, 360],
  [390, 844],
  [844, 390],
  [480, 480],
  [590, 410],
  [640, 400],
  [640, 480],
  [800, 480],
  [600, 1024],
  [1024, 600],
  [768, 1024],
  [1024, 768],
  [820, 1180],
  [1280, 800],
  [1366, 1024],
  [1920, 1080],
  [1080, 1920],
  [2560, 1440],
] as const;
/** The size of letters in pixels: as it is, and twice as large. */
const letters = [16, 32];

type Box = { name: string; left: number; top: number; right: number; bottom: number; isReached: boolean };
type Seen = { scrolls: string[]; controls: Box[]; keys: Box[] };

/** What stands on the screen, and all that is larger than the room it has. */
const look = `(() => {
  const describe = (one) => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    const reached = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const name = one.getAttribute('aria-label') ?? one.textContent;
    return { name, left, top, right, bottom, isReached: one.contains(reached) };
  };
  const root = document.documentElement;
  const rooms = [...document.querySelectorAll('.fk-pin-message, .fk-pad-foot, .fk-own-pin-head, .fk-pad')];
  return {
    scrolls: [root, ...rooms]
      .filter((one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)
      .map((one) => one.className + ': ' + one.scrollWidth + '×' + one.scrollHeight + ' in ' + one.clientWidth + '×' + one.clientHeight),
    controls: [...document.querySelectorAll('button:not(.fk-pin-key), a')]
      .filter((one) => one.checkVisibility() && !one.closest('.fk-pad-middle'))
      .map(describe),
    keys: [...document.querySelectorAll('.fk-pin-key')].map(describe),
  };
})()`;

describe.skipIf(!installedEngines.has('chromium'))('the pad on glass of every size', () => {
  let site: Site;
  let owner: Member;
  let page: ChromiumPage;
  /** Where the keys stand on glass of one size, whatever the screen and the letters. */
  const places = new Map<string, string>();

  const setLetters = (size: number) => page.evaluate(`document.documentElement.style.fontSize = '${size}px'`);

  const checkScreen = async (screen: string, hasKeys = true) => {
    // A wrong PIN shakes the dots.
    await page.waitUntilStill();
    for (const [width, height] of glass) {
      await page.setViewport(width, height);
      for (const size of letters) {
        await setLetters(size);
        const { scrolls, controls, keys } = await page.evaluate<Seen>(look);
        const where = `${screen} at ${width}×${height}, letters of ${size} px`;
        expect.soft(scrolls, `what has no room: ${where}`).toEqual([]);
        const lost = [...controls, ...keys].filter(
          ({ left, top, right, bottom, isReached }) =>
            !isReached || left < 0 || top < 0 || right > width || bottom > height,
        );
        expect.soft(lost, `what can’t be tapped: ${where}`).toEqual([]);
        const small = [...controls, ...keys].filter(
          ({ left, top, right, bottom }) => Math.min(right - left, bottom - top) < 24,
        );
        expect.soft(small, `what is too small: ${where}`).toEqual([]);
        if (!hasKeys) continue;
        const flat = keys.filter(({ left, top, right, bottom }) => Math.min(right - left, bottom - top) < 44);
        expect.soft([keys.length, flat], `keys: ${where}`).toEqual([11, []]);
        const place = keys.map(({ left, top }) => `${Math.round(left)},${Math.round(top)}`).join(' ');
        const at = `${width}×${height}`;
        if (!places.has(at)) places.set(at, place);
        expect.soft(place, `the keys moved: ${where}`).toBe(places.get(at));
      }
    }
    await page.setViewport(1280, 800);
    await setLetters(16);
  };

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowser()]);
    ({ site, owner } = bakery);
    await addUser(owner.client, 'staff', { pin: pins.ada, firstName: 'Ada', lastName: 'Byron' });
    await addUser(owner.client, 'staff', {
      pin: pins.cleo,
      firstName: 'Maximiliana Konstantina',
      lastName: 'Freifrau von Hohenlohe-Schillingsfürst',
    });
    for (let at = 0; at < 30; at += 1) {
      await addUser(owner.client, 'staff', {
        firstName: `${String.fromCharCode(65 + (at % 26))}nna`,
        lastName: `Smith ${at}`,
      });
    }
    page = await openPage(browser, site.url);
    await linkTablet(page, site.url, 'Counter 1');
  });

  it('shows all of sign-in, with an account that was left open, too', async () => {
    await checkScreen('sign-in');
    await signInOnScreen(page, site.url);
    await page.goto(site.url);
    await page.waitForText('An account is still signed in on this tablet.');
    await checkScreen('sign-in beside an open account');
    await page.clickButton('Sign out');
    await page.waitForNoText('An account is still signed in on this tablet.');
  });

  it('keeps what was typed when the tablet is turned', async () => {
    await waitForPad(page);
    await tapPin(page, pins.ada.slice(0, 3));
    await page.setViewport(800, 1280);
    expect(await page.evaluate(`document.querySelectorAll('.fk-pin-dot[data-full]').length`)).toBe(3);
    await tapPin(page, pins.ada.slice(3));
    await page.waitForText('Change PIN');
    await page.setViewport(1280, 800);
  });

  it('shows all of a change of one’s PIN', async () => {
    await page.clickButton('Change PIN');
    await page.waitForText('Enter your current PIN');
    await checkScreen('the current PIN');
    await tapPin(page, pins.ada);
    await page.waitForText('Tap your new PIN');
    await checkScreen('a new PIN');
    await tapPin(page, '123456');
    await page.waitForText('Too easy to guess');
    await checkScreen('an easy PIN');
    await page.clickButton('Generate PIN');
    await page.waitForText('Tap the PIN shown here');
    await checkScreen('a generated PIN');
    await tapPin(page, pins.wrong);
    await page.waitForText('PINs don’t match');
    await checkScreen('a generated PIN that was mistyped');
    await page.clickButton('Lock');
  });

  it('shows all of the choice after a temporary PIN', async () => {
    const roleId = await findRoleId(owner.client, 'staff');
    const body = {
      username: 'temp',
      firstName: 'Tea',
      lastName: 'Temp',
      roleId,
      temporaryPin: true as const,
    };
    const { shownOnce } = await owner.client.succeed(createUser, { body });
    await waitForPad(page);
    await tapPin(page, shownOnce.pin ?? '');
    await page.waitForText('Choose your new PIN');
    await checkScreen('after a temporary PIN');
    await tapPin(page, pins.bela);
    await page.waitForText('Tap the new PIN again');
    await tapPin(page, pins.wrong);
    await page.waitForText('PINs don’t match');
    await checkScreen('after a temporary PIN, mistyped');
    await page.clickButton('Lock');
  });

  it('shows all of a wrong PIN and of a pause', async () => {
    for (let left = 4; left >= 0; left -= 1) {
      await waitForPad(page);
      await tapPin(page, pins.wrong);
      await page.waitForText('Wrong PIN');
      if (left > 0) await page.waitForText(`${left} ${left === 1 ? 'try' : 'tries'} left`);
      if (left === 4) await checkScreen('a wrong PIN');
    }
    await page.waitForText('Try again in');
    await checkScreen('a pause');
    site.clock.advance(31_000);
    await page.reload();
    await waitForPad(page);
  });

  it('shows all of “Forgot your PIN?”', async () => {
    await page.clickButton('Forgot your PIN?');
    await page.waitForText('Tap your name');
    await checkScreen('the names under “Forgot your PIN?”', false);
    await page.clickButton('Ada Byron');
    await page.waitForText('We’ll ask a manager');
    await checkScreen('“Forgot your PIN?”', false);
    await page.clickButton('Back to the PIN pad');
  });

  it('shows all of a PIN after a name, and while the server is away', async () => {
    await owner.client.succeed(updateOrganization, { body: { signInStyle: 'name-then-pin' } });
    await page.waitForText('Tap your name');
    await checkScreen('the names', false);
    await page.clickButton('Maximiliana Konstantina Freifrau von Hohenlohe-Schillingsfürst');
    await waitForPad(page);
    await checkScreen('a PIN after a name');
    await site.stop();
    await page.waitForText('Offline since', { timeout: 30_000 });
    await checkScreen('a PIN without the server');
  });
});
