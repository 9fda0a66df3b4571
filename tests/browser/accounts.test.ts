// Accounts on the screen: the set-up link, signing in and out, the welcome menu, and the password that is asked for once more.
import { beforeAll, describe, expect, it } from 'vitest';
import { addUser, givePassword, signInAs, testPassword } from '../integration/harness/test-organization.ts';
import type { ChromiumBrowser, ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { ownerEmail } from './flow/people.ts';
import { openSite, type Site } from './flow/site.ts';
import {
  chooseFromMenu,
  fillSignIn,
  fillUser,
  setUpOnScreen,
  signInOnScreen,
  waitForDialogToClose,
} from './flow/steps.ts';
import { openPage, startBrowserWithoutWorkers } from './flow/watched-browsers.ts';

const minute = 60_000;

describe.skipIf(!installedEngines.has('chromium'))('accounts', () => {
  let site: Site;
  let browser: ChromiumBrowser;
  let page: ChromiumPage;

  const listMenu = async (name: string) => {
    await page.clickButton(`Welcome, ${name}`);
    const items = await page.evaluate<string[]>(
      `[...document.querySelectorAll('[role=menuitem]')].map((item) => item.textContent)`,
    );
    await page.press('Escape');
    return items;
  };

  beforeAll(async () => {
    [site, browser] = await Promise.all([openSite(), startBrowserWithoutWorkers()]);
    page = await openPage(browser, `${site.url}/setup`);
  });

  it('sets nothing up without the code of the link, and says where it is', async () => {
    await page.waitForText('This page needs the set-up link');
    await page.goto(`${site.url}/setup#code=wrong`);
    await page.waitForText('This set-up link doesn’t work');
    expect(await page.text()).not.toContain('Organization name');
  });

  it('creates the organization by the link, once, and takes the code out of the address', async () => {
    const link = `${site.url}/setup#code=${site.server.setupCode}`;
    page = await openPage(browser, link);
    await page.waitForText('Create your organization');
    expect(await page.url()).toBe(`${site.url}/setup`);
    await setUpOnScreen(page);
    await page.waitForText('Welcome to Floorkey, Olive');
    const second = await openPage(browser, link);
    await second.waitForText('This server is already set up');
    await second.close();
  });

  it('keeps what is typed when something in the set-up form is wrong', async () => {
    const empty = await openSite();
    const other = await openPage(browser, `${empty.url}/setup#code=${empty.server.setupCode}`);
    await other.fill('Organization name', 'Harbour Mill');
    await other.fill('Email address', 'nobody');
    await other.fill('Password', 'short');
    await other.clickButton('Create organization');
    await other.waitForText('This is not an email address.');
    await other.waitForText('Use at least 15 characters.');
    await other.waitForText('First name is missing.');
    const values = `[...document.querySelectorAll('input')].map(({ value }) => value)`;
    expect(await other.evaluate(values)).toEqual(['Harbour Mill', '', '', 'nobody', 'short']);
    await other.close();
  });

  it('leads from the welcome menu to the account, to the settings, and out', async () => {
    expect(await listMenu('Olive Owner')).toEqual([
      'My User Account',
      'Organization Settings',
      'Help',
      'Sign out',
    ]);
    await chooseFromMenu(page, 'Olive Owner', 'My User Account');
    await page.waitForUrl('/account');
    await page.waitForText(ownerEmail);
    await chooseFromMenu(page, 'Olive Owner', 'Organization Settings');
    await page.waitForUrl('/settings/users');
    await chooseFromMenu(page, 'Olive Owner', 'Sign out');
    await page.waitForUrl('/');
    await page.waitForText('This device is not authorized yet');
    expect(await page.text()).not.toContain('Olive');
    expect((await browser.context.cookies()).filter(({ name }) => name.includes('floorkey'))).toEqual([]);
    await page.raw.goBack();
    await page.waitForText('Sign in');
    expect(await page.text()).not.toContain('Olive');
  });

  it('says the same for a wrong password and a wrong address, and keeps the address', async () => {
    for (const email of [ownerEmail, 'nobody@northgate.example']) {
      await page.goto(`${site.url}/sign-in`);
      await fillSignIn(page, email, 'this is not the password');
      await page.waitForText('The email address or password is wrong');
      expect(await page.evaluate(`document.querySelector('input[type=email]').value`)).toBe(email);
    }
  });

  it('goes on where it was interrupted by a sign-in', async () => {
    await page.goto(`${site.url}/settings/devices`);
    await page.waitForText('Sign in to see that page');
    await fillSignIn(page);
    await page.waitForUrl('/settings/devices');
    await page.waitForText('No tablet is authorized yet');
  });

  it('opens no settings to somebody whose role has none', async () => {
    const { client } = await signInAs(site.server, ownerEmail);
    const email = 'sam@northgate.example';
    const { id } = await addUser(client, 'staff', { firstName: 'Sam', lastName: 'Staff', email });
    await givePassword(site.server, id);
    await chooseFromMenu(page, 'Olive Owner', 'Sign out');
    await page.waitForText('This device is not authorized yet');
    await page.goto(`${site.url}/sign-in`);
    await fillSignIn(page, email);
    await page.waitForUrl('/account');
    expect(await listMenu('Sam Staff')).toEqual(['My User Account', 'Help', 'Sign out']);
    await page.goto(`${site.url}/settings/users`);
    await page.waitForText('You can’t open this page');
    await chooseFromMenu(page, 'Sam Staff', 'Sign out');
    await page.waitForText('This device is not authorized yet');
  });

  it('asks for the password again after five minutes, and then does what was interrupted', async () => {
    await signInOnScreen(page, site.url);
    site.clock.advance(5 * minute + 1000);
    await page.clickButton('Add user');
    await fillUser(page, { username: 'late', firstName: 'Late', lastName: 'Addition' });
    await page.clickButton('Create');
    await page.waitForText('Confirm it’s you');
    await page.clickButton('Cancel');
    await page.waitForNoText('Confirm it’s you');
    expect(await page.evaluate(`document.querySelector('input[name=username]').value`)).toBe('late');
    await page.clickButton('Create');
    await page.waitForText('Confirm it’s you');
    await page.fill('Password', 'this is not the password');
    await page.clickButton('Confirm');
    await page.waitForText('The password is wrong');
    await page.fill('Password', testPassword);
    await page.clickButton('Confirm');
    await waitForDialogToClose(page);
    await page.waitForText('Added Late Addition');
  });
});
