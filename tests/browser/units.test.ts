// The screen of units: a tree that grows, moves and shrinks; and that only a unit's people can sign in on its device.
import { beforeAll, describe, expect, it } from 'vitest';
import { listDevices } from '../../src/contract/endpoints/devices.ts';
import { listUnits } from '../../src/contract/endpoints/units.ts';
import { updateUser } from '../../src/contract/endpoints/users.ts';
import { addMember, addUser, type Member } from '../integration/harness/test-organization.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import {
  lock,
  signInOnScreen,
  signInWithPin,
  tapPin,
  waitForDialogToClose,
  waitForPad,
} from './flow/steps.ts';
import { openPage, startBrowserWithoutWorkers } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('the screen of units', () => {
  let site: Site;
  let owner: Member;
  let page: ChromiumPage;

  const save = async (button: string) => {
    await page.clickButton(button);
    await waitForDialogToClose(page);
  };
  const unitNamed = async (name: string) => {
    const { units } = await owner.client.succeed(listUnits, {});
    const unit = units.find((each) => each.name === name);
    if (!unit) throw new Error(`no unit ${name}`);
    return unit;
  };
  const limit = async ({ id, revision }: { id: string; revision: number }, unit: string) => {
    const body = { revision, unitIds: [(await unitNamed(unit)).id] };
    await owner.client.succeed(updateUser, { params: { userId: id }, body });
  };

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowserWithoutWorkers()]);
    ({ site, owner } = bakery);
    page = await openPage(browser, site.url);
    await signInOnScreen(page, site.url);
    await page.clickButton('Units');
    await page.waitForText('No units yet');
  });

  it('grows a tree of site, area and line', async () => {
    await page.clickButton('Add unit');
    await page.fill('Name', 'Harbour');
    await save('Create');
    for (const [name, within] of [
      ['Bakehouse', 'Harbour'],
      ['Oven 1', 'Bakehouse'],
      ['Shop', 'Harbour'],
    ] as const) {
      await page.clickButton(`Add a unit in ${within}`);
      await page.fill('Name', name);
      await save('Create');
      await page.waitForText(name);
    }
    expect((await unitNamed('Oven 1')).parentId).toBe((await unitNamed('Bakehouse')).id);
    await page.clickButton('Close Bakehouse');
    await page.waitForNoText('Oven 1');
    await page.clickButton('Open Bakehouse');
    await page.waitForText('Oven 1');
  });

  it('refuses a name that stands there already, and renames and moves', async () => {
    await page.clickButton('Edit Oven 1');
    await page.fill('Name', 'Shop');
    await page.select('Move to…', 'Harbour');
    await page.clickButton('Save');
    await page.waitForText('Another unit in the same place has this name');
    await page.fill('Name', 'Oven');
    await save('Save');
    expect((await unitNamed('Oven')).parentId).toBe((await unitNamed('Harbour')).id);
    await page.clickButton('Edit Oven');
    await page.select('Move to…', 'Bakehouse');
    await save('Save');
    expect((await unitNamed('Oven')).parentId).toBe((await unitNamed('Bakehouse')).id);
  });

  it('lets only users of a unit and those above it sign in on its device, wherever it is put', async () => {
    const ada = await addUser(owner.client, 'staff', { pin: pins.ada, firstName: 'Ada', lastName: 'Byron' });
    const bela = await addUser(owner.client, 'staff', {
      pin: pins.bela,
      firstName: 'Bela',
      lastName: 'Bartok',
    });
    await limit(ada, 'Bakehouse');
    await limit(bela, 'Shop');
    const tablet = await openPage(await startBrowserWithoutWorkers(), site.url);
    await signInOnScreen(tablet, site.url);
    await tablet.clickButton('Authorized Devices');
    await tablet.clickButton('Authorize Device');
    await tablet.fill('Device name', 'Oven tablet');
    await tablet.select('Unit', 'Oven');
    await tablet.clickButton('Authorize');
    await tablet.waitForText('This device is authorized as “Oven tablet”');
    await tablet.clickButton('Sign out now');
    await signInWithPin(tablet, pins.ada, 'Ada Byron');
    await lock(tablet);
    await tapPin(tablet, pins.bela);
    await tablet.waitForText('Wrong PIN');
    await waitForPad(tablet);
    await page.goto(`${site.url}/settings/devices`);
    await page.clickButton('Edit Oven tablet');
    await page.fill('Device name', 'Till');
    await page.select('Unit', 'Shop');
    await save('Save');
    await signInWithPin(tablet, pins.bela, 'Bela Bartok');
    await tablet.waitForText('Till');
    await lock(tablet);
    const { devices } = await owner.client.succeed(listDevices, {});
    expect(devices[0]?.unit?.name).toBe('Shop');
  });

  it('shows somebody who is limited to a unit that one and its users alone', async () => {
    const admin = await addMember(site.server, owner.client, 'admin');
    await limit(admin.user, 'Bakehouse');
    const limited = await openPage(await startBrowserWithoutWorkers(), site.url);
    await signInOnScreen(limited, site.url, admin.user.email ?? '');
    await limited.waitForText('Ada Byron');
    await limited.waitForNoText('Bela Bartok');
    await limited.clickButton('Units');
    await limited.waitForText('Bakehouse');
    await limited.waitForNoText('Shop');
    await limited.waitForNoText('Harbour');
    await limited.clickButton('Authorized Devices');
    await limited.waitForText('No tablet is authorized yet');
    await limited.waitForNoText('Till');
  });

  it('deletes a unit only with a choice of where its users and devices go', async () => {
    await page.goto(`${site.url}/settings/units`);
    await page.clickButton('Edit Shop');
    await page.clickButton('Delete');
    const within = { within: 'Delete “Shop”?' };
    await page.waitForText('Move its users, devices and units to');
    await page.clickButton('Delete', within);
    await page.waitForText('Choose where they go.');
    await page.select('Move its users, devices and units to', 'No unit');
    await page.clickButton('Delete', within);
    await page.waitForText('would no longer be limited');
    await page.select('Move its users, devices and units to', 'Bakehouse');
    await page.clickButton('Delete', within);
    await waitForDialogToClose(page);
    await page.waitForNoText('Shop');
    // Ada, Bela and the admin.
    expect((await unitNamed('Bakehouse')).userCount).toBe(3);
  });
});
