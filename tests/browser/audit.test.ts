// The audit trail on the screen: narrowed by person, device, kind and day, taken along as a file, and its chain checked.
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { TestDevice } from '../integration/harness/test-device.ts';
import { addUser, type Member } from '../integration/harness/test-organization.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import { signInOnScreen } from './flow/steps.ts';
import { openPage, startBrowserWithoutWorkers } from './flow/watched-browsers.ts';

const lines = `[...document.querySelectorAll('[aria-label="Audit trail"] > li')].map((line) => line.innerText)`;

describe.skipIf(!installedEngines.has('chromium'))('the audit trail', () => {
  let site: Site;
  let owner: Member;
  let page: ChromiumPage;
  let ada: string;
  let deviceId: string;

  const readLines = () => page.evaluate<string[]>(lines);
  const waitForLines = (condition: string, what: string) =>
    page.waitFor(`(${lines}).length > 0 && ${lines}.every((line) => ${condition})`, { what });
  const open = async (query = '') => {
    await page.goto(`${site.url}/settings/audit${query}`);
    await page.waitFor(`(${lines}).length > 0`, { what: 'the events' });
  };

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowserWithoutWorkers()]);
    ({ site, owner } = bakery);
    ada = (await addUser(owner.client, 'staff', { firstName: 'Ada', lastName: 'Lane', pin: pins.ada })).id;
    await addUser(owner.client, 'staff', { firstName: 'Bela', lastName: 'Stone' });
    const tablet = await TestDevice.make(site.url);
    deviceId = (await tablet.authorize(owner.client, 'Counter 1')).id;
    await tablet.signInWithPin(pins.ada);
    page = await openPage(browser, site.url);
    await signInOnScreen(page, site.url);
  });

  it('is narrowed to a user by a search, and the address keeps it', async () => {
    await page.clickButton('Audit trail');
    await page.waitForText('Authorized a device');
    await page.fill('Find a user', 'lane');
    await page.waitFor(`document.querySelector('[role=option]')?.innerText.includes('Ada Lane')`, {
      what: 'a person that is found',
    });
    await page.press('ArrowDown');
    await page.press('Enter');
    await page.waitForUrl(`/settings/audit?person=${ada}`);
    await waitForLines(`line.includes('Ada Lane')`, 'the events of Ada alone');
    const found = await readLines();
    expect(found.join('\n')).toContain('Signed in with a PIN');
    expect(found.join('\n')).toContain('Added a user');
    await page.reload();
    await waitForLines(`line.includes('Ada Lane')`, 'the same after a reload');
    await page.clickButton('Remove filter: Ada Lane');
    await page.waitForText('Bela Stone');
  });

  it('is narrowed by a tap on a name, and widened by "Clear filters"', async () => {
    await open();
    await page.clickButton('Counter 1');
    await page.waitForUrl(`/settings/audit?device=${deviceId}`);
    await waitForLines(`line.includes('Counter 1')`, 'the events of the device alone');
    await page.clickButton('Clear filters');
    await page.waitForUrl('/settings/audit');
    await page.waitForText('Bela Stone');
  });

  it('is narrowed by kind and by day, and says when nothing is left', async () => {
    await open('?action=devices');
    await waitForLines(`line.includes('Authorized a device')`, 'the events of devices');
    await open('?action=device.authorized');
    expect(await readLines()).toHaveLength(1);
    const today = await page.evaluate<string>(`new Date().toLocaleDateString('sv')`);
    await open(`?from=${today}&to=${today}`);
    expect((await readLines()).length).toBeGreaterThan(3);
    await page.goto(`${site.url}/settings/audit?to=2020-01-01`);
    await page.waitForText('No events found');
    await page.clickButton('Show everything');
    await page.waitForUrl('/settings/audit');
    await page.waitForText('Authorized a device');
  });

  it('is taken along as files of what is shown', async () => {
    await open('?action=device.authorized');
    for (const [link, name, part] of [
      ['Export CSV', /^floorkey-audit-trail-.*\.csv$/, 'Authorized a device'],
      ['Export JSON lines', /\.ndjson$/, '"action":"device.authorized"'],
    ] as const) {
      const [download] = await Promise.all([
        page.raw.waitForEvent('download'),
        page.raw.getByRole('link', { name: link }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(name);
      const text = await readFile(await download.path(), 'utf8');
      expect(text).toContain(part);
      expect(text).not.toContain('Bela Stone');
    }
    await open('?action=audit.exported');
    expect(await readLines()).toHaveLength(2);
  });

  it('is checked, and says whether it is whole', async () => {
    await open();
    await page.clickButton('Check the chain');
    await page.waitForText('The chain is intact');
    await page.waitForText('Hash of the newest event');
  });

  it('is usable without a mouse and by a screen reader, in light and dark, on a phone too', async () => {
    for (const [width, height] of [
      [1024, 768],
      [390, 844],
    ] as const) {
      await page.setViewport(width, height);
      await open('?action=sign-ins');
      expect.soft(await page.axeInLightAndDark(), String(width)).toEqual([]);
      const overflow = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow).toBe(0);
    }
  });
});
