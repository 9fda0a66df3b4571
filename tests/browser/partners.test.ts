// Partners on the screen: adding a company and its people, and the ways out of an address that somebody else has.
import { beforeAll, describe, expect, it } from 'vitest';
import { listPartners } from '../../src/contract/endpoints/partners.ts';
import { listUsers } from '../../src/contract/endpoints/users.ts';
import { addUser, givePassword, type Member } from '../integration/harness/test-organization.ts';
import { addPartner, addPartnerUser } from '../integration/harness/test-partner.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { openBakery, type Site } from './flow/site.ts';
import { signInOnScreen, waitForDialogToClose } from './flow/steps.ts';
import { openPage, startBrowserWithoutWorkers } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('partners', () => {
  let site: Site;
  let owner: Member;
  let page: ChromiumPage;

  const peopleOf = async (partnerId: string) =>
    (await owner.client.succeed(listUsers, { query: { partnerId } })).users;
  const openPartner = async (name: string) => {
    const partner = await addPartner(owner.client, name);
    await page.goto(`${site.url}/settings/partners?partner=${partner.id}`);
    await page.waitForText('Add Partner User');
    return partner;
  };
  const fillPartnerUser = async (person: Record<'firstName' | 'lastName' | 'email' | 'phone', string>) => {
    await page.fill('First name', person.firstName);
    await page.fill('Last Name', person.lastName);
    await page.fill('Email Address', person.email);
    await page.fill('Phone Number', person.phone);
  };
  const readField = (name: string) =>
    page.evaluate<string>(`document.querySelector('form input[name=${name}]').value`);

  const checkAccess = async (screen: string) => {
    expect.soft(await page.axeInLightAndDark(), screen).toEqual([]);
  };

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowserWithoutWorkers()]);
    ({ site, owner } = bakery);
    page = await openPage(browser, site.url);
    await signInOnScreen(page, site.url);
  });

  it('are added with a contact, and their users with an invitation whose time is told', async () => {
    await page.clickButton('Partners');
    await page.waitForText('No partners yet');
    await checkAccess('no partners');
    await page.clickButton('Add Partner');
    await page.fill('Name', 'Hall & Sons');
    await page.fill('Contact', 'Hanna Hall');
    await page.fill('Contact’s phone number', '030 901820');
    await page.clickButton('Add Partner', { within: 'Add Partner' });
    await page.waitForText('Start with + and the country code');
    await page.fill('Contact’s phone number', '+49 30 901820');
    await page.clickButton('Add Partner', { within: 'Add Partner' });
    await page.waitForText('+4930901820');
    const { partners } = await owner.client.succeed(listPartners, {});
    const [partner] = partners;
    if (!partner) throw new Error('the partner is not there');
    await page.waitForUrl(`/settings/partners?partner=${partner.id}`);

    await fillPartnerUser({
      firstName: 'Henry',
      lastName: 'Hall',
      email: 'henry@hall.example',
      phone: '555',
    });
    await page.clickButton('Submit');
    await page.waitForText('Start with + and the country code');
    expect(await readField('firstName')).toBe('Henry');
    await page.fill('Phone Number', '+1 202 555 0123');
    await page.clickButton('Submit');
    await page.waitForText('Invitation not mailed');
    await page.waitForText('the one to henry@hall.example is a file on the server');
    await page.waitForText('The link lasts 72 hours, until');
    await page.waitForText('Henry Hall henry@hall.example');
    expect(await readField('firstName')).toBe('');
    expect(await peopleOf(partner.id)).toMatchObject([
      { name: 'Henry Hall', phone: '+12025550123', state: 'invited', role: { name: 'Partner user' } },
    ]);
    await page.reload();
    await page.waitForText('Henry Hall henry@hall.example');
    await checkAccess('a partner');
    await page.clickButton('All partners');
    await page.waitForText('Hall & Sons Hanna Hall +4930901820 1 Active');
    await checkAccess('partners');
  });

  it('take a user without a phone, without an invented number', async () => {
    const partner = await openPartner('Mill & Co');
    await fillPartnerUser({ firstName: 'Mia', lastName: 'Mill', email: 'mia@mill.example', phone: '' });
    await page.clickButton('Submit');
    await page.waitForText('Enter it, or tick “No phone yet”.');
    await page.clickText('No phone yet');
    await page.clickButton('Submit');
    await page.waitForText('Invitation not mailed');
    expect(await peopleOf(partner.id)).toMatchObject([{ name: 'Mia Mill', phone: null }]);
  });

  it('have users whose role can be changed, within what partners may have', async () => {
    const [people, manage] = [
      'See users of the same partner',
      'Add, invite, change, suspend and delete users of the same partner',
    ];
    const partner = await openPartner('Oven Works');
    const { name } = await addPartnerUser(owner.client, partner.id);
    await page.reload();
    await page.clickButton(`Edit ${name}`);
    await page.waitForText('Ways to sign in');
    await page.clickButton('Partner user Role');
    await page.waitForText(manage);
    const offered = await page.evaluate<string[]>(
      `[...document.querySelectorAll('[role=option]')].map((option) => option.textContent)`,
    );
    expect(offered.map((text) => text.replace(/(Sign in|See the).*/, ''))).toEqual([
      'Staff',
      'Partner manager',
      'Partner user',
    ]);
    await page.clickText(`Sign in on shared tablets with a PIN · ${people} · ${manage}`);
    await page.clickButton('Save');
    await waitForDialogToClose(page);
    expect(await peopleOf(partner.id)).toMatchObject([{ role: { name: 'Partner manager' } }]);
  });

  it('take over somebody who has the address already, whichever look-alike was typed', async () => {
    const holder = await addUser(owner.client, 'staff', {
      email: 'ada@northgate.example',
      firstName: 'Ada',
      lastName: 'Byron',
    });
    await givePassword(site.server, holder.id);
    const partner = await openPartner('Byron Supply');
    // With a Cyrillic “а” in the domain.
    await fillPartnerUser({
      firstName: 'A',
      lastName: 'B',
      email: 'ada@Northgаte.example',
      phone: '+49 30 901820',
    });
    await page.clickButton('Submit');
    await page.waitForText('Ada Byron already has this email address');
    await checkAccess('an address that is taken');
    await page.waitForText('Ada Byron is a user.');
    await page.waitForNoText('Cancel that invitation');
    await page.clickButton('Move that user to this partner');
    await page.clickButton('Move');
    await page.waitForText('Ada Byron is a user of Byron Supply now');
    await page.waitForText('Ada Byron ada@northgate.example');
    expect(await peopleOf(partner.id)).toMatchObject([{ id: holder.id }]);
    expect(await readField('firstName')).toBe('');

    await page.clickButton('Edit Ada Byron');
    await page.clickButton('Take out of partner');
    await page.clickButton('Take out');
    await page.waitForText('Ada Byron is a user of your organization now');
    expect(await peopleOf(partner.id)).toEqual([]);
  });

  it('get their user once the invitation that holds the address is cancelled', async () => {
    await addUser(owner.client, 'staff', {
      email: 'bela@bartok.example',
      firstName: 'Bela',
      lastName: 'Bartok',
    });
    const partner = await openPartner('Bartok Music');
    await fillPartnerUser({
      firstName: 'Béla',
      lastName: 'B',
      email: 'bela@bartok.example',
      phone: '+36 1 234 5678',
    });
    await page.clickButton('Submit');
    await page.waitForText('Bela Bartok is an invited user.');
    await page.clickButton('Cancel that invitation');
    await page.clickButton('Cancel that invitation', { within: 'Cancel the invitation of Bela Bartok?' });
    await page.waitForText('Invitation not mailed');
    expect(await peopleOf(partner.id)).toMatchObject([{ name: 'Béla B', email: 'bela@bartok.example' }]);
  });

  it('get their user once the other has another address', async () => {
    const first = await addPartner(owner.client, 'First come');
    const { name, email } = await addPartnerUser(owner.client, first.id);
    const partner = await openPartner('Second come');
    await fillPartnerUser({
      firstName: 'Zoe',
      lastName: 'Second',
      email: email ?? '',
      phone: '+49 30 901820',
    });
    await page.clickButton('Submit');
    await page.waitForText(`${name} is an invited user of First come.`);
    await page.clickButton('Change that user’s address');
    await page.waitForText(`Email address of ${name}`);
    await page.fill('Email address', 'moved@first.example');
    await page.clickButton('Save');
    await page.waitForText('Invitation not mailed');
    expect(await peopleOf(partner.id)).toMatchObject([{ name: 'Zoe Second', email }]);
    expect(await peopleOf(first.id)).toMatchObject([{ email: 'moved@first.example', state: 'invited' }]);
  });

  it('are suspended and brought back after a question that says what happens', async () => {
    const partner = await openPartner('Seasonal');
    await addPartnerUser(owner.client, partner.id);
    await page.reload();
    await page.clickButton('Suspend');
    await page.waitForText('Its 1 user will be signed out everywhere within seconds');
    await page.clickButton('Suspend', { within: 'Suspend Seasonal?' });
    await page.waitForText('This partner is suspended');
    await page.waitForNoText('Add Partner User');
    expect(await peopleOf(partner.id)).toMatchObject([{ state: 'suspended' }]);
    await page.clickButton('Reactivate');
    await page.clickButton('Reactivate', { within: 'Reactivate Seasonal?' });
    await page.waitForText('Add Partner User');
    expect(await peopleOf(partner.id)).toMatchObject([{ state: 'invited' }]);
  });

  it('have managers who see nothing of the settings but their own users', async () => {
    const partner = await addPartner(owner.client, 'Looking in');
    const { id, email, name } = await addPartnerUser(owner.client, partner.id, 'partner-manager');
    await givePassword(site.server, id);
    const browser = await startBrowserWithoutWorkers();
    const theirs = await openPage(browser, site.url);
    await signInOnScreen(theirs, site.url, email ?? '');
    await theirs.waitForText(name);
    await theirs.waitForText('1 user');
    const places = `[...document.querySelectorAll('nav[aria-label="Organization Settings"] a')].map((a) => a.textContent)`;
    expect(await theirs.evaluate<string[]>(places)).toEqual(['Users']);
    await theirs.goto(`${site.url}/settings/roles`);
    await theirs.waitForText('You can’t open this page');
  });
});
