// Half an hour of work without the server in each engine: people come and go, and afterwards the server has it all once.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pinSessions } from '../../src/server/database/schema.ts';
import { addUser, type Member } from '../integration/harness/test-organization.ts';
import { type Browser, type EngineName, launchBrowser, type Page } from './engine/engine.ts';
import { describeMissingEngine, installedEngines } from './engine/installed-engines.ts';
import { advancePageClock, movableClockScript } from './flow/page-clock.ts';
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

const engines: EngineName[] = ['chromium', 'webkit', 'firefox'];

describe.each(engines)('in %s', (engine) => {
  if (!installedEngines.has(engine)) {
    it.skip(`was not tried: ${describeMissingEngine(engine).message}`);
    return;
  }
  describe('a shift without the server', () => {
    let site: Site;
    let owner: Member;
    let browser: Browser;
    let page: Page;
    /** What the tablet must have noted, in order: kind and whose. */
    const noted: string[] = [];
    const names = new Map<string, string>();

    beforeAll(async () => {
      [{ site, owner }, browser] = await Promise.all([
        openBakery({ realHashing: true }),
        launchBrowser(engine),
      ]);
      for (const [firstName, pin] of [
        ['Ada', pins.ada],
        ['Bela', pins.bela],
        ['Cleo', pins.cleo],
      ] as const) {
        const { id } = await addUser(owner.client, 'staff', { pin, firstName, lastName: 'Baker' });
        names.set(id, firstName);
      }
      page = await browser.openPage(site.url);
      // WebKitGTK never ends an installation that a navigation comes into.
      await waitForWorker(page);
      await linkTablet(page, site.url, 'Counter 1');
      await signInWithPin(page, pins.ada, 'Ada Baker');
      await lock(page);
      // An end that the server did not hear would be noted, too.
      const { lookUp } = site.server.context.database;
      await vi.waitFor(async () => expect(await lookUp.$count(pinSessions)).toBe(0), 60_000);
    });
    afterAll(async () => {
      await browser?.close();
    });

    const choose = async (name: string) => {
      await page.waitForText('Tap your name');
      await page.clickButton(`${name} Baker`);
      await waitForPad(page);
    };
    const enter = async (name: string, pin: string) => {
      await choose(name);
      await tapPin(page, pin);
      await page.waitFor(`document.querySelector('h1')?.textContent === '${name} Baker'`);
      noted.push(`signed-in ${name}`);
    };
    const leave = async (name: string) => {
      await page.clickButton('Lock');
      await page.waitForText('Tap your name');
      noted.push(`session-ended ${name}`);
    };
    const stored = async () => {
      const found = await site.server.context.database.inOrganization(owner.session.organization.id, (tx) =>
        tx.query.deviceEvents.findMany({ orderBy: (table, { asc }) => asc(table.position) }),
      );
      return found.map(({ sequence, kind, userId, reasons }) =>
        [sequence, kind, names.get(userId ?? ''), ...reasons].join(' '),
      );
    };

    it('lets several users in and out, and wrong PINs in for nobody', async () => {
      await site.stop();
      await enter('Ada', pins.ada);
      await leave('Ada');
      await choose('Bela');
      await tapPin(page, pins.wrong);
      await page.waitForText('4 tries left without a connection.');
      await tapPin(page, pins.ada);
      await page.waitForText('3 tries left without a connection.');
      noted.push('sign-in-failed Bela', 'sign-in-failed Bela');
      await tapPin(page, pins.bela);
      await waitForHome(page, 'Bela Baker');
      noted.push('signed-in Bela');
      await leave('Bela');
    });

    it('opens again after a reload, which ends the session of whoever was signed in', async () => {
      await enter('Cleo', pins.cleo);
      await page.reload();
      noted.push('session-ended Cleo');
      await enter('Ada', pins.ada);
      await leave('Ada');
      await page.reload();
    });

    it('opens again after a restart of the browser', async () => {
      if (browser.canRestart) {
        await browser.restart();
        page = await browser.openPage(site.url);
      }
      await enter('Bela', pins.bela);
      await leave('Bela');
    });

    it('locks itself when nobody touches it', async () => {
      await page.evaluate(`(() => ${movableClockScript})()`);
      await enter('Cleo', pins.cleo);
      await advancePageClock(page, 150_000);
      await page.waitForText('Tap your name');
      noted.push('session-ended Cleo');
    });

    it('tells the server everything once and in order when it is back, and nothing has to be looked at', async () => {
      await site.start();
      const expected = noted.map((line, at) => `${at + 1} ${line}`);
      await expect.poll(stored).toEqual(expected);
      await page.waitForNoText('Offline since');
      await signInWithPin(page, pins.ada, 'Ada Baker');
      await lock(page);
      expect(await stored()).toEqual(expected);
      expect(await page.consoleErrors()).toEqual([]);
    });
  });
});
