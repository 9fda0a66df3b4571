// Another PIN length, chosen in the settings while the shop goes on, and another sign-in style.
import { beforeAll, describe, expect, it } from 'vitest';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { addUser } from '../integration/harness/test-organization.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
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

const dots = `document.querySelectorAll('.fk-pin-dot').length`;
const hasOk = `document.querySelector('[data-key="OK"]') !== null`;

describe.skipIf(!installedEngines.has('chromium'))('another policy for PINs', () => {
  let site: Site;
  let tablet: ChromiumPage;
  let admin: ChromiumPage;

  const saveAs = async (label: string, option: string, told: string[]) => {
    await admin.select(label, option);
    await admin.clickButton('Save');
    await admin.waitForText('Change how people sign in?');
    for (const line of told) await admin.waitForText(line);
    await admin.clickButton('Change');
    await admin.waitForText('Settings saved');
  };

  beforeAll(async () => {
    const [bakery, first, second] = await Promise.all([openBakery(), startBrowser(), startBrowser()]);
    site = bakery.site;
    await bakery.owner.client.succeed(updateOrganization, { body: { pinLength: 4 } });
    await addUser(bakery.owner.client, 'staff', { pin: '4829', firstName: 'Ada', lastName: 'Byron' });
    await addUser(bakery.owner.client, 'staff', { pin: '7392', firstName: 'Bela', lastName: 'Bartok' });
    tablet = await openPage(first, site.url);
    admin = await openPage(second, site.url);
    await linkTablet(tablet, site.url, 'Counter 1');
    await signInOnScreen(admin, site.url);
    await admin.clickButton('Organization');
  });

  it('says what it means before anything changes, and can be left', async () => {
    await admin.select('PIN length', '5 digits');
    await admin.waitForText('PINs with fewer than 6 digits can’t be used offline.');
    await admin.select('PIN length', '6 digits');
    await admin.clickButton('Save');
    await admin.waitForText('2 users have a PIN now.');
    await admin.waitForText('2 users choose a new PIN with 6 digits at the next sign-in.');
    await admin.clickButton('Cancel');
    await admin.waitForNoText('Change how people sign in?');
    expect(await tablet.evaluate(dots)).toBe(4);
  });

  it('reaches the pad while it stands there: old PINs and new ones both work', async () => {
    await signInWithPin(tablet, '4829', 'Ada Byron');
    await lock(tablet);
    await saveAs('PIN length', '6 digits', []);
    await tablet.waitFor(`${dots} === 6 && ${hasOk}`, { what: 'a pad for 4 and 6 digits' });
    await tapPin(tablet, '4829');
    await tablet.clickButton('OK');
    await tablet.waitForText('Choose your new PIN');
    await tablet.waitForText('6 digits');
    await tapPin(tablet, '482917');
    await tablet.waitForText('Tap the new PIN again');
    await tapPin(tablet, '482917');
    await waitForHome(tablet, 'Ada Byron');
    await lock(tablet);
    await signInWithPin(tablet, '482917', 'Ada Byron');
    await lock(tablet);
  });

  it('takes "OK" away again once everybody has a PIN of the new length', async () => {
    await tapPin(tablet, '7392');
    await tablet.press('Enter');
    await tablet.waitForText('Tap your new PIN');
    await tapPin(tablet, '739284');
    await tablet.waitForText('Tap the new PIN again');
    await tapPin(tablet, '739284');
    await waitForHome(tablet, 'Bela Bartok');
    await lock(tablet);
    await tablet.waitFor(`${dots} === 6 && !(${hasOk})`, { what: 'a pad for 6 digits' });
  });

  it('brings the names to the tablet, and takes them away again', async () => {
    await saveAs('Sign-in style', 'Name, then PIN', ['People tap their name first']);
    await tablet.waitForText('Tap your name');
    await tablet.clickButton('Ada Byron');
    await signInWithPin(tablet, '482917', 'Ada Byron');
    await tablet.clickButton('Lock');
    await tablet.waitForText('Tap your name');
    await saveAs('Sign-in style', 'PIN only', ['Nobody loses their PIN: all are different.']);
    await waitForPad(tablet);
    await signInWithPin(tablet, '739284', 'Bela Bartok');
  });
});
