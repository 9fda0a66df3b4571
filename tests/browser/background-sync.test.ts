// What a tablet noted goes out by the browser's own Background Sync, too, with no page open.
import { beforeAll, describe, expect, it } from 'vitest';
import { addUser, type Member } from '../integration/harness/test-organization.ts';
import type { ChromiumBrowser, ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import { linkTablet, tapPin, waitForPad, waitForWorker } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('what a tablet noted', () => {
  let site: Site;
  let owner: Member;
  let browser: ChromiumBrowser;
  let page: ChromiumPage;
  const stored = async (): Promise<number> => {
    const { database } = site.server.context;
    const found = await database.inOrganization(owner.session.organization.id, (tx) =>
      tx.query.deviceEvents.findMany(),
    );
    return found.length;
  };

  beforeAll(async () => {
    [{ site, owner }, browser] = await Promise.all([openBakery(), startBrowser()]);
    await addUser(owner.client, 'staff', { pin: pins.ada, firstName: 'Ada', lastName: 'Byron' });
    page = await openPage(browser, site.url);
    await linkTablet(page, site.url, 'Counter 1');
    await waitForWorker(page);
  });

  it('that somebody failed to sign in is sent by Background Sync with no page open', async () => {
    await site.stop();
    await page.waitForText('Tap your name');
    await page.clickButton('Ada Byron');
    await waitForPad(page);
    await tapPin(page, pins.cleo);
    await page.waitForText('left without a connection.');
    const { devtools: worker } = page;
    let registrationId = '';
    worker.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      registrationId =
        registrations.find(({ scopeURL }) => scopeURL === `${site.url}/`)?.registrationId ?? '';
    });
    await worker.send('ServiceWorker.enable');
    await expect.poll(() => registrationId).not.toBe('');
    expect(
      await page.evaluate(
        'navigator.serviceWorker.ready.then(({ sync }) => sync.getTags()).then((tags) => tags.join())',
      ),
    ).toBe('floorkey-sync');
    const helper = await openPage(browser, 'about:blank');
    await helper.devtools.send('ServiceWorker.enable');
    await page.goto('about:blank');
    await site.start();
    await helper.devtools.send('ServiceWorker.dispatchSyncEvent', {
      origin: site.url,
      registrationId,
      tag: 'floorkey-sync',
      lastChance: true,
    });
    await expect.poll(stored).toBe(1);
  });
});
