// A person adds a passkey, signs in with it, confirms with it, and removes it.
import { beforeAll, describe, expect, it } from 'vitest';
import { openMailbox } from '../integration/harness/test-mailbox.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { addVirtualAuthenticator, type VirtualAuthenticator } from './engine/virtual-authenticator.ts';
import { ownerEmail } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import { chooseFromMenu, signInOnScreen } from './flow/steps.ts';
import { openPage, startBrowserWithoutWorkers } from './flow/watched-browsers.ts';

const freshMs = 5 * 60_000;

describe.skipIf(!installedEngines.has('chromium'))('a passkey', () => {
  let site: Site;
  let page: ChromiumPage;
  let authenticator: VirtualAuthenticator;

  beforeAll(async () => {
    ({ site } = await openBakery());
    page = await openPage(await startBrowserWithoutWorkers(), site.url);
    authenticator = await addVirtualAuthenticator(page);
    await signInOnScreen(page, site.url);
  });

  const openPasskeys = async () => {
    await page.goto(`${site.url}/account`);
    await page.waitForText('Passkeys');
  };

  it('is added in My User Account, and told of by mail', async () => {
    await openPasskeys();
    await page.waitForText('You have no passkey yet');
    await page.clickButton('Add a passkey');
    await page.waitForText('Passkey added');
    await page.waitForText('Not used yet');
    expect(await authenticator.count()).toBe(1);
    expect(await page.axe()).toEqual([]);
    await openMailbox(site.server).waitForMail(ownerEmail, 'A passkey was added');
  });

  it('is not made twice on one device, which says why', async () => {
    await page.clickButton('Add a passkey');
    await page.waitForText('This device already has a passkey for your account');
    expect(await authenticator.count()).toBe(1);
  });

  it('gets the name that its user gives it', async () => {
    await page.clickButton('Rename Chrome on Linux');
    await page.fill('Name', '');
    await page.clickButton('Save');
    await page.waitForText('Name of the passkey is missing.');
    await page.fill('Name', 'The office computer');
    expect(await page.axe()).toEqual([]);
    await page.clickButton('Save');
    await page.waitForText('The office computer');
    await page.waitForNoText('Rename the passkey');
  });

  it('signs in without address and password, and says so when it could not', async () => {
    await chooseFromMenu(page, 'Olive Owner', 'Sign out');
    await page.waitForUrl('/');
    await page.goto(`${site.url}/sign-in?next=%2Faccount`);
    await authenticator.setVerified(false);
    await page.clickButton('Sign in with a passkey');
    await page.waitForText('No passkey was used');
    expect(await page.axe()).toEqual([]);
    await authenticator.setVerified(true);
    await page.clickButton('Sign in with a passkey');
    await page.waitForUrl('/account');
    await page.waitForText('Last used');
    await page.waitForText('The office computer');
  });

  it('confirms what gives power away, once the last proof is 5 minutes old', async () => {
    await page.goto(`${site.url}/settings/devices`);
    await page.waitForText('Authorize Device');
    site.clock.advance(freshMs);
    await page.clickButton('Authorize Device');
    await page.fill('Device name', 'Counter');
    await page.clickButton('Authorize');
    await page.waitForText('or use a passkey');
    expect(await page.axe()).toEqual([]);
    await authenticator.setVerified(false);
    await page.clickButton('Use a passkey');
    await page.waitForText('No passkey was used');
    await authenticator.setVerified(true);
    await page.clickButton('Use a passkey');
    await page.waitForText('This device is authorized as “Counter”');
  });

  it('is removed, and opens nothing from then on', async () => {
    await openPasskeys();
    // A shared tablet is no place for one.
    await page.waitForText('This is a shared tablet');
    await page.clickButton('Remove', { within: 'The office computer' });
    await page.waitForText('Remove “The office computer”?');
    await page.clickButton('Remove', { within: 'Remove “The office computer”?' });
    await page.waitForText('You have no passkey yet');
    await openMailbox(site.server).waitForMail(ownerEmail, 'A passkey was removed');
    await chooseFromMenu(page, 'Olive Owner', 'Sign out');
    await page.goto(`${site.url}/sign-in`);
    await page.clickButton('Sign in with a passkey');
    await page.waitForText('This passkey doesn’t work here');
  });

  it('is offered to nobody whose browser knows none', async () => {
    const other = await startBrowserWithoutWorkers();
    await other.context.addInitScript({ content: 'delete window.PublicKeyCredential;' });
    const bare = await openPage(other, `${site.url}/sign-in`);
    await bare.waitForText('Forgot password?');
    expect(await bare.text()).not.toContain('passkey');
  });
});
