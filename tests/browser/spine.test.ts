// The spine in each engine: set up, add a person, link the tablet, tap a PIN, lock, open without a server, revoke, wiped.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listDevices, revokeDevice } from '../../src/contract/endpoints/devices.ts';
import { type Member, signInAs } from '../integration/harness/test-organization.ts';
import { type Browser, type EngineName, launchBrowser, type Page } from './engine/engine.ts';
import { describeMissingEngine, installedEngines } from './engine/installed-engines.ts';
import { nothingKept, readKept } from './flow/kept-data.ts';
import { ownerEmail, pins } from './flow/people.ts';
import { openSite, type Site } from './flow/site.ts';
import {
  addUserOnScreen,
  authorizeOnScreen,
  chooseFromMenu,
  lock,
  setUpOnScreen,
  signInWithPin,
  tapPin,
  waitForHome,
  waitForPad,
  waitForWorker,
} from './flow/steps.ts';

const engines: EngineName[] = ['chromium', 'webkit', 'firefox'];

describe.each(engines)('in %s', (engine) => {
  if (!installedEngines.has(engine)) {
    it.skip(`was not tried: ${describeMissingEngine(engine).message}`);
    return;
  }
  describe('the spine', () => {
    let site: Site;
    let browser: Browser;
    let page: Page;
    let admin: Member;

    const findDevice = async () => {
      const { devices } = await admin.client.succeed(listDevices, {});
      const device = devices.find(({ name }) => name === 'Counter 1');
      if (!device) throw new Error('the tablet is not in the list');
      return device;
    };

    beforeAll(async () => {
      [site, browser] = await Promise.all([openSite({ realHashing: true }), launchBrowser(engine)]);
    });
    afterAll(async () => {
      await browser?.close();
    });

    it('goes from the set-up link to a pad that stands there after the admin has signed out', async () => {
      page = await browser.openPage(`${site.url}/setup#code=${site.server.setupCode}`);
      await setUpOnScreen(page);
      await addUserOnScreen(page, {
        username: 'ada',
        pin: pins.ada,
        firstName: 'Ada',
        lastName: 'Byron',
      });
      await page.waitForText('Ada Byron');
      await authorizeOnScreen(page, 'Counter 1');
      await page.waitForText('This device');
      await chooseFromMenu(page, 'Olive Owner', 'Sign out');
      await waitForPad(page);
      await page.waitForText('Northgate Bakery');
      await page.waitForText('Counter 1');
      expect(await page.text()).not.toContain('Olive');
      admin = await signInAs(site.server, ownerEmail);
    });

    it('lets the user in by PIN, out by "Lock", and in again', async () => {
      await signInWithPin(page, pins.ada, 'Ada Byron');
      const text = await page.text();
      expect(text).toContain('Staff');
      expect(text).toContain('Change PIN');
      await lock(page);
      expect(await page.text()).not.toContain('Ada');
      await signInWithPin(page, pins.ada, 'Ada Byron');
      await lock(page);
    });

    it('opens with the server stopped, says since when, and works again by itself', async () => {
      await waitForWorker(page);
      await site.stop();
      await page.reload();
      await page.waitForText('Offline since');
      const other = await browser.openPage(`${site.url}/`);
      await other.waitForText('Offline since');
      await other.waitForText('Sign-in works until');
      await other.waitForText('Counter 1');
      expect(await other.consoleErrors()).toEqual([]);
      await other.close();
      await page.clickButton('Ada Byron');
      await waitForPad(page);
      await tapPin(page, pins.ada);
      await waitForHome(page, 'Ada Byron');
      await page.clickButton('Lock');
      await page.waitForText('Tap your name');
      await site.start();
      await waitForPad(page);
      await signInWithPin(page, pins.ada, 'Ada Byron');
    });

    it('leaves the screen with its revocation, keeps nothing, and has said so', async () => {
      const device = await findDevice();
      await admin.client.succeed(revokeDevice, { params: { deviceId: device.id }, body: {} });
      await page.waitForText('This device was revoked');
      expect(await page.text()).not.toContain('Ada');
      await page.waitForText('wiped itself at');
      expect(await readKept(page)).toEqual(nothingKept);
      await expect.poll(async () => (await findDevice()).wipedAt).not.toBeNull();
      expect(await page.consoleErrors()).toEqual([]);
      await page.reload();
      await page.waitForText('This device is not authorized yet');
      expect(await page.consoleErrors()).toEqual([]);
    });
  });
});
