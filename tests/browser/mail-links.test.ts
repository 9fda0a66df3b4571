// Links of mails as they arrive: bent by mail programs, and opened where somebody else is signed in.
import { beforeAll, describe, expect, it } from 'vitest';
import { makeLinkCode } from '../integration/harness/make-link-code.ts';
import { makeServer } from '../integration/harness/server-of-file.ts';
import { makeSignUpCode } from '../integration/harness/sign-up-code.ts';
import {
  addUser,
  freshUsername,
  givePassword,
  type Member,
  setUpOrganization,
} from '../integration/harness/test-organization.ts';
import type { TestServer } from '../integration/harness/test-server.ts';
import type { ChromiumBrowser, ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { ownerEmail } from './flow/people.ts';
import { signInOnScreen } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

const password = 'seven green kettles on a shelf';

describe.skipIf(!installedEngines.has('chromium'))('the link of a mail', () => {
  let server: TestServer;
  let owner: Member;
  let guests: ChromiumBrowser;
  let page: ChromiumPage;

  beforeAll(async () => {
    server = await makeServer({ env: { SIGN_UP: 'open' } });
    owner = await setUpOrganization(server);
    guests = await startBrowser();
    page = await openPage(guests, server.url);
  });

  async function makeCode(kind: 'invitation' | 'password-reset' | 'email-change' | 'email-change-stop') {
    const email = `${freshUsername()}@northgate.example`;
    const user = await addUser(owner.client, 'manager', { email });
    const organizationId = owner.session.organization.id;
    return (await makeLinkCode(server, { organizationId, userId: user.id, kind, email })).code;
  }

  const kinds: readonly (readonly [string, () => Promise<string>, string])[] = [
    ['/invite', () => makeCode('invitation'), 'You’re invited to'],
    ['/reset-password', () => makeCode('password-reset'), 'You’ll be signed out everywhere else'],
    ['/confirm-email', () => makeCode('email-change'), 'Use this address'],
    ['/stop-email-change', () => makeCode('email-change-stop'), 'Stop This Change'],
    ['/sign-up', () => makeSignUpCode(server), 'Set Your Password'],
    ['/setup', async () => `${crypto.randomUUID()}.${'A'.repeat(43)}`, 'This server is already set up'],
  ];

  it.each(kinds)(
    'opens %s with # escaped, and takes the code out of the address',
    async (path, make, words) => {
      const code = await make();
      await page.goto(`${server.url}${path}%23code=${code}`);
      await page.waitForText(words);
      expect(await page.url()).toBe(server.url + path);
    },
  );

  it.each(kinds)(
    'leads to %s without its code or with a mark behind, where the code can be pasted',
    async (path, make, words) => {
      const code = await make();
      await page.goto(`${server.url}${path}.`);
      if (path === '/reset-password' || path === '/sign-up')
        await page.clickText('I have a code from an email');
      await page.fill('Code', code.slice(0, 40));
      await page.clickButton('Continue');
      await page.waitForText('This code isn’t complete. Copy all of it.');
      expect(await page.axe()).toEqual([]);
      await page.fill(
        'Code',
        `Open this page and enter the code:\n${server.url}${path}\n\n${code}\n\nThe link works once.`,
      );
      await page.clickButton('Continue');
      await page.waitForText(words);
    },
  );

  it('never says of a mistyped code that it was used', async () => {
    const code = await makeCode('invitation');
    await page.goto(`${server.url}/invite#code=${code.slice(0, -4)}AAAA`);
    await page.waitForText('This code is not right');
    expect(await page.text()).not.toContain('used');
    await page.fill('Code', code);
    await page.clickButton('Continue');
    await page.waitForText('You’re invited to');
  });

  it('asks before it takes the place of somebody who is signed in, whose other tab then says so', async () => {
    const admins = await startBrowser();
    const tab = await openPage(admins, server.url);
    await signInOnScreen(tab, server.url, ownerEmail);
    const link = `${server.url}/invite#code=${await makeCode('invitation')}`;
    const invited = await openPage(admins, link);
    await invited.waitForText('Olive Owner is signed in at Northgate Bakery in this browser');
    expect(await invited.axe()).toEqual([]);
    await invited.clickButton('Stay signed in');
    await invited.waitForUrl('/settings/users');

    await invited.goto(link);
    await invited.clickButton('Sign out and accept');
    await invited.waitForText('You’re invited to');
    // The tab of before hears of it at once.
    await tab.waitForUrl('/sign-in?next=%2Fsettings%2Fusers');
    await signInOnScreen(tab, server.url, ownerEmail);

    // Now somebody has signed in since the form stood there.
    await invited.waitForText('Somebody is signed in');
    await invited.clickButton('Sign out and accept');
    await invited.fill('New password', password);
    await invited.fill('New password again', password);
    await invited.clickButton('Set password and sign in');
    await invited.waitForUrl('/settings/users');
  });

  it('says in a tab that was open for somebody else who is signed in now, and goes on as them after a reload', async () => {
    const admins = await startBrowser();
    const tab = await openPage(admins, server.url);
    await signInOnScreen(tab, server.url, ownerEmail);
    const email = `${freshUsername()}@northgate.example`;
    const { id } = await addUser(owner.client, 'admin', { email, firstName: 'Bela', lastName: 'Bartok' });
    await givePassword(server, id);
    const other = await openPage(admins, server.url);
    await signInOnScreen(other, server.url, email);
    await tab.waitForText('Bela Bartok has signed in at Northgate Bakery in another tab');
    await tab.waitForText('This page was open for Olive Owner');
    expect(await tab.axe()).toEqual([]);
    await tab.clickButton('Reload');
    await tab.waitForText('Bela');
  });
});
