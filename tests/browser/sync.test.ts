// In step with the server: what an admin changes reaches the tablet by itself, and so does the end of the connection (`npm run bench` says how fast).
import { beforeAll, describe, expect, it } from 'vitest';
import { getUser, type User, updateUser } from '../../src/contract/endpoints/users.ts';
import { addUser, findRoleId, type Member } from '../integration/harness/test-organization.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { dumpEverything } from './flow/kept-data.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import { linkTablet, lock, signInWithPin, waitForHome, waitForPad } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('a linked tablet', () => {
  let site: Site;
  let owner: Member;
  let page: ChromiumPage;
  let ada: User;

  const change = async (changes: { firstName?: string; roleId?: string; state?: 'active' | 'suspended' }) => {
    const params = { userId: ada.id };
    const { revision } = await owner.client.succeed(getUser, { params });
    await owner.client.succeed(updateUser, { params, body: { revision, ...changes } });
  };

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowser()]);
    ({ site, owner } = bakery);
    ada = await addUser(owner.client, 'staff', { pin: pins.ada, firstName: 'Ada', lastName: 'Byron' });
    page = await openPage(browser, site.url);
    await linkTablet(page, site.url, 'Counter 1');
    await signInWithPin(page, pins.ada, 'Ada Byron');
  });

  it('shows a new name and a new role to the one who is signed in', async () => {
    await change({ firstName: 'Augusta' });
    await page.waitForText('Augusta Byron');
    expect(await page.text()).not.toContain('Manager');
    await change({ roleId: await findRoleId(owner.client, 'manager') });
    await page.waitForText('Manager');
    expect(await dumpEverything(page)).toContain('Augusta Byron');
  });

  it('ends the session of somebody who is suspended, and lets them in again once they are back', async () => {
    await change({ state: 'suspended' });
    await page.waitForText('You were signed out');
    expect(await page.text()).not.toContain('Augusta');
    await expect.poll(() => dumpEverything(page)).not.toContain('Augusta');
    await change({ state: 'active' });
    await signInWithPin(page, pins.ada, 'Augusta Byron');
    await lock(page);
  });

  it('takes the PIN of somebody who was just added, and has their name in its store', async () => {
    await addUser(owner.client, 'staff', { pin: pins.cleo, firstName: 'Cleo', lastName: 'Court' });
    await expect.poll(() => dumpEverything(page)).toContain('Cleo Court');
    await signInWithPin(page, pins.cleo, 'Cleo Court');
  });

  it('says that it is offline and since when, at home and on the pad, and comes back by itself', async () => {
    await site.stop();
    await page.waitFor(`/Offline since [0-9]/.test(document.body.innerText)`, { what: 'since when' });
    await waitForHome(page, 'Cleo Court');
    await page.clickButton('Lock');
    await page.waitForText('Sign-in works until');
    await site.start();
    await waitForPad(page);
    await signInWithPin(page, pins.ada, 'Augusta Byron');
  });
});
