// A temporary PIN at the tablet: it opens nothing but the choice of an own one; and a PIN that is changed from home.
import { beforeAll, describe, expect, it } from 'vitest';
import { createUser } from '../../src/contract/endpoints/users.ts';
import { findRoleId, type Member } from '../integration/harness/test-organization.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import {
  linkTablet,
  lock,
  signInWithPin,
  tapPin,
  waitForHome,
  waitForPad,
  waitForWorker,
} from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('a PIN of one’s own', () => {
  let site: Site;
  let owner: Member;
  let page: ChromiumPage;
  let temporary: string;

  const addWithTemporaryPin = async (firstName: string) => {
    const roleId = await findRoleId(owner.client, 'staff');
    const body = { username: firstName, firstName, lastName: 'Byron', roleId, temporaryPin: true as const };
    const { shownOnce } = await owner.client.succeed(createUser, { body });
    return shownOnce.pin ?? '';
  };
  const tapAt = async (prompt: string, pin: string) => {
    await page.waitForText(prompt);
    await waitForPad(page);
    await tapPin(page, pin);
  };

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowser()]);
    ({ site, owner } = bakery);
    temporary = await addWithTemporaryPin('Ada');
    page = await openPage(browser, site.url);
    await linkTablet(page, site.url, 'Counter 1');
  });

  it('is asked for after a temporary one, with nothing else to go to', async () => {
    await tapAt('Tap your PIN', temporary);
    await page.waitForText('Choose your new PIN');
    await page.waitForText('Ada Byron');
    expect(await page.text()).not.toContain('Change PIN');
    expect(await page.text()).not.toContain('Cancel');
    await page.clickButton('Lock');
    await tapAt('Tap your PIN', temporary);
    await page.waitForText('Choose your new PIN');
  });

  it('may not be easy to guess, nor the temporary one, and is tapped twice the same', async () => {
    await tapAt('Tap your new PIN', '123456');
    await page.waitForText('Too easy to guess');
    await page.waitForText('Sequences are easy');
    await tapAt('Too easy to guess', temporary);
    await tapAt('Tap the new PIN again', temporary);
    await page.waitForText('This is your current PIN');
    await tapAt('Choose another PIN', pins.ada);
    await tapAt('Tap the new PIN again', pins.bela);
    await page.waitForText('PINs don’t match');
    await tapAt('PINs don’t match', pins.ada);
    await tapAt('Tap the new PIN again', pins.ada);
    await waitForHome(page, 'Ada Byron');
    await page.waitForText('PIN changed');
  });

  it('works from then on, and the temporary one no longer', async () => {
    await lock(page);
    await tapPin(page, temporary);
    await page.waitForText('Wrong PIN');
    await signInWithPin(page, pins.ada, 'Ada Byron');
    expect(await page.text()).not.toContain('Choose your new PIN');
  });

  it('is changed from home after the one that one has', async () => {
    await page.clickButton('Change PIN');
    await tapAt('Enter your current PIN', pins.wrong);
    await tapAt('Wrong PIN', pins.ada);
    await tapAt('Tap your new PIN', pins.cleo);
    await tapAt('Tap the new PIN again', pins.cleo);
    await waitForHome(page, 'Ada Byron');
    await lock(page);
    await tapPin(page, pins.ada);
    await page.waitForText('Wrong PIN');
    await signInWithPin(page, pins.cleo, 'Ada Byron');
  });

  it('can’t be one that somebody else has', async () => {
    const second = await addWithTemporaryPin('Bela');
    await lock(page);
    await tapAt('Tap your PIN', second);
    await tapAt('Tap your new PIN', pins.cleo);
    await tapAt('Tap the new PIN again', pins.cleo);
    await page.waitForText('Choose another PIN');
    await page.waitForText('Choose another PIN, or generate one.');
    await tapAt('Choose another PIN', pins.dora);
    await tapAt('Tap the new PIN again', pins.dora);
    await waitForHome(page, 'Bela Byron');
  });

  it('can be generated, is shown once, and is entered to confirm it', async () => {
    const third = await addWithTemporaryPin('Cleo');
    await lock(page);
    await tapAt('Tap your PIN', third);
    await page.clickButton('Generate PIN');
    await page.waitForText('Your new PIN is');
    const made = String(await page.evaluate(`document.querySelector('.fk-own-pin-made').innerText`));
    await tapAt('Tap the PIN shown here', pins.wrong);
    await tapAt('PINs don’t match', made);
    await waitForHome(page, 'Cleo Byron');
    await lock(page);
    await signInWithPin(page, made, 'Cleo Byron');
    await lock(page);
    await signInWithPin(page, pins.dora, 'Bela Byron');
  });

  it('waits for the server, and the screen opens without it', async () => {
    await waitForWorker(page);
    await page.reload();
    await signInWithPin(page, pins.dora, 'Bela Byron');
    await site.stop();
    await page.clickButton('Change PIN');
    await page.waitForText('You can change your PIN when the connection is back.');
    await site.start();
    await tapAt('Enter your current PIN', pins.dora);
    await page.clickButton('Cancel');
    await waitForHome(page, 'Bela Byron');
  });
});
