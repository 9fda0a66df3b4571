// The pad and the home behind it: keys, wrong PINs, the pause, the lock that comes by itself, and the ways out.
import { beforeAll, describe, expect, it } from 'vitest';
import { TestDevice } from '../integration/harness/test-device.ts';
import { addUser, type Member } from '../integration/harness/test-organization.ts';
import type { ChromiumBrowser, ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { advancePageClock } from './flow/page-clock.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import {
  linkTablet,
  lock,
  signInOnScreen,
  signInWithPin,
  tapPin,
  waitForHome,
  waitForPad,
} from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

const timerText = `document.querySelector('[role=timer]')?.innerText`;
const fullDots = `document.querySelectorAll('.fk-pin-dot[data-full]').length`;

describe.skipIf(!installedEngines.has('chromium'))('the pad', () => {
  let site: Site;
  let owner: Member;
  let browser: ChromiumBrowser;
  let page: ChromiumPage;
  let other: TestDevice;

  const typeWrongPin = async () => {
    await waitForPad(page);
    await tapPin(page, pins.wrong);
    await page.waitForText('Wrong PIN');
  };

  beforeAll(async () => {
    const [bakery, started] = await Promise.all([openBakery(), startBrowser()]);
    ({ site, owner } = bakery);
    browser = started;
    await addUser(owner.client, 'staff', { pin: pins.ada, firstName: 'Ada', lastName: 'Byron' });
    other = await TestDevice.make(site.url);
    await other.authorize(owner.client, 'Counter 2');
    page = await openPage(browser, site.url);
    await linkTablet(page, site.url, 'Counter 1');
  });

  it('has keys of at least 72 px that all fit, and nothing that brings up a system keyboard', async () => {
    for (const [width, height] of [
      [1280, 800],
      [1024, 768],
      [820, 1180],
    ] as const) {
      await page.setViewport(width, height);
      const boxes = await page.evaluate<DOMRect[]>(
        `[...document.querySelectorAll('[aria-label="PIN pad"] button')].map((key) => key.getBoundingClientRect().toJSON())`,
      );
      expect(boxes).toHaveLength(11);
      for (const box of boxes) {
        expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(72);
        expect(box.bottom).toBeLessThanOrEqual(height);
        expect(box.right).toBeLessThanOrEqual(width);
      }
    }
    expect(
      await page.evaluate(`document.querySelectorAll('input, textarea, [contenteditable]').length`),
    ).toBe(0);
    await page.setViewport(1280, 800);
  });

  it('reacts when a finger goes down, not when it comes up', async () => {
    const { x, y } = await page.evaluate<{ x: number; y: number }>(
      `document.querySelector('[data-key="5"]').getBoundingClientRect().toJSON()`,
    );
    await page.raw.mouse.move(x + 20, y + 20);
    await page.raw.mouse.down();
    await page.waitFor(`${fullDots} === 1`, { what: 'one full dot' });
    await page.raw.mouse.up();
    expect(await page.evaluate(fullDots)).toBe(1);
    await page.clickButton('Delete');
    await page.waitFor(`${fullDots} === 0`, { what: 'no full dot' });
  });

  it('takes the number keys of a keyboard and of a number pad, and "Backspace"', async () => {
    const [first = '', ...rest] = pins.ada;
    await page.press(first);
    await page.press('9');
    await page.press('Backspace');
    expect(await page.evaluate(fullDots)).toBe(1);
    for (const digit of rest) await page.raw.keyboard.press(`Numpad${digit}`);
    await waitForHome(page, 'Ada Byron');
    await lock(page);
  });

  it('shakes and is empty again after a wrong PIN, and counts the tries down', async () => {
    for (const triesLeft of [4, 3]) {
      await typeWrongPin();
      await page.waitForText(`${triesLeft} tries left before this tablet locks.`);
      expect(await page.evaluate(fullDots)).toBe(0);
      expect(
        await page.evaluate(`getComputedStyle(document.querySelector('.fk-pin-dots')).animationName`),
      ).not.toBe('none');
    }
    await signInWithPin(page, pins.ada, 'Ada Byron');
    await lock(page);
    expect(await page.text()).not.toContain('Wrong PIN');
  });

  it('pauses after five wrong PINs with a countdown that ends by itself, while other tablets go on', async () => {
    for (const _ of [1, 2, 3, 4, 5]) await typeWrongPin();
    await page.waitForText('Try again in');
    await page.waitFor(`/^0:(30|2[0-9])$/.test(${timerText})`, {
      what: 'a countdown from 30 seconds',
    });
    expect(await page.evaluate(`document.querySelectorAll('[data-key]:not(:disabled)').length`)).toBe(0);
    await page.press('4');
    expect(await page.evaluate(fullDots)).toBe(0);
    expect((await other.signInWithPin(pins.ada)).status).toBe(200);

    await page.reload();
    await page.waitForText('Try again in');

    const seconds = Number((await page.evaluate<string>(timerText)).slice(2));
    // The tablet learns the server's time by the pull that any change brings.
    site.clock.advance((seconds - 5) * 1000);
    await addUser(owner.client, 'staff', { pin: pins.dora });
    // On a busy machine they are over before they are seen.
    const isOpen = `document.querySelectorAll('[data-key]:not(:disabled)').length > 0`;
    await page.waitFor(`${isOpen} || /^0:0[1-6]$/.test(${timerText})`, { what: 'the last seconds' });
    await signInWithPin(page, pins.ada, 'Ada Byron');
  });

  it('locks at a reload, and "Back" does not bring anybody up again', async () => {
    await waitForHome(page, 'Ada Byron');
    await page.reload();
    await waitForPad(page);
    expect(await page.text()).not.toContain('Ada');
    await signInWithPin(page, pins.ada, 'Ada Byron');
    await page.goto(`${site.url}/sign-in`);
    await page.waitForText('Back to the PIN pad');
    await page.raw.goBack();
    await waitForPad(page);
    expect(await page.text()).not.toContain('Ada');
    await signInWithPin(page, pins.ada, 'Ada Byron');
    await lock(page);
    await page.raw.goBack();
    await page.waitForText('Back to the PIN pad');
    await page.raw.goForward();
    await waitForPad(page);
    expect(await page.text()).not.toContain('Ada');
  });

  it('locks by itself after the time that the organization sets, with a countdown that can be stopped', async () => {
    const admin = await openPage(browser, site.url);
    await signInOnScreen(admin, site.url);
    await admin.clickButton('Organization');
    await admin.select('Auto-lock', '15 seconds');
    await admin.clickButton('Save');
    await admin.waitForText('Settings saved');
    await admin.close();

    await signInWithPin(page, pins.ada, 'Ada Byron');
    await page.waitForText('This tablet locks after 15 seconds without a touch.');
    await advancePageClock(page, 8000);
    await page.waitForNoText('Locking in');
    await advancePageClock(page, 3000);
    await page.waitForText('Locking in');
    await page.clickButton('Stay signed in');
    await page.waitForNoText('Locking in');
    await waitForHome(page, 'Ada Byron');

    await advancePageClock(page, 11_000);
    await page.waitForText('Locking in');
    await advancePageClock(page, 5000);
    await page.waitForText('Locked because nobody touched the tablet.');
    await waitForPad(page);
    expect(await page.text()).not.toContain('Ada');
  });
});
