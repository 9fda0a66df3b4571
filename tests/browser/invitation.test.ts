// An invitation from end to end: added on the screen, the mail, "Set Your Password", signed in; and an expired link that renews itself.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Mailbox, openMailbox } from '../integration/harness/test-mailbox.ts';
import type { ChromiumBrowser, ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { openBakery, type Site } from './flow/site.ts';
import { addUserOnScreen, fillSignIn, signInOnScreen } from './flow/steps.ts';
import { openPage, startBrowserWithoutWorkers } from './flow/watched-browsers.ts';

const hourMs = 3_600_000;
const password = 'seven green kettles on a shelf';

describe.skipIf(!installedEngines.has('chromium'))('an invitation', () => {
  let site: Site;
  let guests: ChromiumBrowser;
  let admin: ChromiumPage;
  let mailbox: Mailbox;

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowserWithoutWorkers()]);
    ({ site } = bakery);
    guests = await startBrowserWithoutWorkers();
    mailbox = openMailbox(site.server);
    admin = await openPage(browser, site.url);
    await signInOnScreen(admin, site.url);
  });

  const setPassword = async (page: ChromiumPage, first: string, again: string) => {
    await page.fill('New password', first);
    await page.fill('New password again', again);
    await page.clickButton('Set password and sign in');
  };

  it('goes from the admin’s screen by mail to a user who sets a password and is in', async () => {
    const email = 'bela@northgate.example';
    await addUserOnScreen(admin, { username: 'bela', role: 'Manager', firstName: 'Bela', email });
    await admin.waitForText('Invitation not mailed');
    const { link } = await mailbox.waitForMail(email);
    const page = await openPage(guests, link);
    await page.waitForText('Set Your Password');
    await page.waitForText('You’re invited to Northgate Bakery');
    expect(await page.url()).toBe(`${site.url}/invite`);

    await setPassword(page, password, `${password}!`);
    await page.waitForText('The passwords don’t match.');
    await setPassword(page, 'short', 'short');
    await page.waitForText('Use at least 15 characters.');
    await setPassword(page, 'Northgate Bakery', 'Northgate Bakery');
    await page.waitForText('consists of names that others know');
    await setPassword(page, password, password);
    await page.waitForUrl('/settings/users');
    await page.waitForText('Bela');

    // The link is spent, and says where to go on.
    const second = await openPage(guests, link);
    await second.waitForText('This link was used before');
    await second.clickButton('Sign in');
    await second.waitForUrl('/sign-in');
    await fillSignIn(second, email, password);
    await second.waitForUrl('/settings/users');
  });

  it('that has expired says so, and sends a new link on the spot', async () => {
    const email = 'cleo@northgate.example';
    await addUserOnScreen(admin, { username: 'cleo', firstName: 'Cleo', email });
    const { link } = await mailbox.waitForMail(email);
    site.clock.advance(72 * hourMs);
    const page = await openPage(guests, link);
    await page.waitForText('This invitation has expired');
    await page.clickButton('Send me a new link');
    await page.waitForText('A new link is on its way');
    const renewed = await mailbox.waitForMail(email, '', 2);
    expect(renewed.link).not.toBe(link);
    await page.goto(renewed.link);
    // Whoever accepted before is still signed in in this browser.
    await page.clickButton('Sign out and accept');
    await page.waitForText('Set Your Password');
    await setPassword(page, password, password);
    await page.waitForUrl('/account');
  });

  it('without its code asks for the whole link', async () => {
    const page = await openPage(guests, `${site.url}/invite`);
    await page.waitForText('This page needs an invitation link');
  });
});
