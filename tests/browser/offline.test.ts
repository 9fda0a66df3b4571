// The shop goes on while its server is away: people sign in at the pad, and the server hears of it afterwards.
import { beforeAll, describe, expect, it } from 'vitest';
import { addUser, type Member } from '../integration/harness/test-organization.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { dumpEverything } from './flow/kept-data.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import { linkTablet, signInWithPin, tapPin, waitForHome, waitForPad, waitForWorker } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('a tablet without its server', () => {
  let site: Site;
  let owner: Member;
  let page: ChromiumPage;

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowser()]);
    ({ site, owner } = bakery);
    await addUser(owner.client, 'staff', { pin: pins.ada, firstName: 'Ada', lastName: 'Byron' });
    await addUser(owner.client, 'staff', { pin: pins.cleo, firstName: 'Cleo', lastName: 'Court' });
    await addUser(owner.client, 'admin', { pin: pins.dora, firstName: 'Grace', lastName: 'Hopper' });
    page = await openPage(browser, site.url);
    await linkTablet(page, site.url, 'Counter 1');
    await waitForWorker(page);
    await signInWithPin(page, pins.ada, 'Ada Byron');
    await page.clickButton('Lock');
    await waitForPad(page);
  });

  const stored = async (): Promise<string[]> => {
    const { database } = site.server.context;
    const found = await database.inOrganization(owner.session.organization.id, (tx) =>
      tx.query.deviceEvents.findMany({ orderBy: (table, { asc }) => asc(table.sequence) }),
    );
    return found.map(({ kind, reasons }) => [kind, ...reasons].join(' '));
  };

  it('asks for the name first, says until when it goes, and lets nobody in who may not', async () => {
    await expect.poll(() => dumpEverything(page)).toContain('Grace Hopper');
    await site.stop();
    await page.waitForText('Tap your name');
    await page.waitFor(`/Offline since .*[0-9]/s.test(document.body.innerText)`, { what: 'since when' });
    await page.waitForText('Sign-in works until');
    const names = `[...document.querySelectorAll('.fk-name-list button')].map((one) => one.textContent + one.disabled).join()`;
    expect(await page.evaluate(names)).toBe('Ada Byronfalse,Cleo Courtfalse,Grace Hoppertrue');
  });

  it('lets somebody in with their own PIN only', async () => {
    await page.clickButton('Ada Byron');
    await waitForPad(page);
    await tapPin(page, pins.cleo);
    await page.waitForText('4 tries left without a connection.');
    await tapPin(page, pins.ada);
    await waitForHome(page, 'Ada Byron');
    await page.waitForText('Signed in offline');
    expect(await page.text()).not.toContain('Change PIN');
  });

  it('opens again after a reload, and keeps what happened', async () => {
    await page.reload();
    await page.waitForText('Tap your name');
    await page.clickButton('Cleo Court');
    await waitForPad(page);
    await tapPin(page, pins.cleo);
    await waitForHome(page, 'Cleo Court');
    const kept = await dumpEverything(page);
    expect(kept).not.toContain(pins.ada);
    expect(kept).not.toContain(pins.cleo);
  });

  it('changes nothing for the one who is signed in when the server is back, and tells it everything once', async () => {
    await site.start();
    await expect.poll(stored).toEqual(['sign-in-failed', 'signed-in', 'session-ended', 'signed-in']);
    await waitForHome(page, 'Cleo Court');
    await page.clickButton('Lock');
    await waitForPad(page);
    await expect.poll(async () => (await stored()).at(-1)).toBe('session-ended');
    await signInWithPin(page, pins.ada, 'Ada Byron');
    await page.clickButton('Lock');
    await waitForPad(page);
  });

  it('takes no PIN any more once its lease is over, and forgets who may sign in', async () => {
    await site.stop();
    await page.waitForText('Tap your name');
    await page.evaluate(`(() => {
      const real = Date.now;
      Date.now = () => real() + 25 * 3600 * 1000;
      dispatchEvent(new Event('offline'));
    })()`);
    await page.waitForText('offline for too long');
    await expect.poll(() => dumpEverything(page)).not.toContain('Ada Byron');
    await site.start();
  });
});
