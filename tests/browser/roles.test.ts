// The screen of roles: made, copied, changed and deleted; and a change that reaches a signed-in tablet.
import { beforeAll, describe, expect, it } from 'vitest';
import { listRoles } from '../../src/contract/endpoints/roles.ts';
import { createUser } from '../../src/contract/endpoints/users.ts';
import type { Member } from '../integration/harness/test-organization.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import { linkTablet, signInOnScreen, signInWithPin, waitForDialogToClose } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

const arrivalMs = 2_000;

describe.skipIf(!installedEngines.has('chromium'))('the screen of roles', () => {
  let site: Site;
  let owner: Member;
  let page: ChromiumPage;

  const findRole = async (name: string) =>
    (await owner.client.succeed(listRoles, {})).roles.find((role) => role.name === name);
  const save = async (button: string) => {
    await page.clickButton(button);
    await waitForDialogToClose(page);
  };
  const tick = (label: string) =>
    page.raw.getByRole('checkbox', { name: label }).locator('xpath=ancestor::label').click();

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowser()]);
    ({ site, owner } = bakery);
    page = await openPage(browser, site.url);
    await signInOnScreen(page, site.url);
    await page.clickButton('Roles');
    await page.waitForText('Partner manager');
  });

  it('creates a role with the permissions that are ticked, and tells who may have it', async () => {
    await page.clickButton('Create role');
    await page.fill('Name', 'Packer');
    await page.waitForText('Partner users can have this role.');
    await tick('See the authorized devices');
    await page.waitForText('Partner users can’t have this role');
    await save('Create');
    await page.waitForText('Saved the role “Packer”');
    expect(await findRole('Packer')).toMatchObject({ permissions: ['tablet:use', 'devices:read'] });
  });

  it('keeps what was typed when the name is taken, and asks before it is thrown away', async () => {
    await page.clickButton('Create role');
    await page.fill('Name', 'staff');
    await page.clickButton('Create');
    await page.waitForText('Another role has this name');
    await page.press('Escape');
    await page.waitForText('Discard changes?');
    await page.clickButton('Keep editing');
    await page.fill('Name', 'Cleaner');
    await save('Create');
    expect(await findRole('Cleaner')).toBeDefined();
  });

  it('shows a built-in role, and starts a new one from it without the ownership', async () => {
    await page.clickButton('Show Owner');
    await page.waitForText('Built-in roles can’t be changed');
    await page.clickButton('Copy');
    await page.waitForText('Create role');
    expect(await page.raw.getByLabel('Name', { exact: true }).inputValue()).toBe('Copy of Owner');
    await save('Create');
    const copy = await findRole('Copy of Owner');
    expect(copy?.permissions).toHaveLength(14);
    expect(copy?.permissions).not.toContain('organization:own');
  });

  it('shows a signed-in tablet the role of whoever is there within 2 s of its change', async () => {
    const role = await findRole('Packer');
    await owner.client.succeed(createUser, {
      body: { username: 'ada', firstName: 'Ada', lastName: 'Byron', roleId: role?.id ?? '', pin: pins.ada },
    });
    const tablet = await openPage(await startBrowser(), site.url);
    await linkTablet(tablet, site.url, 'Counter');
    await signInWithPin(tablet, pins.ada, 'Ada Byron');
    await tablet.waitForText('Packer');
    await page.reload();
    await page.clickButton('Edit Packer');
    await page.fill('Name', 'Line lead');
    await tick('See the organizational units');
    await tick('See the authorized devices');
    const answered = page.raw.waitForResponse((response) => response.request().method() === 'PATCH');
    await page.clickButton('Save');
    await answered;
    const saved = performance.now();
    await tablet.waitForText('Line lead');
    expect(performance.now() - saved).toBeLessThan(arrivalMs);
    await waitForDialogToClose(page);
  });

  it('deletes a role only with a choice of what its users get', async () => {
    await page.clickButton('Edit Line lead');
    await page.clickButton('Delete');
    await page.waitForText('1 user has this role.');
    await page.clickButton('Delete', { within: 'Delete the role “Line lead”?' });
    await page.waitForText('Choose their new role.');
    await page.select('Their new role', 'Staff');
    await page.clickButton('Delete', { within: 'Delete the role “Line lead”?' });
    await waitForDialogToClose(page);
    await page.waitForText('1 user got another role');
    expect(await findRole('Line lead')).toBeUndefined();
    await page.waitForNoText('Line lead');
  });
});
