// A person from invitation to the last way in: what an admin sees and can take back at each step.
import { beforeAll, describe, expect, it } from 'vitest';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { listUsers } from '../../src/contract/endpoints/users.ts';
import { openMailbox } from '../integration/harness/test-mailbox.ts';
import {
  addMember,
  type Member,
  openSession,
  testPassword,
  whoIs,
} from '../integration/harness/test-organization.ts';
import type { ChromiumBrowser, ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { dumpEverything } from './flow/kept-data.ts';
import { pins } from './flow/people.ts';
import { openBakery, type Site } from './flow/site.ts';
import { addUserOnScreen, fillUser, signInOnScreen, waitForDialogToClose } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

const hour = 3_600_000;

describe.skipIf(!installedEngines.has('chromium'))('a person', () => {
  let site: Site;
  let owner: Member;
  let browser: ChromiumBrowser;
  let page: ChromiumPage;
  let heir: Awaited<ReturnType<typeof addMember>>;

  const find = async (search: string) =>
    (await owner.client.succeed(listUsers, { query: { search } })).users[0];
  const edit = async (name: string) => {
    await page.clickButton(`Edit ${name}`);
    await page.waitForText('Ways to sign in');
  };
  const cancel = async () => {
    await page.clickButton('Cancel');
    await waitForDialogToClose(page);
  };
  const mailbox = () => openMailbox(site.server);

  beforeAll(async () => {
    let bakery: Awaited<ReturnType<typeof openBakery>>;
    [bakery, browser] = await Promise.all([openBakery(), startBrowser()]);
    ({ site, owner } = bakery);
    heir = await addMember(site.server, owner.client, 'admin');
    page = await openPage(browser, site.url);
    await signInOnScreen(page, site.url);
  });

  it('is invited by email, and is active once the password is set', async () => {
    await addUserOnScreen(page, { username: 'ada', pin: pins.ada, email: 'ada@northgate.example' });
    await page.waitForText('Invitation not mailed');
    await page.waitForText('the one to ada@northgate.example is a file on the server');
    await page.waitForText('This server can’t send emails yet: the one to');
    await page.waitForText('The link lasts 72 hours, until');
    await page.waitForText('Invited until');
    await page.clickButton('Close');
    await page.waitForNoText('Invitation not mailed');

    const { link } = await mailbox().waitForMail('ada@northgate.example');
    const invited = await openPage(browser, link);
    await invited.waitForText('Olive Owner is signed in at Northgate Bakery in this browser');
    await invited.clickButton('Sign out and accept');
    await invited.waitForText('Set Your Password');
    await invited.fill('New password', testPassword);
    await invited.fill('New password again', testPassword);
    await invited.clickButton('Set password and sign in');
    await invited.waitForText('Welcome, ada');
    await signInOnScreen(page, site.url);
    await page.waitForText('ada ada Staff Active PIN Email');
  });

  it('no longer exists when the invitation was sent by mistake and undone', async () => {
    await addUserOnScreen(page, { username: 'wrong', email: 'wrong@northgate.example' });
    await page.waitForText('Invitation not mailed');
    await page.clickButton('Undo');
    await page.waitForText('Undone: no user was added');
    await page.waitForNoText('Invitation not mailed');
    await page.waitForNoText('wrong@northgate.example');
    expect(await find('wrong')).toBeUndefined();
    await addUserOnScreen(page, { username: 'wrong', email: 'wrong@northgate.example' });
    await page.waitForText('Invitation not mailed');
  });

  it('is invited again at a corrected address, and cancelled with the address free again', async () => {
    await addUserOnScreen(page, { username: 'bela', pin: pins.bela, email: 'bella@northgate.example' });
    await page.waitForText('the one to bella@northgate.example is a file on the server');
    await edit('bela');
    await fillUser(page, { email: 'bela@northgate.example' });
    await page.clickButton('Save');
    await waitForDialogToClose(page);
    await page.waitForText('the one to bela@northgate.example is a file on the server');
    await mailbox().waitForMail('bela@northgate.example');

    await edit('bela');
    await page.clickButton('Send invitation again');
    await waitForDialogToClose(page);
    await mailbox().waitForMail('bela@northgate.example', '', 2);
    await page.waitForText('Invitation not mailed');

    await edit('wrong');
    await page.clickButton('Cancel invitation', { within: 'Edit user' });
    await page.waitForText('wrong has no PIN either');
    await page.clickButton('Cancel', { within: 'Cancel the invitation of wrong?' });
    await page.waitForNoText('wrong has no PIN either');
    await page.clickButton('Cancel', { within: 'Edit user' });
    await waitForDialogToClose(page);

    await edit('bela');
    await page.clickButton('Cancel invitation', { within: 'Edit user' });
    await page.waitForText('Cancel the invitation of bela?');
    await page.clickButton('Cancel invitation', { within: 'Cancel the invitation of bela?' });
    await page.waitForText('Cancelled the invitation of bela');
    await page.waitForNoText('Invitation not mailed');
    expect(await find('bela')).toMatchObject({ email: null, invitation: null, state: 'active' });
  });

  it('shows when an invitation has expired', async () => {
    await page.waitForText('Invited until');
    site.clock.advance(72 * hour + 1000);
    await signInOnScreen(page, site.url);
    await page.waitForText('Invitation expired');
    await edit('wrong');
    await page.waitForText('The invitation has expired.');
    await cancel();
  });

  it('loses the last way in only after a yes', async () => {
    await edit('bela');
    await page.clickButton('Remove PIN');
    await page.clickButton('Save');
    await page.waitForText('bela won’t be able to sign in');
    await page.clickButton('Cancel', { within: 'bela won’t be able to sign in' });
    await page.waitForNoText('won’t be able to sign in');
    expect(await find('bela')).toMatchObject({ hasPin: true });
    await page.waitForText('The PIN goes when you save');
    await page.clickButton('Save', { within: 'Edit user' });
    await page.clickButton('Save anyway');
    await page.waitForText('Saved bela');
    await waitForDialogToClose(page);
    await page.waitForText('bela bela Staff Active None yet');
  });

  it('gets a temporary PIN that is shown once, with a card to print', async () => {
    await edit('bela');
    await page.clickButton('Give a temporary PIN');
    await page.waitForText('Give bela a temporary PIN?');
    await page.clickButton('Give PIN');
    await page.waitForText('New PIN for bela');
    const pin = await page.evaluate<string>(`document.querySelector('.fk-once-text').textContent`);
    expect(pin).toMatch(/^[0-9]{6}$/);
    await page.clickButton('Print card');
    await page.waitForText('1 card, for A4 or Letter paper');
    await page.waitForText(`Temporary PIN ${pin}`);
    await page.clickButton('Done');
    await page.waitForText('Leave without printing?');
    await page.clickButton('Leave');
    await page.waitForText('Temporary PIN');
    expect(await dumpEverything(page)).not.toContain(pin);
    expect(await find('bela')).toMatchObject({ hasPin: true, pinChange: 'temporary' });
  });

  it('has a password made only where the organization wants that, shown once', async () => {
    await page.clickButton('Add user');
    await page.fill('Email address', 'cleo@northgate.example');
    await page.waitForText('the user gets an invitation');
    expect(await page.text()).not.toContain('Generate password');
    await page.clickButton('Cancel');
    await page.clickButton('Discard');
    const fresh = await openSession(site.server, owner.session);
    await fresh.succeed(updateOrganization, { body: { generatedPasswords: true } });
    await page.reload();
    await page.waitForText('bela');
    await page.clickButton('Add user');
    await fillUser(page, { username: 'cleo', email: 'cleo@northgate.example' });
    await page.select('Password', 'Generate a password and show it');
    await page.clickButton('Create');
    await page.waitForText('New password for cleo');
    const password = await page.evaluate<string>(`document.querySelector('.fk-once-text').textContent`);
    expect(password.length).toBeGreaterThanOrEqual(12);
    await page.clickButton('Done');
    await waitForDialogToClose(page);
    expect(await page.text()).not.toContain('Invitation not mailed');
    expect(await dumpEverything(page)).not.toContain(password);
    expect(await find('cleo')).toMatchObject({ hasPassword: true, invitation: null });
  });

  it('takes the ownership over, and the former owner is an admin at once', async () => {
    await page.clickButton('Organization');
    await page.waitForText('Transfer ownership');
    await page.clickButton('Transfer ownership');
    await page.waitForText('Choose the new owner.');
    await page.fill('New owner', heir.user.name);
    await page.clickText(heir.user.email ?? '');
    await page.fill('Your password', 'not my password');
    await page.clickButton('Transfer ownership');
    await page.waitForText('The password is wrong');
    await page.fill('Your password', testPassword);
    await page.clickButton('Transfer ownership');
    await page.waitForText(`${heir.user.name} owns the organization now`);
    await page.waitFor(
      `![...document.querySelectorAll('h2')].some((one) => one.textContent === 'Transfer ownership')`,
      {
        what: 'the panel of the owner to go',
      },
    );
    expect(await whoIs(heir.client)).toMatchObject({ isOwner: true });
    expect(await whoIs(owner.client)).toMatchObject({ isOwner: false, role: { name: 'Admin' } });
  });
});
