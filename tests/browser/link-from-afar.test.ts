// A tablet is linked by the code that it shows, while the admin sits somewhere else.
import { beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../integration/harness/test-organization.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import { signInOnScreen, signInWithPin, waitForPad } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('a tablet that is linked from afar', () => {
  let site: Site;
  let tablet: ChromiumPage;
  let admin: ChromiumPage;

  beforeAll(async () => {
    const [bakery, one, other] = await Promise.all([openBakery(), startBrowser(), startBrowser()]);
    ({ site } = bakery);
    await addUser(bakery.owner.client, 'staff', { pin: pins.ada, firstName: 'Ada', lastName: 'Byron' });
    tablet = await openPage(one, site.url);
    admin = await openPage(other, site.url);
    await signInOnScreen(admin, site.url);
  });

  const readCode = async (page = tablet) =>
    String(await page.evaluate(`document.querySelector('.fk-link-code-text [aria-hidden]')?.textContent`));

  it('shows a code, and the way to where it is typed', async () => {
    await tablet.clickButton('Pair with a code');
    await tablet.waitFor(`document.querySelector('.fk-link-code-text')`, { what: 'the code' });
    expect(await readCode()).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
    expect(await tablet.evaluate(`document.querySelector('svg.fk-qr') !== null`)).toBe(true);
    expect(await tablet.axe()).toEqual([]);
  });

  it('stands for nothing that is filled in beforehand, and a wrong code opens nothing', async () => {
    await admin.goto(`${site.url}/settings/devices?link=1#code=${await readCode()}`);
    await admin.waitForText('Code on the device');
    expect(await admin.evaluate(`document.querySelector('[role=dialog] input').value`)).toBe('');
    await admin.fill('Code on the device', 'ZZZZ-9999');
    await admin.clickButton('Continue');
    await admin.waitForText('4 tries left');
  });

  it('goes on after a reload between the approval and its answer', async () => {
    const page = await openPage(await startBrowser(), site.url);
    await page.clickButton('Pair with a code');
    await page.waitFor(`document.querySelector('.fk-link-code-text')`, { what: 'the code' });
    const code = await readCode(page);
    await page.reload();
    await page.waitFor(`document.querySelector('.fk-link-code-text')`, { what: 'the code' });
    expect(await readCode(page)).toBe(code);
    await page.raw.route('**/claim', (route) => route.abort());
    await admin.goto(`${site.url}/settings/devices?link=1`);
    await admin.fill('Code on the device', code);
    await admin.clickButton('Continue');
    await admin.fill('Device name', 'Door');
    await admin.clickButton('Approve');
    await admin.waitForText('“Door” is paired');
    await page.raw.unroute('**/claim');
    await page.reload();
    await waitForPad(page);
    await signInWithPin(page, pins.ada, 'Ada Byron');
    await admin.goto(`${site.url}/settings/devices?link=1`);
  });

  it('has its pad once the admin has seen what asks, named it and approved', async () => {
    await admin.fill('Code on the device', (await readCode()).toLowerCase());
    await admin.clickButton('Continue');
    await admin.waitForText('Is this the device in front of you?');
    await admin.waitForText('Chrome on');
    expect(await admin.axe()).toEqual([]);
    await admin.fill('Device name', 'Gate');
    await admin.clickButton('Approve');
    await admin.waitForText('“Gate” is paired');
    await waitForPad(tablet);
    await signInWithPin(tablet, pins.ada, 'Ada Byron');
    await tablet.reload();
    await waitForPad(tablet);
  });
});
