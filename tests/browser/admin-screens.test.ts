// The admin screens under hands and eyes: nothing that is needed is covered, cut off, or scrolled away.
import { beforeAll, describe, expect, it } from 'vitest';
import { createUser } from '../../src/contract/endpoints/users.ts';
import { findRoleId } from '../integration/harness/test-organization.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { openBakery, type Site } from './flow/site.ts';
import { chooseFromMenu, signInOnScreen, waitForDialogToClose } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

const people = 30;

/** Whether a press in the middle of what a selector finds would reach it. */
const isReached = (selector: string) => `(() => {
  const element = document.querySelector(${JSON.stringify(selector)});
  const { x, y, width, height } = element.getBoundingClientRect();
  const top = document.elementFromPoint(x + width / 2, y + height / 2);
  return element.contains(top);
})()`;

describe.skipIf(!installedEngines.has('chromium'))('on the admin screens', () => {
  let site: Site;
  let page: ChromiumPage;

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowser()]);
    site = bakery.site;
    const { client } = bakery.owner;
    const roleId = await findRoleId(client, 'partner-manager');
    for (let at = 0; at < people; at += 1) {
      const about = { firstName: 'Maximiliane', lastName: `Oberhuber ${at}` };
      const body = { ...about, username: `person-${at}`, roleId, temporaryPin: true } as const;
      await client.succeed(createUser, { body: { ...body, email: `person-${at}@northgate.example` } });
    }
    page = await openPage(browser, site.url);
    await page.setViewport(1024, 768);
    await signInOnScreen(page, site.url);
    await page.waitForText('Maximiliane Oberhuber 0');
  });

  it('the pencil of a row can be reached at every width', async () => {
    for (const [width, height] of [
      [1024, 768],
      [1100, 768],
      [820, 1180],
      [390, 844],
    ] as const) {
      await page.setViewport(width, height);
      await page.waitUntilStill();
      await page.evaluate(
        `document.querySelector('.fk-icon-button-edit').scrollIntoView({ block: 'center', inline: 'nearest' })`,
      );
      expect(await page.evaluate(isReached('.fk-icon-button-edit')), `at ${width}`).toBe(true);
      const cutOff = `(() => {
        const frame = document.querySelector('.fk-table-frame').getBoundingClientRect();
        const button = document.querySelector('.fk-icon-button-edit').getBoundingClientRect();
        return Math.max(0, button.right - Math.min(frame.right, innerWidth));
      })()`;
      expect(await page.evaluate(cutOff), `cut off at ${width}`).toBe(0);
    }
  });

  it('the places and the menu stay while a long list scrolls', async () => {
    for (const [width, height] of [
      [1024, 768],
      [820, 1180],
      [390, 844],
    ] as const) {
      await page.setViewport(width, height);
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
      await page.waitUntilStill();
      expect(await page.evaluate('scrollY > 0')).toBe(true);
      expect(await page.evaluate(isReached('.fk-welcome')), `the menu at ${width}`).toBe(true);
      const place = '.fk-admin-place[aria-current]';
      expect(await page.evaluate(isReached(place)), `the place at ${width}`).toBe(true);
    }
    await page.setViewport(1024, 768);
    await page.evaluate('scrollTo(0, 0)');
  });

  it('no box has a mark where colours are forced and nothing is selected', async () => {
    await page.raw.emulateMedia({ forcedColors: 'active' });
    expect(await page.evaluate(`document.querySelectorAll('.fk-checkbox-box').length`)).toBeGreaterThan(5);
    expect(await page.evaluate(`document.querySelectorAll('.fk-checkbox-box svg').length`)).toBe(0);
    await page.raw.emulateMedia({ forcedColors: 'none' });
  });

  it('a toast leaves the buttons of a dialog free', async () => {
    // One of the kind that stays.
    await page.raw.route('**/api/account/sign-out', (route) => route.abort());
    await page.goto(`${site.url}/settings/roles`);
    await chooseFromMenu(page, 'Olive Owner', 'Sign out');
    await page.waitForText('You are still signed in');
    for (const [width, height] of [
      [1024, 768],
      [390, 844],
    ] as const) {
      await page.setViewport(width, height);
      await page.clickButton('Create role');
      await page.waitFor(`document.querySelector('[role=dialog] [type=submit]')`);
      await page.waitUntilStill();
      for (const button of ['[role=dialog] .fk-form-actions > button', '[role=dialog] [type=submit]'])
        expect(await page.evaluate(isReached(button)), `${button} at ${width}`).toBe(true);
      await page.press('Escape');
      await waitForDialogToClose(page);
    }
    await page.raw.unroute('**/api/account/sign-out');
  });

  it('the buttons of a long form stand on the screen', async () => {
    await page.setViewport(1024, 768);
    await page.goto(`${site.url}/settings/roles`);
    await page.clickButton('Create role');
    await page.waitFor(`document.querySelector('[role=dialog] [type=submit]')`);
    await page.waitUntilStill();
    expect(await page.evaluate(isReached('[role=dialog] [type=submit]'))).toBe(true);
    await page.press('Escape');
    await waitForDialogToClose(page);
  });

  it('the filters of the audit trail stand in as few lines as they need, whatever is chosen', async () => {
    await page.goto(`${site.url}/settings/audit`);
    await page.select('Kind', 'Offline sign-in locked after wrong PINs');
    for (const width of [1024, 1280, 1920]) {
      await page.setViewport(width, 800);
      await page.waitUntilStill();
      const lines = `getComputedStyle(document.querySelector('.fk-audit-filters')).gridTemplateRows.split(' ').length`;
      expect(await page.evaluate(lines), `at ${width}`).toBeLessThanOrEqual(2);
    }
  });

  it('the time until auto-lock stands beside auto-lock, and says what it is of', async () => {
    await page.goto(`${site.url}/settings/organization`);
    await page.select('Auto-lock', 'Another time…');
    await page.waitFor(
      `[...document.querySelectorAll('label')].some((one) => one.textContent === 'Auto-lock: minutes')`,
    );
    const order = `[...document.querySelectorAll('.fk-field-label')].map((one) => one.textContent)
      .filter((label) => /Auto-lock|Works offline/.test(label))`;
    expect(await page.evaluate(order)).toEqual([
      'Auto-lock',
      'Auto-lock: minutes',
      'Auto-lock: seconds',
      'Works offline for',
    ]);
  });
});
