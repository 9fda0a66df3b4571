// One's own account on the screen: name, password, address, sessions, and a password that was forgotten.
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { users } from '../../src/server/database/schema.ts';
import { type Mailbox, openMailbox } from '../integration/harness/test-mailbox.ts';
import {
  addUser,
  givePassword,
  type Member,
  openSession,
  testPassword,
} from '../integration/harness/test-organization.ts';
import type { ChromiumBrowser, ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { openBakery, type Site } from './flow/site.ts';
import { chooseFromMenu, fillSignIn } from './flow/steps.ts';
import { openPage, startBrowserWithoutWorkers } from './flow/watched-browsers.ts';

const minute = 60_000;
const newPassword = 'seven quiet umbrellas';
const onItsWay = 'If there is an account with this address, a link is on its way. It works for 10 minutes.';

describe.skipIf(!installedEngines.has('chromium'))('one’s own account', () => {
  let site: Site;
  let owner: Member;
  let mailbox: Mailbox;
  let browser: ChromiumBrowser;
  let page: ChromiumPage;
  let address = 'pia@northgate.example';
  let password = testPassword;

  /** A second place where Pia is signed in. */
  const signInElsewhere = async () => {
    const other = await startBrowserWithoutWorkers();
    const elsewhere = await openPage(other, `${site.url}/sign-in`);
    await fillSignIn(elsewhere, address, password);
    await elsewhere.waitForUrl('/account');
    return elsewhere;
  };
  const panelText = (heading: string) =>
    page.evaluate<string>(
      `[...document.querySelectorAll('section')].find((panel) => panel.querySelector('h2')?.textContent === ${JSON.stringify(heading)})?.innerText ?? ''`,
    );

  beforeAll(async () => {
    const [bakery, chromium] = await Promise.all([openBakery(), startBrowserWithoutWorkers()]);
    ({ site, owner } = bakery);
    browser = chromium;
    mailbox = openMailbox(site.server);
    const person = { firstName: 'Pia', lastName: 'Person', email: address };
    await givePassword(site.server, (await addUser(owner.client, 'staff', person)).id);
    page = await openPage(browser, `${site.url}/sign-in`);
    await fillSignIn(page, address, password);
    await page.waitForUrl('/account');
  });

  it('changes name and language, and greets by the new name at once', async () => {
    await page.fill('Last name', 'Lindqvist');
    await page.select('Language', 'Deutsch');
    await page.clickButton('Save');
    await page.waitForText('Saved');
    await page.waitForText('Pia Lindqvist');
    await page.reload();
    await page.waitForText('Deutsch');
    expect(await page.evaluate(`document.querySelector('input[name=lastName]').value`)).toBe('Lindqvist');
    await page.select('Language', 'English');
    await page.clickButton('Save');
    await page.waitForText('Saved');
  });

  it('changes the password, says what is wrong at its field, and signs out elsewhere', async () => {
    const elsewhere = await signInElsewhere();
    const form = { within: 'Stay signed in elsewhere' };
    await page.fill('Current password', 'not this one, surely');
    await page.fill('New password', newPassword);
    await page.fill('New password again', 'seven quiet umbrella');
    await page.clickButton('Change password', form);
    await page.waitForText('The passwords don’t match.');
    await page.fill('New password again', newPassword);
    await page.clickButton('Change password', form);
    await page.waitForText('The password is wrong');
    await page.fill('Current password', password);
    await page.clickButton('Change password', form);
    await page.waitForText('Password changed');
    await page.waitForText('You were signed out everywhere else');
    password = newPassword;
    await elsewhere.reload();
    await elsewhere.waitForUrl('/sign-in');
    await elsewhere.close();
  });

  it('lists where one is signed in, and signs out elsewhere alone', async () => {
    const elsewhere = await signInElsewhere();
    await page.reload();
    await page.waitForText('You are here');
    expect(await panelText('Where you’re signed in')).toMatch(/Chrome on Linux[\s\S]*Chrome on Linux/);
    await page.clickButton('Sign out', { within: 'Last used' });
    await page.waitForText('Signed out');
    await page.waitFor(`document.querySelectorAll('.fk-session').length === 1`, { what: 'one session' });
    await elsewhere.reload();
    await elsewhere.waitForUrl('/sign-in');
    await elsewhere.close();
    await page.reload();
    await page.waitForText('You are here');
  });

  it('takes a new address once the link in its mail is opened and its button pressed', async () => {
    const from = address;
    const to = 'pia.new@northgate.example';
    await page.fill('New email address', to);
    await page.fill('New email address again', 'pia.old@northgate.example');
    await page.fill('Password', password);
    await page.clickButton('Request Email Change');
    await page.waitForText('The email addresses don’t match.');
    await page.fill('New email address again', to);
    await page.clickButton('Request Email Change');
    await page.waitForText('Open the link we sent to your new address');
    expect(await panelText('Request Email Change')).toContain(to);
    const { link } = await mailbox.waitForMail(to, 'Confirm your new');
    expect((await mailbox.waitForMail(from, 'is about to change')).text).toContain(to);
    const opened = await openPage(await startBrowserWithoutWorkers(), link);
    await opened.waitForText('Use this address');
    expect(await opened.url()).toBe(`${site.url}/confirm-email`);
    // Opening alone does nothing: mail scanners do that, too.
    await page.reload();
    await page.waitForText('Open the link we sent to your new address');
    await opened.clickButton('Use this address');
    await opened.waitForText('Email address changed');
    await opened.close();
    await page.reload();
    await page.waitForText('New email address again');
    await page.waitForText(to);
    address = to;
    for (const recipient of [from, to]) await mailbox.waitForMail(recipient, 'was changed');
  });

  it('keeps the address when the change is stopped by the notice', async () => {
    await page.fill('New email address', 'pia.else@northgate.example');
    await page.fill('New email address again', 'pia.else@northgate.example');
    await page.fill('Password', password);
    await page.clickButton('Request Email Change');
    await page.waitForText('Open the link we sent to your new address');
    const { link } = await mailbox.waitForMail(address, 'is about to change');
    const opened = await openPage(browser, link);
    await opened.waitForText('Stop This Change');
    await opened.clickButton('Stop This Change');
    await opened.waitForText('Change stopped');
    await opened.close();
    const again = await openPage(browser, link);
    await again.clickButton('Stop This Change');
    await again.waitForText('This link was used before');
    await again.close();
    const change = await mailbox.waitForMail('pia.else@northgate.example', 'Confirm your new');
    const late = await openPage(browser, change.link);
    await late.clickButton('Use this address');
    await late.waitForText('This link was used before');
    await late.close();
    await page.reload();
    await page.waitForText('New email address again');
  });

  it('comes back to the old address by the notice, although the change has taken effect', async () => {
    const to = 'thief@elsewhere.example';
    await page.fill('New email address', to);
    await page.fill('New email address again', to);
    await page.fill('Password', password);
    await page.clickButton('Request Email Change');
    await page.waitForText('Open the link we sent to your new address');
    const change = await mailbox.waitForMail(to, 'Confirm your new');
    const notice = await mailbox.waitForMail(address, 'is about to change', 2);
    const opened = await openPage(await startBrowserWithoutWorkers(), change.link);
    await opened.clickButton('Use this address');
    await opened.waitForText('Email address changed');
    await opened.goto(notice.link);
    await opened.clickButton('Stop This Change');
    await opened.waitForText('Your old email address is restored');
    await page.reload();
    await page.waitForUrl('/sign-in');
    const { link } = await mailbox.waitForMail(address, 'Choose a new password');
    await page.goto(link);
    await page.fill('New password', password);
    await page.fill('New password again', password);
    await page.clickButton('Set password and sign in');
    await page.waitForUrl('/account');
    await page.waitForText(address);
    await opened.close();
  });

  it('helps whoever forgot the password, and says the same to everybody', async () => {
    await chooseFromMenu(page, 'Pia Lindqvist', 'Sign out');
    await page.waitForText('This device is not authorized yet');
    await page.goto(`${site.url}/sign-in`);
    await page.clickButton('Forgot password?');
    for (const email of ['nobody@northgate.example', address]) {
      await page.goto(`${site.url}/reset-password`);
      await page.fill('Email address', email);
      await page.clickButton('Send me a link');
      await page.waitForText(onItsWay);
    }
    const { link } = await mailbox.waitForMail(address, 'Choose a new password', 2);
    await page.goto(link);
    await page.waitForText(`For ${address} at Northgate Bakery`);
    expect(await page.url()).toBe(`${site.url}/reset-password`);
    await page.fill('New password', 'NorthgateBakery1');
    await page.fill('New password again', 'NorthgateBakery1');
    await page.clickButton('Set password and sign in');
    await page.waitForText('This password consists of names that others know');
    await page.fill('New password', testPassword);
    await page.fill('New password again', testPassword);
    await page.clickButton('Set password and sign in');
    await page.waitForUrl('/account');
    password = testPassword;
    await mailbox.waitForMail(address, 'Your password for', 2);
    await page.goto('about:blank');
    await page.goto(link);
    await page.waitForText('This link was used before');
    await page.waitForText('Send me a link');
    await page.goto(`${site.url}/account`);
    await page.waitForText('Pia Lindqvist');
  });

  it('offers a new link on the spot when one has expired', async () => {
    await page.goto(`${site.url}/reset-password`);
    await page.fill('Email address', address);
    await page.clickButton('Send me a link');
    await page.waitForText(onItsWay);
    const { link } = await mailbox.waitForMail(address, 'Choose a new password', 3);
    site.clock.advance(10 * minute + 1000);
    await page.goto(link);
    await page.waitForText('This link has expired');
    await page.clickButton('Send me a new link');
    await page.waitForText(onItsWay);
    const newer = await mailbox.waitForMail(address, 'Choose a new password', 4);
    await page.goto(newer.link);
    await page.waitForText('New password again');
  });

  it('shows nothing but “Choose your own password” to whoever got theirs from the system', async () => {
    const email = 'manny@northgate.example';
    const fresh = await openSession(site.server, owner.session);
    const { id } = await addUser(fresh, 'manager', { firstName: 'Manny', lastName: 'Made', email });
    await givePassword(site.server, id);
    await site.server.context.database.inOrganization(owner.session.organization.id, (tx) =>
      tx.update(users).set({ passwordMustChange: true }).where(eq(users.id, id)),
    );
    const made = await openPage(await startBrowserWithoutWorkers(), `${site.url}/sign-in`);
    await fillSignIn(made, email, testPassword);
    await made.waitForText('Choose your own password');
    await made.goto(`${site.url}/settings/users`);
    await made.waitForText('Choose your own password');
    expect(await made.text()).not.toContain('Organization Settings');
    expect(await made.axe()).toEqual([]);
    await made.fill('Current password', testPassword);
    await made.fill('New password', newPassword);
    await made.fill('New password again', newPassword);
    await made.clickButton('Set password');
    await made.waitForText('Pia Lindqvist');
    expect(await made.url()).toBe(`${site.url}/settings/users`);
    await made.close();
  });
});
