// The users list on the screen: adding, editing by pencil, click and tap, and errors that lose nothing.
import { beforeAll, describe, expect, it } from 'vitest';
import { listUsers } from '../../src/contract/endpoints/users.ts';
import type { Member } from '../integration/harness/test-organization.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { dumpEverything } from './flow/kept-data.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import { addUserOnScreen, fillUser, signInOnScreen, waitForDialogToClose } from './flow/steps.ts';
import { openPage, startBrowserWithoutWorkers } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('the users list', () => {
  let site: Site;
  let owner: Member;
  let page: ChromiumPage;

  const readField = (name: string) =>
    page.evaluate<string>(`document.querySelector('[role=dialog] input[name=${name}]').value`);
  const closeDialog = async () => {
    await page.clickButton('Cancel');
    await waitForDialogToClose(page);
  };

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowserWithoutWorkers()]);
    ({ site, owner } = bakery);
    page = await openPage(browser, site.url);
    await signInOnScreen(page, site.url);
    await addUserOnScreen(page, {
      username: 'ada',
      pin: pins.ada,
      firstName: 'Ada',
      lastName: 'Byron',
    });
  });

  it('shows who was added, as staff unless told otherwise, with how they may sign in', async () => {
    await addUserOnScreen(page, {
      username: 'bela',
      role: 'Manager',
      firstName: 'Bela',
      lastName: 'Bartok',
      email: 'bela@northgate.example',
    });
    await page.waitForText('Ada Byron ada Staff Active PIN Never');
    await page.waitForText('Bela Bartok bela Manager');
  });

  it('finds users by a part of their name, and says when there is nobody', async () => {
    await page.fill('Search users', 'byr');
    await page.waitForText('1 user');
    await page.waitForNoText('Bela Bartok');
    await page.fill('Search users', 'zzz');
    await page.waitForText('No users match');
    await page.clickButton('Show all users');
    await page.waitForText('Bela Bartok');
  });

  it('opens a user by the pencil, by a click on the row and by a tap on it', async () => {
    await page.clickButton('Edit Ada Byron');
    await page.waitForText('Ways to sign in');
    expect(await readField('username')).toBe('ada');
    await closeDialog();

    await page.clickText('Ada Byron');
    await page.waitForText('Ways to sign in');
    expect(await readField('username')).toBe('ada');
    await closeDialog();

    const { x, y } = await page.evaluate<{ x: number; y: number }>(
      `(() => { const row = [...document.querySelectorAll('[role=row]')].find((row) => row.textContent.includes('Bela')); row.scrollIntoView({ block: 'center' }); const { x, y, width, height } = row.getBoundingClientRect(); return { x: x + width / 3, y: y + height / 2 }; })()`,
    );
    await page.devtools.send('Emulation.setTouchEmulationEnabled', { enabled: true });
    await page.devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    await page.devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await page.devtools.send('Emulation.setTouchEmulationEnabled', { enabled: false });
    await page.waitForText('Ways to sign in');
    expect(await readField('username')).toBe('bela');
    await closeDialog();
  });

  it('saves a new name and role, and never shows a PIN again', async () => {
    await page.clickButton('Edit Ada Byron');
    await page.waitForText('Ways to sign in');
    expect(await readField('pin')).toBe('');
    expect(await page.evaluate(`document.querySelector('[role=dialog] input[name=pin]').placeholder`)).toBe(
      'PIN is set',
    );
    expect(await dumpEverything(page)).not.toContain(pins.ada);
    await fillUser(page, { firstName: 'Augusta', role: 'Manager' });
    await page.clickButton('Save');
    await waitForDialogToClose(page);
    await page.waitForText('Augusta Byron ada Manager Active PIN');
    expect(JSON.stringify(await owner.client.succeed(listUsers, {}))).not.toContain(pins.ada);
  });

  it('generates a PIN that can be saved', async () => {
    await page.clickButton('Add user');
    await page.fill('Username', 'cleo');
    await page.clickButton('Generate PIN');
    await page.waitForText('it can’t be shown again once it’s saved');
    const pin = await readField('pin');
    expect(pin).toMatch(/^[0-9]{6}$/);
    await page.clickButton('Create');
    await waitForDialogToClose(page);
    await page.waitForText('cleo Staff');
    expect(await dumpEverything(page)).not.toContain(pin);
  });

  it('names what is wrong at its field, and keeps everything that was typed', async () => {
    const good = {
      username: 'dora',
      pin: pins.dora,
      email: 'dora@northgate.example',
      firstName: 'Dora',
      lastName: 'Dale',
    };
    await page.clickButton('Add user');
    await fillUser(page, good);
    for (const [field, value, message] of [
      ['username', 'BELA', 'This username is taken'],
      ['pin', '123456', 'Sequences are easy to guess.'],
      ['pin', '111111', 'Repeated digits are easy to guess.'],
      ['pin', '1948', 'exactly 6 digits'],
      ['pin', pins.ada, 'Choose another'],
      ['email', 'nobody@', 'This is not an email address.'],
      ['email', 'Bela@Northgate.example', 'already'],
    ] as const) {
      await fillUser(page, { [field]: value });
      // What was said of the field before goes, and the buttons move up.
      await page.waitUntilStill();
      await page.clickButton('Create');
      const told = `(() => {
        const input = document.querySelector('[role=dialog] input[name=${field}][aria-invalid=true]');
        return (input?.getAttribute('aria-describedby') ?? '').split(' ')
          .map((id) => document.getElementById(id)?.textContent).join(' ');
      })()`;
      await page.waitFor(`${told}.includes(${JSON.stringify(message)})`, {
        what: `"${message}" at the field ${field}`,
      });
      for (const [name, typed] of Object.entries({ ...good, [field]: value })) {
        expect(await readField(name)).toBe(typed);
      }
      await fillUser(page, { [field]: good[field] });
    }
    await closeDialogWithTyped();
  });

  async function closeDialogWithTyped() {
    await page.clickButton('Cancel');
    await page.clickButton('Discard');
    await waitForDialogToClose(page);
  }

  it('asks before it throws away what was typed, and goes on when told to', async () => {
    await page.clickButton('Add user');
    await page.fill('Username', 'half');
    await page.press('Escape');
    await page.waitForText('Discard changes?');
    await page.clickButton('Keep editing');
    await page.waitForNoText('Discard changes?');
    expect(await readField('username')).toBe('half');
    await closeDialogWithTyped();
  });
});
