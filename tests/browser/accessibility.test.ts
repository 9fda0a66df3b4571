// Every screen in light and dark: axe finds nothing on any of them.
import { glob, readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { listDevices, revokeDevice } from '../../src/contract/endpoints/devices.ts';
import { TestDevice } from '../integration/harness/test-device.ts';
import { addUser, signInAs } from '../integration/harness/test-organization.ts';
import type { ChromiumBrowser, ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { advancePageClock } from './flow/page-clock.ts';
import { ownerEmail, pins } from './flow/people.ts';
import { tickRow } from './flow/people-list.ts';
import { openSite, type Site } from './flow/site.ts';
import {
  authorizeOnScreen,
  setUpOnScreen,
  signInOnScreen,
  signInWithPin,
  tapPin,
  waitForDialogToClose,
  waitForPad,
  waitForWorker,
} from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

it('dark differs from light in colours and shadows alone, so that axe looks at the rest once', async () => {
  const schemes: string[] = [];
  for await (const file of glob('src/app/**/*.{css,ts,tsx}')) {
    const text = await readFile(file, 'utf8');
    schemes.push(...text.split('prefers-color-scheme').slice(1));
  }
  expect(schemes).toHaveLength(1);
  const [dark = ''] = (schemes[0] ?? '').split(/\}\s*\}/);
  const declared = [...dark.matchAll(/([\w-]+): ([^;]+);/g)].map(([, name = '', value = '']) => ({
    name,
    value,
  }));
  expect(declared.length).toBeGreaterThan(20);
  const isColour = /^(#[0-9a-f]{6}$|rgb\(|0 \dpx \dpx rgb\()/;
  expect(declared.filter(({ name, value }) => !name.startsWith('--fk-') || !isColour.test(value))).toEqual(
    [],
  );
});

describe.skipIf(!installedEngines.has('chromium'))('in light and dark', () => {
  let site: Site;
  let browser: ChromiumBrowser;
  let page: ChromiumPage;

  const check = async (screen: string) => {
    expect.soft(await page.axeInLightAndDark(), screen).toEqual([]);
  };

  beforeAll(async () => {
    [site, browser] = await Promise.all([
      openSite(),
      startBrowser({ viewport: { width: 1024, height: 768 } }),
    ]);
    page = await openPage(browser, `${site.url}/`);
    await page.raw.emulateMedia({ reducedMotion: 'reduce' });
  });

  it('axe finds nothing before anybody is signed in', async () => {
    await page.waitForText('This device is not authorized yet');
    await check('unlinked');
    await page.goto(`${site.url}/setup`);
    await page.waitForText('This page needs the set-up link');
    await check('set-up without a link');
    await page.goto(`${site.url}/nowhere`);
    await page.waitForText('Page not found');
    await check('no such page');
    await page.goto(`${site.url}/sign-in`);
    await page.waitForText('Email address');
    await check('sign-in');
    await page.clickButton('Sign in');
    await page.waitFor(`document.querySelector('[aria-invalid=true]')`);
    await check('sign-in with errors');
    await page.clickButton('Forgot password?');
    await page.fill('Email address', 'nobody@northgate.example');
    await page.clickButton('Send me a link');
    await page.waitForText('If there is an account with this address');
    await check('forgot password');
    for (const path of ['confirm-email', 'stop-email-change']) {
      await page.goto(`${site.url}/${path}`);
      await page.waitForText('This page needs a link from an email');
      await check(`${path} without a link`);
      await page.goto(`${site.url}/${path}#code=old`);
      await page.clickButton(path === 'confirm-email' ? 'Use this address' : 'Stop This Change');
      await page.waitForText('This code is not right');
      await check(`${path} with a dead link`);
    }
    await page.goto(`${site.url}/setup#code=${site.server.setupCode}`);
    await page.waitForText('Organization name');
    await check('set-up');
  });

  it('axe finds nothing on the screens of an admin', async () => {
    await setUpOnScreen(page);
    await page.waitForText('Welcome to Floorkey');
    await check('users, alone');
    const { client } = await signInAs(site.server, ownerEmail);
    await addUser(client, 'staff', { pin: pins.ada, firstName: 'Ada', lastName: 'Byron' });
    await addUser(client, 'manager', { firstName: 'Bela', lastName: 'Bartok' });
    const lost = await TestDevice.make(site.url);
    const { id: deviceId } = await lost.authorize(client, 'Lost tablet');
    await client.succeed(revokeDevice, { params: { deviceId }, body: {} });
    await page.reload();
    await page.waitForText('Ada Byron');
    await check('users');
    await tickRow(page, 'Ada Byron');
    await page.waitForText('1 selected');
    await check('users, one selected');
    await page.clickButton('Delete');
    await page.waitForText('Delete Ada Byron?');
    await check('delete');
    await page.clickButton('Cancel');
    await waitForDialogToClose(page);
    await page.clickButton('Edit Bela Bartok');
    await page.clickButton('Give a temporary PIN');
    await page.clickButton('Give PIN');
    await page.waitForText('New PIN for Bela Bartok');
    await check('shown once');
    await page.clickButton('Print card');
    await page.waitForText('1 card, for A4 or Letter paper');
    await check('PIN cards');
    await page.clickButton('Done');
    await page.waitForText('Leave without printing?');
    await check('cards left');
    await page.clickButton('Leave');
    await page.waitForText('Ada Byron');
    await page.clickButton('Welcome, Olive Owner');
    await page.waitForText('Sign out');
    await check('welcome menu');
    await page.press('Escape');
    await page.clickButton('Add user');
    await page.waitForText('Generate PIN');
    await check('add user');
    await page.fill('PIN', '123456');
    await page.clickButton('Create');
    await page.waitForText('Sequences are easy');
    await check('add user with errors');
    await page.press('Escape');
    await page.waitForText('Discard changes?');
    await check('throw away');
    await page.clickButton('Discard');
    await waitForDialogToClose(page);
    await page.clickButton('Edit Ada Byron');
    await page.waitForText('Ways to sign in');
    await check('edit user');
    await page.clickButton('Cancel');
    await waitForDialogToClose(page);

    await page.clickButton('Authorized Devices');
    await page.waitForText('Lost tablet');
    await page.clickButton('Authorize Device');
    await page.waitForText('Device name');
    await check('authorize');
    await page.clickButton('Cancel');
    await authorizeOnScreen(page, 'Counter 1');
    await page.waitForText('Revoke this device');
    await check('devices');
    await page.clickButton('Revoke this device');
    await page.waitForText('Revoke “Counter 1”?');
    await check('revoke');
    await page.clickButton('Cancel');
    await page.clickButton('Organization');
    await page.waitForText('Auto-lock');
    await check('organization');
    await page.clickButton('Audit trail');
    await page.waitForText('Start of the audit trail.');
    await check('audit trail');
    await page.goto(`${site.url}/account`);
    await page.waitForText('Change password');
    await check('account');
    site.clock.advance(301_000);
    await page.goto(`${site.url}/settings/organization`);
    await page.fill('Organization name', 'Northgate Bakery & Co');
    await page.clickButton('Save');
    if (!(await page.text()).includes('Settings saved')) {
      await page.waitFor(`/Confirm it’s you|Settings saved/.test(document.body.innerText)`);
      await check('organization, saving');
      if ((await page.text()).includes('Confirm it’s you')) await page.clickButton('Cancel');
    }
  });

  it('axe finds nothing on the screens of the tablet', async () => {
    await page.reload();
    await page.clickButton('Welcome, Olive Owner');
    await page.clickButton('Sign out');
    await waitForPad(page);
    await check('pad');
    await tapPin(page, '12');
    await check('pad, half typed');
    await page.clickButton('Delete');
    await page.clickButton('Delete');
    await tapPin(page, pins.wrong);
    await page.waitForText('Wrong PIN');
    await check('pad, wrong PIN');
    for (const _ of [2, 3, 4, 5]) {
      await waitForPad(page);
      await tapPin(page, pins.wrong);
      await page.waitForText('Wrong PIN');
    }
    await page.waitForText('Try again in');
    await check('pad, paused');
    site.clock.advance(31_000);
    await advancePageClock(page, 31_000);
    await signInWithPin(page, pins.ada, 'Ada Byron');
    await check('home');
    await advancePageClock(page, 112_000);
    await page.waitForText('Locking in');
    await check('auto-lock');
    await page.clickButton('Lock');
    await waitForPad(page);
    await waitForWorker(page);
    await site.stop();
    await page.waitForText('Offline since');
    await check('pad, offline');
    await site.start();
    await waitForPad(page);
    const { client } = await signInAs(site.server, ownerEmail);
    const { devices } = await client.succeed(listDevices, {});
    const device = devices.find(({ revokedAt }) => revokedAt === null);
    await client.succeed(revokeDevice, { params: { deviceId: device?.id ?? '' }, body: {} });
    await page.waitForText('wiped itself at');
    await check('revoked');
    await signInOnScreen(page, site.url);
  });
});
