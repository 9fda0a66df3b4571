// Names as strangers write them: they show as text and break the layout of no screen, on a tablet or a phone.
import { beforeAll, describe, expect, it } from 'vitest';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { createPartner } from '../../src/contract/endpoints/partners.ts';
import { addUser } from '../integration/harness/test-organization.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { pins } from './flow/people.ts';
import { tickRow } from './flow/people-list.ts';
import { openBakery, type Site } from './flow/site.ts';
import { linkTablet, signInOnScreen, signInWithPin, waitForPad } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

const company = `${'Gebäudereinigung'.repeat(5)} GmbH`;
const image = '<img src=x onerror=document.title=1>';
const names = [
  { firstName: '👩🏽‍🚒 Zoë', lastName: '🏳️‍🌈 Ünïcødé' },
  { firstName: 'محمد', lastName: 'عبد الرحمن' },
  { firstName: 'W'.repeat(100), lastName: 'm'.repeat(100) },
  { firstName: image, lastName: '"><script>alert(1)</script>' },
];
const screens = [
  [390, 844],
  [1024, 768],
  [820, 1180],
] as const;

const tooWide = `document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
  ['the page', ...[...document.querySelectorAll('body *')]
    .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((one) => one.tagName + ' in ' + one.parentElement.className)]`;

describe.skipIf(!installedEngines.has('chromium'))('strange names', () => {
  let site: Site;
  let page: ChromiumPage;

  const checkLayout = async (screen: string) => {
    for (const [width, height] of screens) {
      await page.setViewport(width, height);
      const overflowing = await page.evaluate<string[]>(tooWide);
      expect.soft(overflowing, `${screen} scrolls sideways at ${width}×${height}`).toEqual([]);
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
    await bakery.owner.client.succeed(createPartner, {
      body: {
        name: company,
        contactName: names[2]?.firstName ?? '',
        contactEmail: `${'w'.repeat(60)}@partner.example`,
      },
    });
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
    await page.clickButton(`Edit ${names[2]?.firstName} ${names[2]?.lastName}`);
    await page.waitForText('Ways to sign in');
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

  it('stand as text on the page of a partner', async () => {
    await page.goto(`${site.url}/settings/partners`);
    await page.waitForText(company);
    await checkLayout('partners');
    await page.clickButton(company);
    await page.waitForText('Add Partner User');
    await checkLayout('a partner');
  });

  it.each([
    ['/sign-in', 'Forgot password?'],
    ['/reset-password', 'Send me a link'],
    ['/confirm-email', 'Floorkey'],
    ['/stop-email-change', 'Floorkey'],
    ['/invite', 'Floorkey'],
    ['/help', 'The first day'],
    ['/nowhere', 'Floorkey'],
  ])('leave the page %s as wide as the screen', async (path, text) => {
    await page.goto(`${site.url}${path}`);
    await page.waitForText(text);
    await checkLayout(path);
  });
});
