// Names as strangers write them: they show as text and break the layout of no screen, upright or lying.
import { beforeAll, describe, expect, it } from 'vitest';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { addUser } from '../integration/harness/test-organization.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { pins } from './flow/people.ts';
import { tickRow } from './flow/people-list.ts';
import { openBakery, type Site } from './flow/site.ts';
import { linkTablet, signInOnScreen, signInWithPin, waitForPad } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

const image = '<img src=x onerror=document.title=1>';
const names = [
  { firstName: '👩🏽‍🚒 Zoë', lastName: '🏳️‍🌈 Ünïcødé' },
  { firstName: 'محمد', lastName: 'عبد الرحمن' },
  { firstName: 'W'.repeat(100), lastName: 'm'.repeat(100) },
  { firstName: image, lastName: '"><script>alert(1)</script>' },
];
const screens = [
  [1024, 768],
  [820, 1180],
] as const;

describe.skipIf(!installedEngines.has('chromium'))('strange names', () => {
  let site: Site;
  let page: ChromiumPage;

  const checkLayout = async (screen: string) => {
    for (const [width, height] of screens) {
      await page.setViewport(width, height);
      const wide = `document.documentElement.scrollWidth > innerWidth`;
      expect.soft(await page.evaluate(wide), `${screen} scrolls sideways at ${width}×${height}`).toBe(false);
    }
    expect(await page.evaluate(`document.querySelectorAll('img, script:not([src])').length`)).toBe(0);
    expect(await page.evaluate('document.title')).toContain('Floorkey');
  };

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowser()]);
    site = bakery.site;
    const all = Object.values(pins);
    for (const [at, name] of names.entries()) {
      await addUser(bakery.owner.client, 'staff', { ...name, pin: all[at] ?? '' });
    }
    await bakery.owner.client.succeed(updateOrganization, { body: { name: `${image} ${'O'.repeat(60)}` } });
    page = await openPage(browser, site.url);
  });

  it('stand as text in the settings', async () => {
    await signInOnScreen(page, site.url);
    for (const { firstName, lastName } of names) await page.waitForText(`${firstName} ${lastName}`);
    await checkLayout('users');
    await page.setViewport(390, 844);
    const rows = `document.querySelector('.fk-table-frame').scrollWidth > document.querySelector('.fk-table-frame').clientWidth`;
    expect.soft(await page.evaluate(rows), 'the rows are cut off on a phone').toBe(false);
    await tickRow(page, `${names[2]?.firstName} ${names[2]?.lastName}`);
    await page.clickButton('Delete');
    await page.waitForText('This can’t be undone');
    await checkLayout('delete');
    await page.clickButton('Cancel');
    await page.clickButton('Clear selection');
    await page.clickButton('Edit', { within: 'W'.repeat(100) });
    await page.waitForText('Edit user');
    await checkLayout('edit user');
    await page.clickButton('Cancel');
    for (const place of ['Organization', 'Audit trail']) {
      await page.clickButton(place);
      await page.waitFor(`document.querySelector('h1').textContent === '${place}'`);
      await checkLayout(place);
    }
  });

  it('stand as text on the devices page, the pad and at home', async () => {
    const device = `${image} ${'D'.repeat(20)}`;
    await linkTablet(page, site.url, device);
    await page.waitForText(device);
    await checkLayout('pad');
    for (const [at, { firstName, lastName }] of names.entries()) {
      await waitForPad(page);
      await signInWithPin(page, Object.values(pins)[at] ?? '', `${firstName} ${lastName}`);
      await checkLayout(`home of ${firstName}`);
      await page.clickButton('Lock');
    }
    await signInOnScreen(page, site.url);
    await page.clickButton('Authorized Devices');
    await page.waitForText('Revoke this device');
    await checkLayout('devices');
    await page.clickButton('Revoke this device');
    await page.waitForText(`Revoke “${device}”?`);
    await checkLayout('revoke');
    await page.clickButton('Cancel');
    await page.goto(`${site.url}/account`);
    await page.waitForText('Change password');
    await checkLayout('account');
  });
});
