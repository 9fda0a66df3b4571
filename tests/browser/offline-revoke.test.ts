// A tablet that is revoked while nobody hears it: it comes back, sends what it noted, says so, and is empty.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Device, listDevices } from '../../src/contract/endpoints/devices.ts';
import { listUsers } from '../../src/contract/endpoints/users.ts';
import { addUser, type Member } from '../integration/harness/test-organization.ts';
import type { ChromiumBrowser, ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { nothingKept, readKept } from './flow/kept-data.ts';
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
  waitForWorker,
} from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

const says = (page: ChromiumPage, pattern: RegExp, what: string, timeout = 30_000) =>
  page.waitFor(`${pattern}.test(document.body.innerText.replace(/\\s+/g, ' '))`, { what, timeout });

describe.skipIf(!installedEngines.has('chromium'))('a tablet that is revoked while it is offline', () => {
  let site: Site;
  let owner: Member;
  let browser: ChromiumBrowser;
  let page: ChromiumPage;
  let admin: ChromiumPage;

  beforeAll(async () => {
    const [bakery, tablet, office] = await Promise.all([openBakery(), startBrowser(), startBrowser()]);
    ({ site, owner } = bakery);
    browser = tablet;
    await addUser(owner.client, 'staff', { pin: pins.ada, firstName: 'Ada', lastName: 'Byron' });
    await addUser(owner.client, 'staff', { pin: pins.cleo, firstName: 'Cleo', lastName: 'Court' });
    page = await openPage(browser, site.url);
    await linkTablet(page, site.url, 'Counter 1');
    await waitForWorker(page);
    await signInWithPin(page, pins.ada, 'Ada Byron');
    await lock(page);
    admin = await openPage(office, site.url);
    await signInOnScreen(admin, site.url);
  });

  const findDevice = async (): Promise<Device> => {
    const [device] = (await owner.client.succeed(listDevices, {})).devices;
    if (!device) throw new Error('there is no device');
    return device;
  };
  const stored = () =>
    site.server.context.database.inOrganization(owner.session.organization.id, (tx) =>
      tx.query.deviceEvents.findMany({ orderBy: (table, { asc }) => asc(table.sequence) }),
    );

  it('goes on without its server, and keeps what users do', async () => {
    await browser.setOffline(true);
    await page.evaluate(`dispatchEvent(new Event('offline'))`);
    await page.waitForText('Tap your name');
    for (const [name, pin] of [
      ['Ada Byron', pins.ada],
      ['Cleo Court', pins.cleo],
    ] as const) {
      await page.clickButton(name);
      await waitForPad(page);
      await tapPin(page, pin);
      await waitForHome(page, name);
      await page.clickButton('Lock');
      await page.waitForText('Tap your name');
    }
    expect(await stored()).toEqual([]);
  });

  it('says how many are asked for a new PIN, and by when the tablet stops', async () => {
    await admin.clickButton('Authorized Devices');
    await admin.clickButton('Revoke Counter 1');
    await admin.waitForText('2 users could sign in offline on it and will be asked for a new PIN');
    await admin.clickButton('Revoke', { within: 'It locks within a second' });
    await says(
      admin,
      /revoked [0-9:]+.* · not seen since [0-9:]+.* · stops working offline at [0-9:]+( [AP]M)? tomorrow/,
      'when it was revoked, last seen and stops',
    );
    const { users } = await owner.client.succeed(listUsers, { query: {} });
    const asked = users
      .filter(({ pinChange }) => pinChange === 'device-revoked')
      .map(({ firstName }) => firstName);
    expect(asked.toSorted()).toEqual(['Ada', 'Cleo']);
    expect((await findDevice()).wipedAt).toBeNull();
  });

  it('sends what it noted as soon as it is heard again, then its receipt, and is empty', async () => {
    await browser.setOffline(false);
    await page.evaluate(`dispatchEvent(new Event('online'))`);
    await page.waitForText('This device was revoked');
    await expect.poll(async () => (await findDevice()).wipedAt).not.toBeNull();
    const events = await stored();
    expect(events.map(({ kind, reasons }) => [kind, ...reasons].join(' '))).toEqual([
      // Nothing that a revoked tablet sends is judged.
      'signed-in not-checked',
      'session-ended not-checked',
      'signed-in not-checked',
      'session-ended not-checked',
    ]);
    const { wipedAt, eventsReceived } = await findDevice();
    expect(eventsReceived).toBe(4);
    // The receipt is the last word: nothing was left behind.
    for (const { receivedAt } of events) expect(receivedAt.toISOString() <= String(wipedAt)).toBe(true);
    await page.waitForText('wiped itself at');
    expect(await readKept(page)).toEqual(nothingKept);
    await says(admin, /revoked [0-9:]+.* · wiped [0-9:]+.* · 4 events received/, 'that it is wiped');
  });
});
