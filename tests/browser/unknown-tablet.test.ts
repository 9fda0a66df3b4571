// A tablet whose server does not know it: nothing is deleted, people go on signing in, and the right server makes it whole.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request as forward, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listDevices } from '../../src/contract/endpoints/devices.ts';
import { restoreBackup } from '../../src/server/operator/restore-backup.ts';
import { writeBackup } from '../../src/server/operator/write-backup.ts';
import { makeDatabase, makeServer } from '../integration/harness/server-of-file.ts';
import { addUser, type Member, setUpOrganization } from '../integration/harness/test-organization.ts';
import { type TestServer, testSecretKey } from '../integration/harness/test-server.ts';
import type { ChromiumBrowser, ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
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

const soon = { timeout: 30_000 };
const unknown = 'This server doesn’t know this tablet';
const name = 'Counter 1';

/** A proxy that takes away what it does not know, as some do with `Authorization`. */
function startProxy(port: number, behind: number): Promise<Server> {
  const proxy = createServer((asked, answer) => {
    const { authorization: _, ...headers } = asked.headers;
    const { method, url: path } = asked;
    const onward = forward({ host: 'localhost', port: behind, method, path, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  return new Promise((resolve) => proxy.listen(port, 'localhost', () => resolve(proxy)));
}

const rosterScript = `(async () => {
  const ask = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const database = await ask(indexedDB.open('floorkey'));
  const count = (store) => ask(database.transaction(store).objectStore(store).count());
  const counts = { devices: await count('device'), users: await count('users'), unsent: await count('outbox') };
  database.close();
  return counts;
})()`;

describe.skipIf(!installedEngines.has('chromium'))('a tablet that its server does not know', () => {
  let home: string;
  let site: Site;
  let owner: Member;
  let browser: ChromiumBrowser;
  let page: ChromiumPage;
  let earlierBackup: string;
  let port: number;

  const readKept = () => page.evaluate<{ devices: number; users: number; unsent: number }>(rosterScript);
  const signInUnheard = async () => {
    await page.waitForText('Tap your name', soon);
    await page.clickButton('Ada Byron');
    await tapPin(page, pins.ada);
    await waitForHome(page, 'Ada Byron');
    await page.clickButton('Lock');
    await page.waitForText('Tap your name', soon);
  };
  const serve = (databaseUrl: string): Promise<TestServer> =>
    makeServer({ databaseUrl, clock: site.clock, port });
  const readDevice = async () =>
    (await owner.client.succeed(listDevices, {})).devices.find((device) => device.name === name);

  /** It says so, also after a reload, keeps everything, lets people in, and keeps what they did. */
  const expectGoingOn = async () => {
    await page.waitForText(unknown, soon);
    await page.waitForText('Sign-in works until');
    await signInUnheard();
    await page.reload();
    await page.waitForText(unknown, soon);
    await signInUnheard();
    await expect.poll(readKept).toEqual({ devices: 1, users: 1, unsent: 4 });
  };
  const expectWhole = async () => {
    await waitForPad(page);
    expect(await page.text()).not.toContain(unknown);
    await expect.poll(readKept).toEqual({ devices: 1, users: 1, unsent: 0 });
    await signInWithPin(page, pins.ada, 'Ada Byron');
    await lock(page);
    expect(await readDevice()).toMatchObject({ revokedAt: null, queueLength: 0, toReview: 0 });
  };

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'floorkey-test-unknown-'));
    const [bakery, started] = await Promise.all([openBakery(), startBrowser()]);
    ({ site, owner } = bakery);
    browser = started;
    port = Number(new URL(site.url).port);
    await addUser(owner.client, 'staff', { pin: pins.ada, firstName: 'Ada', lastName: 'Byron' });
    earlierBackup = join(home, 'earlier.backup');
    const { context, clock } = site.server;
    await writeBackup(context.database, earlierBackup, { version: '0.1.0', now: clock.now });
    page = await openPage(browser, site.url);
    await linkTablet(page, site.url, name);
    await waitForWorker(page);
    await signInWithPin(page, pins.ada, 'Ada Byron');
    await lock(page);
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  it('since a proxy takes its token away, goes on, and is whole when that ends', async () => {
    const { connectionString } = site.server.context.database;
    await site.stop();
    const behind = await makeServer({ databaseUrl: connectionString, clock: site.clock });
    const proxy = await startProxy(port, Number(new URL(behind.url).port));
    await expectGoingOn();
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
    await behind.stop();
    await site.start();
    await expectWhole();
  });

  it('since that began with an empty data folder, goes on, and is whole with the right one', async () => {
    await site.stop();
    const empty = await serve((await makeDatabase()).url);
    await expectGoingOn();
    await empty.stop();
    await site.start();
    await expectWhole();
  });

  it('since that has another organization’s database, goes on, and is whole with the right one', async () => {
    await site.stop();
    const other = await serve((await makeDatabase()).url);
    await setUpOrganization(other);
    await expectGoingOn();
    await other.stop();
    await site.start();
    await expectWhole();
  });

  it('since an older backup was restored, is linked again under its name, and what it noted is kept', async () => {
    const { url: databaseUrl } = await makeDatabase();
    await restoreBackup({ dataDir: home, databaseUrl, secretKey: testSecretKey }, earlierBackup, {
      now: site.clock.now,
      withoutPins: false,
    });
    await site.stop();
    const restored = await serve(databaseUrl);
    await expectGoingOn();
    await signInOnScreen(page, site.url);
    await page.clickButton('Authorized Devices');
    await page.waitForText(`This server doesn’t know this device. Authorize it again as “${name}”`);
    await page.clickButton('Authorize again');
    await page.waitForText('4 events not sent yet');
    expect(await page.axe()).toEqual([]);
    await page.clickButton('Authorize');
    await page.waitForText(`This device is authorized as “${name}”`);
    await page.clickButton('Sign out now');
    await waitForPad(page);
    await expect.poll(readKept, soon).toEqual({ devices: 1, users: 1, unsent: 0 });
    const { rows } = await restored.context.database.lookUp.execute<{ kind: string; reasons: string[] }>(
      'select kind, reasons from device_events order by sequence',
    );
    expect(rows.map(({ kind }) => kind)).toEqual([
      'signed-in',
      'session-ended',
      'signed-in',
      'session-ended',
    ]);
    // The restored server has not seen those before them; that is all that there is to say.
    expect(new Set(rows.flatMap(({ reasons }) => reasons))).toEqual(new Set(['gap']));
    await signInWithPin(page, pins.ada, 'Ada Byron');
    await lock(page);
  });
});
