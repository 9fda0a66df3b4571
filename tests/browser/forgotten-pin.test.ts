// "Forgot your PIN?": asked at the pad, answered from the list of users and at a tablet, and worth nothing by itself.
import { beforeAll, describe, expect, it } from 'vitest';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import type { User } from '../../src/contract/endpoints/users.ts';
import {
  addUser,
  givePassword,
  type Member,
  testPassword,
} from '../integration/harness/test-organization.ts';
import type { ChromiumBrowser, ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import {
  linkTablet,
  lock,
  signInOnScreen,
  signInWithPin,
  tapPin,
  waitForHome,
  waitForPad,
} from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('a forgotten PIN', () => {
  let site: Site;
  let owner: Member;
  let browser: ChromiumBrowser;
  let page: ChromiumPage;
  let manager: User;

  const askFor = async (name: string) => {
    await page.clickButton('Forgot your PIN?');
    await page.clickButton(name);
    await page.clickButton('Ask for a new PIN');
    await page.waitForText('Request sent');
  };
  const chooseOwn = async (given: string, own: string, name: string) => {
    await waitForPad(page);
    await tapPin(page, given);
    await page.waitForText('Tap your new PIN');
    await tapPin(page, own);
    await page.waitForText('Tap the new PIN again');
    await tapPin(page, own);
    await waitForHome(page, name);
  };

  beforeAll(async () => {
    let started: ChromiumBrowser;
    [{ site, owner }, started] = await Promise.all([openBakery(), startBrowser()]);
    browser = started;
    await addUser(owner.client, 'staff', { pin: pins.ada, firstName: 'Ada', lastName: 'Byron' });
    await addUser(owner.client, 'staff', { pin: pins.bela, firstName: 'Bela', lastName: 'Bartok' });
    manager = await addUser(owner.client, 'manager', {
      pin: pins.cleo,
      firstName: 'Cleo',
      lastName: 'Patra',
    });
    page = await openPage(browser, site.url);
    await linkTablet(page, site.url, 'Counter 1');
  });

  it('is told of at the pad by one’s name, once or twice, and the PIN of now goes on working', async () => {
    await askFor('Ada Byron');
    await page.clickButton('Back to the PIN pad');
    await askFor('Ada Byron');
    await page.clickButton('Back to the PIN pad');
    await signInWithPin(page, pins.ada, 'Ada Byron');
    expect(await page.text()).not.toContain('Forgotten PINs');
    await lock(page);
  });

  it('is answered from the list of users with a temporary PIN, shown once', async () => {
    const admin = await openPage(browser, site.url);
    await signInOnScreen(admin, site.url);
    await admin.waitForText('1 user forgot their PIN');
    await admin.clickButton('Give a new PIN: Ada Byron');
    await admin.waitForText('New PIN for Ada Byron');
    const given = await admin.evaluate<string>(`document.querySelector('.fk-once-text').textContent`);
    await admin.clickButton('Done');
    await admin.waitForNoText('forgot their PIN');
    expect(await admin.text()).not.toContain(given);
    await admin.clickButton('Welcome, Olive Owner');
    await admin.clickButton('Sign out');
    await admin.close();

    await tapPin(page, pins.ada);
    await page.waitForText('Wrong PIN');
    await chooseOwn(given, pins.dora, 'Ada Byron');
    await lock(page);
  });

  it('is answered at a tablet by a manager with their password, which a PIN alone is not', async () => {
    await askFor('Bela Bartok');
    await page.clickButton('Back to the PIN pad');
    await signInWithPin(page, pins.cleo, 'Cleo Patra');
    await page.clickButton('Forgotten PINs (1)');
    await page.waitForText('Bela Bartok');
    await page.clickButton('Give a new PIN');
    await page.fill('Your password', testPassword);
    await page.clickButton('Give a new PIN');
    await page.waitForText('This needs a password, and you have none.');
    await givePassword(site.server, manager.id);
    await page.fill('Your password', 'something else entirely');
    await page.clickButton('Give a new PIN');
    await page.waitForText('The password is wrong. Try again.');
    await page.fill('Your password', testPassword);
    await page.clickButton('Give a new PIN');
    await page.waitForText('New PIN for Bela Bartok');
    const given = await page.evaluate<string>(`document.querySelector('.fk-given-pin').textContent`);
    await page.clickButton('Done');
    await page.waitForText('No more requests.');
    await page.clickButton('Back');
    await waitForHome(page, 'Cleo Patra');
    await page.waitForNoText('Forgotten PINs');
    await lock(page);
    await chooseOwn(given, pins.wrong, 'Bela Bartok');
    await lock(page);
  });

  it('can be dismissed at a tablet', async () => {
    await askFor('Bela Bartok');
    await page.clickButton('Back to the PIN pad');
    await signInWithPin(page, pins.cleo, 'Cleo Patra');
    await page.clickButton('Forgotten PINs (1)');
    await page.clickButton('Dismiss');
    await page.waitForText('No more requests.');
    await page.clickButton('Back');
    await lock(page);
    await signInWithPin(page, pins.wrong, 'Bela Bartok');
    await lock(page);
  });

  it('is asked for by who has tapped their name already, where names come first', async () => {
    await owner.client.succeed(updateOrganization, { body: { signInStyle: 'name-then-pin' } });
    await page.clickButton('Bela Bartok');
    await page.waitForText('Not you?');
    await page.clickButton('Forgot your PIN?');
    await page.clickButton('Ask for a new PIN');
    await page.waitForText('Request sent');
    await page.clickButton('Back to the PIN pad');
    await page.waitForText('Tap your name');
  });
});
