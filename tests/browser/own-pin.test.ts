// One's own PIN in My User Account: set with the password, changed with the PIN, and a tablet's session ended from the list.
import { describe, expect, it } from 'vitest';
import { TestDevice } from '../integration/harness/test-device.ts';
import { addUser, givePassword, testPassword } from '../integration/harness/test-organization.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { pins } from './flow/people.ts';
import { openBakery } from './flow/site.ts';
import { fillSignIn } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('one’s own PIN', () => {
  it('is set with the password, changed with itself, and signs in on a tablet until it is signed out there', async () => {
    const [{ site, owner }, browser] = await Promise.all([openBakery(), startBrowser()]);
    const email = 'pia@northgate.example';
    const person = await addUser(owner.client, 'staff', { firstName: 'Pia', lastName: 'Person', email });
    await givePassword(site.server, person.id);
    const tablet = await TestDevice.make(site.url);
    await tablet.authorize(owner.client, 'Front desk');
    const page = await openPage(browser, `${site.url}/sign-in`);
    await fillSignIn(page, email, testPassword);
    await page.waitForUrl('/account');

    await page.fill('Your password', testPassword);
    await page.fill('New PIN', '123456');
    await page.fill('New PIN again', '123456');
    await page.clickButton('Set PIN');
    await page.waitForText('Sequences are easy to guess');
    await page.fill('New PIN', pins.ada);
    await page.fill('New PIN again', pins.bela);
    await page.clickButton('Set PIN');
    await page.waitForText('The PINs don’t match');
    await page.fill('New PIN again', pins.ada);
    await page.clickButton('Set PIN');
    await page.waitForText('PIN changed');
    expect((await tablet.signInWithPin(pins.ada)).status).toBe(200);

    await page.fill('Current PIN', pins.wrong);
    await page.fill('New PIN', pins.bela);
    await page.fill('New PIN again', pins.bela);
    await page.clickButton('Change PIN');
    await page.waitForText('is not right');
    await page.fill('Current PIN', pins.ada);
    await page.clickButton('Change PIN');
    await page.waitForText('PIN changed');
    expect((await tablet.signInWithPin(pins.ada)).status).toBe(401);
    expect((await tablet.signInWithPin(pins.bela)).status).toBe(200);

    await page.reload();
    await page.waitForText('Front desk');
    await page.clickButton('Sign out', { within: 'Front desk' });
    await page.waitForText('Signed out');
    await page.waitFor(`document.querySelectorAll('.fk-session').length === 1`, { what: 'one session' });
  });
});
