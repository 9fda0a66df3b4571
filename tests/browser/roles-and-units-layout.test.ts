// The screens of roles, units and devices in every size, with long names: nothing sideways, nothing too small, nothing for axe.
import { beforeAll, describe, expect, it } from 'vitest';
import { createRole } from '../../src/contract/endpoints/roles.ts';
import { createUnit } from '../../src/contract/endpoints/units.ts';
import { createUser } from '../../src/contract/endpoints/users.ts';
import { TestDevice } from '../integration/harness/test-device.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { openBakery, type Site } from './flow/site.ts';
import { signInOnScreen, waitForDialogToClose } from './flow/steps.ts';
import { openPage, startBrowserWithoutWorkers } from './flow/watched-browsers.ts';

const long = 'W'.repeat(60);
const sizes = [
  [390, 844],
  [820, 1180],
  [1024, 768],
] as const;
const smallTargets = `[...document.querySelectorAll('main :is(button, a), [role=dialog] :is(button, a, label.fk-checkbox)')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height > 0)
  .filter((one) => one.getBoundingClientRect().height < 44 || one.getBoundingClientRect().width < 44)
  .map((one) => one.ariaLabel ?? one.textContent)`;

describe.skipIf(!installedEngines.has('chromium'))('in every size', () => {
  let site: Site;
  let page: ChromiumPage;

  const check = async (screen: string) => {
    for (const [width, height] of sizes) {
      await page.setViewport(width, height);
      await page.waitUntilStill();
      const wide = 'document.documentElement.scrollWidth > innerWidth';
      expect.soft(await page.evaluate(wide), `${screen} scrolls sideways at ${width}`).toBe(false);
      expect.soft(await page.evaluate(smallTargets), `${screen} at ${width}`).toEqual([]);
    }
    expect.soft(await page.axeInLightAndDark(), screen).toEqual([]);
  };

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowserWithoutWorkers()]);
    site = bakery.site;
    const { client } = bakery.owner;
    const role = await client.succeed(createRole, { body: { name: long, permissions: ['tablet:use'] } });
    await client.succeed(createUser, { body: { username: 'ada', roleId: role.id } });
    let parentId: string | null = null;
    for (let level = 0; level < 10; level += 1) {
      const unit: { id: string } = await client.succeed(createUnit, {
        body: { name: level < 2 ? long : `Line ${level}`, parentId },
      });
      parentId = unit.id;
    }
    await (await TestDevice.make(site.url)).authorize(client, long, parentId ?? undefined);
    page = await openPage(browser, site.url);
    await signInOnScreen(page, site.url);
  });

  it('roles, a role and its deletion stand well', async () => {
    await page.clickButton('Roles');
    await page.waitForText(long);
    await check('roles');
    await page.clickButton('Show Admin');
    await page.waitForText('Built-in roles can’t be changed');
    await check('a built-in role');
    await page.press('Escape');
    await waitForDialogToClose(page);
    await page.clickButton(`Edit ${long}`);
    await page.waitForText('Partner users can');
    await check('a role');
    await page.clickButton('Delete');
    await page.waitForText('Their new role');
    await check('deleting a role');
  });

  it('units ten levels deep, a unit and its deletion stand well', async () => {
    await page.goto(`${site.url}/settings/units`);
    await page.waitForText('Line 9');
    await check('units');
    await page.clickButton('Edit Line 8');
    await page.waitForText('Move to…');
    await check('a unit');
    await page.clickButton('Delete');
    await page.waitForText('Move its users, devices and units to');
    await check('deleting a unit');
  });

  it('a device and its unit stand well', async () => {
    await page.goto(`${site.url}/settings/devices`);
    await page.waitForText(long);
    await check('devices');
    await page.clickButton(`Edit ${long}`);
    await page.waitForText('Edit device');
    await check('a device');
  });
});
