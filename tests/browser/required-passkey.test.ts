// An organization requires a passkey: who turns it on, the second step of a sign-in, and those who have none yet.
import { beforeAll, describe, expect, it } from 'vitest';
import { addMember, type Member, testPassword } from '../integration/harness/test-organization.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { addVirtualAuthenticator, type VirtualAuthenticator } from './engine/virtual-authenticator.ts';
import { ownerEmail } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import { chooseFromMenu, fillSignIn, signInOnScreen } from './flow/steps.ts';
import { openPage, startBrowserWithoutWorkers } from './flow/watched-browsers.ts';

const freshMs = 5 * 60_000;

describe.skipIf(!installedEngines.has('chromium'))('a required passkey', () => {
  let site: Site;
  let page: ChromiumPage;
  let authenticator: VirtualAuthenticator;
  let managerPage: ChromiumPage;
  let manager: Member & { user: { email: string | null } };
  let another: Member & { user: { email: string | null } };

  const signInManager = (on: ChromiumPage) => signInOnScreen(on, site.url, manager.user.email ?? '');

  beforeAll(async () => {
    const bakery = await openBakery();
    ({ site } = bakery);
    manager = await addMember(site.server, bakery.owner.client, 'manager');
    another = await addMember(site.server, bakery.owner.client, 'manager');
    page = await openPage(await startBrowserWithoutWorkers(), site.url);
    authenticator = await addVirtualAuthenticator(page);
    await signInOnScreen(page, site.url);
    managerPage = await openPage(await startBrowserWithoutWorkers(), site.url);
    await addVirtualAuthenticator(managerPage);
    await signInManager(managerPage);
  });

  const chooseRule = async () => {
    await page.goto(`${site.url}/settings/organization`);
    await page.select('Require a passkey for', 'Roles with power');
  };

  it('is not turned on by one who has none', async () => {
    await chooseRule();
    await page.waitForText('3 users have no passkey yet');
    await page.waitForText('Otherwise you’d lock yourself out.');
    expect(await page.axe()).toEqual([]);
    await page.clickButton('Save');
    await page.waitFor(
      `document.querySelector('.fk-notice-error')?.innerText.includes('of your own first')`,
      {
        what: 'the refusal, in the place of the warning',
      },
    );
    expect((await page.text()).split('lock yourself out')).toHaveLength(2);
    expect(await page.axe()).toEqual([]);
  });

  it('is turned on with one’s own passkey, and no password does instead', async () => {
    await page.goto(`${site.url}/account`);
    await page.clickButton('Add a passkey');
    await page.waitForText('Passkey added');
    site.clock.advance(freshMs);
    await chooseRule();
    await page.waitForText('2 users have no passkey yet and will be asked to add one.');
    await page.clickButton('Save');
    await page.waitForText('Use your passkey once more.');
    expect(await page.axe()).toEqual([]);
    await page.clickButton('Use a passkey');
    await page.waitForText('Settings saved');
  });

  it('is asked for at once of somebody whose screens are open, with the password once more', async () => {
    await managerPage.clickButton('Authorized Devices');
    await managerPage.waitForText('Add a passkey to continue');
    expect(await managerPage.axe()).toEqual([]);
    await managerPage.clickButton('Add a passkey');
    await managerPage.waitForText('Confirm it’s you');
    await managerPage.fill('Password', testPassword);
    await managerPage.clickButton('Confirm');
    await managerPage.waitForText('Authorized Devices');
    await managerPage.waitForNoText('Add a passkey to continue');
  });

  it('is the second step after the password, whatever address is opened', async () => {
    await chooseFromMenu(page, 'Olive Owner', 'Sign out');
    await page.waitForUrl('/');
    await page.goto(`${site.url}/sign-in`);
    await fillSignIn(page, ownerEmail);
    await page.waitForText('Use your passkey');
    expect(await page.axe()).toEqual([]);
    await page.goto(`${site.url}/settings/roles`);
    await page.waitForText('Use your passkey');
    await authenticator.setVerified(false);
    await page.clickButton('Use a passkey');
    await page.waitForText('No passkey was used');
    // A password does not do instead.
    await page.waitForText('Try again, or open Floorkey on the device that has your passkey.');
    await authenticator.setVerified(true);
    await page.clickButton('Use a passkey');
    await page.waitForText('Partner manager');
  });

  it('leads to the list of users where no other screen was asked for', async () => {
    await chooseFromMenu(page, 'Olive Owner', 'Sign out');
    await page.waitForUrl('/');
    await page.goto(`${site.url}/sign-in`);
    await fillSignIn(page, ownerEmail);
    await page.clickButton('Use a passkey');
    await page.waitForUrl('/settings/users');
  });

  it('lets somebody go on whose passkey is added, when only the answer to that is lost', async () => {
    const browser = await startBrowserWithoutWorkers();
    const other = await openPage(browser, site.url);
    await addVirtualAuthenticator(other);
    await other.goto(`${site.url}/sign-in`);
    await fillSignIn(other, another.user.email ?? '');
    await other.waitForText('Add a passkey to continue');
    await browser.context.route('**/api/account/passkeys', async (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      await route.fetch();
      await route.abort();
    });
    await other.clickButton('Add a passkey');
    await other.waitForNoText('Add a passkey to continue');
    await other.waitForUrl('/settings/users');
  });

  it('says what to do in a browser that knows none, and lets its user sign out', async () => {
    const other = await startBrowserWithoutWorkers();
    await other.context.addInitScript({ content: 'delete window.PublicKeyCredential;' });
    const bare = await openPage(other, `${site.url}/sign-in`);
    await fillSignIn(bare, manager.user.email ?? '');
    await bare.waitForText('This browser can’t use passkeys');
    expect(await bare.axe()).toEqual([]);
    await bare.clickButton('Sign out');
    await bare.waitForUrl('/');
  });
});
