// An admin looks at what a tablet noted offline: by the badge, from the address, with the keyboard, on every size of screen.
import { beforeAll, describe, expect, it } from 'vitest';
import { listDeviceReviews } from '../../src/contract/endpoints/device-reviews.ts';
import { revokeDevice } from '../../src/contract/endpoints/devices.ts';
import { noteSignIn, sendNotes } from '../integration/harness/note-offline.ts';
import { TestDevice } from '../integration/harness/test-device.ts';
import { addUser, type Member } from '../integration/harness/test-organization.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import { signInOnScreen, waitForDialogToClose } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('reviewing what a tablet noted offline', () => {
  let site: Site;
  let owner: Member;
  let page: ChromiumPage;
  let tablet: TestDevice;

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowser()]);
    ({ site, owner } = bakery);
    const { server } = site;
    const ada = await addUser(owner.client, 'staff', { pin: pins.ada, firstName: 'Ada', lastName: 'Byron' });
    tablet = await TestDevice.make(site.url);
    await tablet.authorize(owner.client, 'Counter 1');
    const now = server.clock.now.getTime();
    await sendNotes({ server, tablet }, [
      await noteSignIn({ server, tablet }, ada.id, pins.wrong),
      await noteSignIn({ server, tablet }, ada.id, pins.wrong),
      await noteSignIn({ server, tablet }, ada.id, pins.ada, { leaseUntil: now - 3_600_000 }),
    ]);
    page = await openPage(browser, site.url);
    await signInOnScreen(page, site.url);
  });

  const verdicts = async () =>
    (await owner.client.succeed(listDeviceReviews, { params: { deviceId: tablet.id } })).events
      .toSorted((a, b) => a.sequence - b.sequence)
      .map(({ verdict }) => verdict);
  const waitForWords = (words: string) =>
    page.waitFor(`document.body.innerText.replace(/\\s+/g, ' ').includes(${JSON.stringify(words)})`, {
      what: words,
    });

  it('tells of it at the settings and at the tablet, and opens it there', async () => {
    await waitForWords('Authorized Devices 3 to review');
    await page.goto(`${site.url}/settings/devices`);
    await page.waitForText('3 to review');
    await page.clickButton('To review: Counter 1');
    await waitForWords('To review on “Counter 1”');
    await waitForWords('Ada Byron: Signed in');
    await waitForWords('The PIN was not this user’s PIN');
    await waitForWords('It happened after the device had to stop working offline');
    for (const label of ['Device’s time', 'Server’s estimate']) await page.waitForText(label);
    expect(await page.evaluate('location.search')).toBe(`?review=${tablet.id}`);
  });

  it('fits every size of screen, with targets that a finger meets', async () => {
    for (const [width, height] of [
      [1024, 768],
      [820, 1180],
      [390, 844],
    ] as const) {
      await page.setViewport(width, height);
      const wide = `[...document.querySelectorAll('[role=dialog], [role=dialog] :is(p, button, li, dl, section)')]
        .filter((one) => one.getBoundingClientRect().right > innerWidth)
        .map((one) => one.className)`;
      expect(await page.evaluate(wide)).toEqual([]);
      const small =
        '[...document.querySelectorAll("[role=dialog] :is(button, label)")].filter((one) => one.getBoundingClientRect().height < 44).length';
      expect(await page.evaluate(small)).toBe(0);
    }
    await page.setViewport(1024, 768);
  });

  it('opens again after a reload, and rejects all of one kind', async () => {
    await page.reload();
    await page.clickButton('All 2 of this kind');
    await page.waitForText('2 selected');
    await site.stop();
    await page.clickButton('Reject');
    await page.waitFor(`document.querySelector('.fk-review-bar .fk-notice-error')`, {
      what: 'the reason, beside the button',
    });
    await site.start();
    await page.waitForText('2 selected');
    await page.clickButton('Reject');
    await waitForWords('Rejected by Olive Owner');
    expect(await verdicts()).toEqual(['rejected', 'rejected', null]);
  });

  /** Presses Tab until the button has the focus, as somebody does who looks at the screen. */
  async function tabTo(button: string): Promise<void> {
    for (let presses = 0; presses < 20; presses += 1) {
      await page.raw.keyboard.press('Tab');
      if ((await page.evaluate(`document.activeElement?.textContent`)) === button) return;
    }
    throw new Error(`Tab does not come to ${button}`);
  }

  it('works with the keyboard alone', async () => {
    await page.evaluate(`document.querySelector('[role=dialog] input[type=checkbox]').focus()`);
    await page.raw.keyboard.press('Space');
    await page.waitForText('1 selected');
    await tabTo('Accept');
    await page.raw.keyboard.press('Enter');
    await waitForWords('Accepted by Olive Owner');
    await page.waitForText('Nothing to review');
    expect(await verdicts()).toEqual(['rejected', 'rejected', 'accepted']);
    await page.waitFor(
      `document.activeElement?.className === 'fk-review-start' && document.querySelector('[role=dialog] header button:not(:disabled)')`,
      { what: 'the focus to stay in the dialog, which can be closed' },
    );
    await page.raw.keyboard.press('Escape');
    await waitForDialogToClose(page);
    expect(await page.evaluate('location.search')).toBe('');
    expect(await page.text()).not.toContain('3 to review');
  });

  it('asks for a reason before PINs are kept by a revocation', async () => {
    await page.clickButton('Revoke Counter 1');
    await page.waitForText('1 user could sign in offline on it');
    await page.clickButton('Keep their PINs');
    await page.clickButton('Revoke', { within: 'It locks within a second' });
    await page.waitForText('Enter why they can keep their PINs.');
    await page.fill('Reason', 'It broke and never left the shop');
    await page.clickButton('Revoke', { within: 'It locks within a second' });
    await waitForWords('stops working offline at');
    await page.goto(`${site.url}/settings/audit`);
    await waitForWords('PINs kept, because: It broke and never left the shop');
    expect((await tablet.call(revokeDevice, { params: { deviceId: tablet.id }, body: {} })).status).toBe(401);
  });
});
