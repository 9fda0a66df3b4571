// Revoking on the screen: from the tablet itself, from another browser, behind an admin screen, in two tabs, and while it is off.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listDevices, revokeDevice } from '../../src/contract/endpoints/devices.ts';
import { addUser, type Member } from '../integration/harness/test-organization.ts';
import type { ChromiumBrowser, ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { nothingKept, readKept } from './flow/kept-data.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import { linkTablet, signInOnScreen, signInWithPin, waitForWorker } from './flow/steps.ts';
import { openPage, startBrowser, startOwnBrowser, switchOff } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('revoking', () => {
  let site: Site;
  let owner: Member;
  let browser: ChromiumBrowser;
  let page: ChromiumPage;
  let name = '';
  let count = 0;

  const findDevice = async () => {
    const { devices } = await owner.client.succeed(listDevices, {});
    const device = devices.find((one) => one.name === name);
    if (!device) throw new Error(`${name} is not in the list`);
    return device;
  };
  const revoke = async () => {
    const { id: deviceId } = await findDevice();
    await owner.client.succeed(revokeDevice, {
      params: { deviceId },
      body: { keepPins: 'Never out of sight' },
    });
  };
  const expectWiped = async (tablet: ChromiumPage) => {
    await tablet.waitForText('wiped itself at');
    expect(await readKept(tablet)).toEqual(nothingKept);
    await expect.poll(async () => (await findDevice()).wipedAt).not.toBeNull();
    expect(await browser.context.cookies()).toEqual([]);
    await tablet.reload();
    await tablet.goto(`${site.url}/`);
    await tablet.waitForText('This device is not authorized yet');
    await tablet.waitForText('Sign in');
  };

  beforeAll(async () => {
    const [bakery, started] = await Promise.all([openBakery(), startOwnBrowser()]);
    ({ site, owner } = bakery);
    browser = started;
    await addUser(owner.client, 'staff', { pin: pins.ada, firstName: 'Ada', lastName: 'Byron' });
    page = await openPage(browser, site.url);
  });
  beforeEach(async () => {
    count += 1;
    name = `Counter ${count}`;
    await linkTablet(page, site.url, name);
    await waitForWorker(page);
  });

  it('works on the tablet itself by "Revoke this device"', async () => {
    await signInOnScreen(page, site.url);
    await page.clickButton('Authorized Devices');
    await page.clickButton('Revoke this device');
    await page.waitForText(`Revoke “${name}”?`);
    await page.clickButton('Keep their PINs');
    await page.fill('Reason', 'Never out of sight');
    await page.clickButton('Revoke this device', { within: 'This is the device in your hands.' });
    await page.waitForText('This device was revoked');
    await expectWiped(page);
  });

  it('asks in another browser, naming the device, and then shows when it was revoked and wiped', async () => {
    const office = await startBrowser();
    const admin = await openPage(office, site.url);
    await signInWithPin(page, pins.ada, 'Ada Byron');
    await signInOnScreen(admin, site.url);
    await admin.clickButton('Authorized Devices');
    await admin.clickButton(`Revoke ${name}`);
    await admin.waitForText(`Revoke “${name}”?`);
    await admin.clickButton('Cancel');
    await admin.clickButton(`Revoke ${name}`);
    await admin.clickButton('Keep their PINs');
    await admin.fill('Reason', 'Never out of sight');
    await admin.clickButton('Revoke', { within: 'It locks within a second' });
    await page.waitForText('This device was revoked');
    await admin.waitFor(
      `/${name} Revoked revoked [0-9:]+.* · wiped [0-9:]+/.test(document.body.innerText.replace(/\\s+/g, ' '))`,
      { what: 'when it was revoked and wiped' },
    );
    await office.close();
    await expectWiped(page);
  });

  it('takes the tablet off an admin screen', async () => {
    await signInOnScreen(page, site.url);
    await page.waitForText('Ada Byron');
    await revoke();
    await page.waitForText('This device was revoked');
    expect(await page.text()).not.toMatch(/Ada|Olive/);
    await expectWiped(page);
  });

  it('reaches both tabs of one tablet', async () => {
    const second = await openPage(browser, `${site.url}/`);
    await signInWithPin(second, pins.ada, 'Ada Byron');
    await revoke();
    await Promise.all([page, second].map((tab) => tab.waitForText('This device was revoked')));
    expect(await second.text()).not.toContain('Ada');
    await second.close();
    await expectWiped(page);
  });

  it('leaves a tab alone that holds a newer link than the one that is wiped', async () => {
    const old = await openPage(browser, `${site.url}/`);
    const { id: deviceId } = await findDevice();
    await old.evaluate(
      `new BroadcastChannel('floorkey').postMessage(${JSON.stringify({ type: 'wiped', deviceId, link: 'x' })})`,
    );
    await old.close();
    await signInWithPin(page, pins.ada, 'Ada Byron');
    await revoke();
    await expectWiped(page);
  });

  it('wipes a tablet that was switched off as soon as it comes back', async () => {
    await switchOff(browser);
    await revoke();
    expect((await findDevice()).wipedAt).toBeNull();
    await browser.start();
    page = await openPage(browser, `${site.url}/`);
    await page.waitForText('This device was revoked');
    await expectWiped(page);
  });
});
