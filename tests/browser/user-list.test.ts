// The list of people: filters, order and pages that the address keeps, and what is done with many at once.
import { beforeAll, describe, expect, it } from 'vitest';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { listUsers } from '../../src/contract/endpoints/users.ts';
import {
  addMember,
  addUnit,
  addUser,
  limitToUnits,
  type Member,
} from '../integration/harness/test-organization.ts';
import { addPartner } from '../integration/harness/test-partner.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { dumpEverything } from './flow/kept-data.ts';
import { pins } from './flow/people.ts';
import { readNames, tickRow, waitForNames } from './flow/people-list.ts';
import { openBakery, type Site } from './flow/site.ts';
import { signInOnScreen, waitForDialogToClose } from './flow/steps.ts';
import { openPage, startBrowserWithoutWorkers } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('the list of people', () => {
  let site: Site;
  let owner: Member;
  let page: ChromiumPage;
  let member: Member & { user: { name: string } };

  const everybody = () => ['Ada Byron', 'Bela Bartok', 'Cleo Clark', 'Olive Owner', member.user.name];
  const openList = async (address = '') => {
    await page.goto(`${site.url}/settings/users${address}`);
    await page.waitForText('Last sign-in');
  };
  const readSort = (column: string) =>
    page.evaluate<string | null>(
      `[...document.querySelectorAll('[role=columnheader]')].find((one) => one.textContent.startsWith('${column}')).getAttribute('aria-sort')`,
    );
  /** Sheets of paper for so many cards, made out of those that stand there. */
  const countSheets = async (format: string, cards: number) => {
    await page.evaluate(`(() => {
      const list = document.querySelector('.fk-pin-cards');
      while (list.children.length < ${cards}) list.append(list.firstChild.cloneNode(true));
      while (list.children.length > ${cards}) list.lastChild.remove();
    })()`);
    const pdf = await page.raw.pdf({ format });
    return pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length;
  };
  const waitForNoSelection = () =>
    page.waitFor(`!document.querySelector('[aria-label="Selected users"]')`, {
      what: 'nobody to be selected',
    });
  const count = async () => (await owner.client.succeed(listUsers, { query: {} })).total;

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowserWithoutWorkers()]);
    ({ site, owner } = bakery);
    const { client, session } = owner;
    const ada = await addUser(client, 'manager', { firstName: 'Ada', lastName: 'Byron', pin: pins.ada });
    await addUser(client, 'staff', {
      firstName: 'Bela',
      lastName: 'Bartok',
      email: 'bela@northgate.example',
    });
    await addUser(client, 'staff', { firstName: 'Cleo', lastName: 'Clark', pin: pins.cleo });
    member = await addMember(site.server, client, 'admin');
    const unitId = await addUnit(site.server, session.organization.id, 'Oven hall');
    await limitToUnits(site.server, session.organization.id, ada.id, [unitId]);
    await addPartner(client, 'Hall & Sons');
    page = await openPage(browser, site.url);
    await signInOnScreen(page, site.url);
    await page.waitForText('5 users');
  });

  it('is narrowed by role, state, unit and partner, and the address keeps that through reload and back', async () => {
    await page.select('Role', 'Staff');
    await waitForNames(page, ['Bela Bartok', 'Cleo Clark']);
    await page.select('State', 'Invited');
    await waitForNames(page, ['Bela Bartok']);
    expect(await page.url()).toMatch(/\/settings\/users\?role=[0-9a-f-]{36}&state=invited$/);
    await page.reload();
    await waitForNames(page, ['Bela Bartok']);
    await page.waitForText('1 user');
    await page.evaluate('history.back()');
    await waitForNames(page, ['Bela Bartok', 'Cleo Clark']);
    await page.clickButton('Clear filters');
    await waitForNames(page, everybody());
    await page.select('Unit', 'Oven hall');
    await waitForNames(page, ['Ada Byron']);
    await page.waitForText('Oven hall');
    await page.fill('Search users', 'cleo');
    await page.waitForText('No users match');
    await page.clickButton('Show all users');
    await waitForNames(page, everybody());
    await page.select('Partner', 'No partner');
    await page.waitForUrl('/settings/users?partner=none');
    await waitForNames(page, everybody());
    await page.select('Partner', 'Hall & Sons');
    await page.waitForText('Change or clear the filters.');
    await page.clickButton('Show all users');
    await waitForNames(page, everybody());
    await page.waitForUrl('/settings/users');
  });

  it('is sorted by the heads of its columns, which say how', async () => {
    expect(await readSort('Name')).toBe('ascending');
    await page.clickText('Name');
    await waitForNames(page, everybody().toReversed());
    expect(await readSort('Name')).toBe('descending');
    await page.waitForUrl('/settings/users?order=down');
    await page.clickText('Last sign-in');
    await page.waitForUrl('/settings/users?sort=last-sign-in');
    expect((await readNames(page)).slice(0, 2).toSorted()).toEqual(
      [member.user.name, 'Olive Owner'].toSorted(),
    );
    await page.reload();
    await page.waitForText('Cleo Clark');
    expect(await readSort('Last sign-in')).toBe('descending');
    expect(await readSort('Name')).toBe('none');
    await page.clickText('Name');
    await page.waitForUrl('/settings/users');
  });

  it('shows a list for an address with nonsense in it', async () => {
    await openList('?role=7&state=asleep&sort=pin&page=0');
    await waitForNames(page, everybody());
  });

  it('has its filters behind a button on a phone, and loses nothing of a row there', async () => {
    await page.setViewport(390, 844);
    await page.clickButton('Filters');
    await page.select('State', 'Invited');
    await waitForNames(page, ['Bela Bartok']);
    await page.waitForText('Filters (1)');
    const cut = `document.querySelector('.fk-table-frame').scrollWidth > document.querySelector('.fk-table-frame').clientWidth`;
    expect(await page.evaluate(cut)).toBe(false);
    expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
    await page.clickButton('Clear filters');
    await page.setViewport(1280, 800);
    await waitForNames(page, everybody());
  });

  it('is selected by keyboard, and a selection ends with its view of the list', async () => {
    await page.evaluate(`document.querySelector('[role=row] .fk-table-name').closest('[role=row]').focus()`);
    await page.press('Space');
    await page.waitForText('1 selected');
    await page.press('ArrowDown');
    await page.press('Space');
    await page.waitForText('2 selected');
    await page.fill('Search users', 'byron');
    await waitForNames(page, ['Ada Byron']);
    await waitForNoSelection();
    await page.clickButton('Clear search');
    await waitForNames(page, everybody());
  });

  it('prints cards for many: each with name, username, a PIN that works once, and three steps', async () => {
    await tickRow(page, 'Ada Byron');
    await tickRow(page, 'Cleo Clark');
    await page.clickButton('Print PIN cards');
    await page.waitForText('Print 2 PIN cards?');
    await page.clickButton('Give PINs');
    await page.waitForText('2 cards, for A4 or Letter paper');
    const cards = await page.evaluate<string[]>(
      `[...document.querySelectorAll('.fk-pin-card')].map((card) => card.innerText.replace(/\\s+/g, ' '))`,
    );
    expect(cards).toHaveLength(2);
    const given = cards.map((card) => /Temporary PIN ([0-9]{6})/.exec(card)?.[1] ?? '');
    expect(new Set(given).size).toBe(2);
    expect(given).not.toContain('');
    expect(cards[0]).toMatch(/^Northgate Bakery Ada Byron Username person-\d+ Temporary PIN [0-9]{6}/);
    expect(
      await page.evaluate(`document.querySelectorAll('.fk-pin-card')[0].querySelectorAll('li').length`),
    ).toBe(3);
    await page.waitForText('shown only once');

    await page.evaluate('window.print = () => { window.printed = true; }');
    await page.clickButton('Print');
    expect(await page.evaluate('window.printed')).toBe(true);
    await page.raw.emulateMedia({ media: 'print' });
    const onPaper = await page.text();
    expect(onPaper).toContain('Ada Byron');
    for (const word of ['Organization Settings', 'Done', 'Print them before'])
      expect(onPaper).not.toContain(word);
    for (const format of ['A4', 'Letter']) {
      expect([await countSheets(format, 8), await countSheets(format, 9)], format).toEqual([1, 2]);
    }
    await page.raw.emulateMedia({ media: 'screen' });
    await page.clickButton('Done');
    await waitForNames(page, everybody());
    await page.waitForText('Temporary PIN');
    const kept = await dumpEverything(page);
    for (const pin of given) expect(kept).not.toContain(pin);
  });

  it('deletes many after it said what that means; the owner stays, and sessions end', async () => {
    await tickRow(page);
    await page.waitForText('5 selected');
    await page.clickButton('Delete');
    await page.waitForText('Delete 4 users?');
    await page.waitForText('Olive Owner owns the organization and can’t be deleted.');
    await page.waitForText('Their names stay in the audit trail.');
    await page.waitForText('signed out everywhere and can’t sign in again');
    await page.clickButton('Cancel');
    await waitForDialogToClose(page);
    expect(await count()).toBe(5);

    await tickRow(page, 'Cleo Clark');
    await tickRow(page, 'Olive Owner');
    await page.clickButton('Delete');
    await page.waitForText('Delete 3 users?');
    await page.clickButton('Delete', { within: 'Delete 3 users?' });
    await page.waitForText('Deleted 3 users');
    await waitForNames(page, ['Cleo Clark', 'Olive Owner']);
    expect(await count()).toBe(2);
    expect(await member.client.refuse(getSession, {})).toMatchObject({ code: 'not_signed_in' });
    await waitForNoSelection();
  });
});
