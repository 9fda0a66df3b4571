// People of partners on the screen: moved there, given a PIN there, and kept out by their own suspension or by the partner's.
import { beforeAll, describe, expect, it } from 'vitest';
import { updatePartner } from '../../src/contract/endpoints/partners.ts';
import { getUser } from '../../src/contract/endpoints/users.ts';
import { addUser, type Member } from '../integration/harness/test-organization.ts';
import { addPartner, addPartnerUser } from '../integration/harness/test-partner.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { openBakery, type Site } from './flow/site.ts';
import { signInOnScreen } from './flow/steps.ts';
import { openPage, startBrowserWithoutWorkers } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('people of partners', () => {
  let site: Site;
  let owner: Member;
  let page: ChromiumPage;

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowserWithoutWorkers()]);
    ({ site, owner } = bakery);
    page = await openPage(browser, site.url);
    await signInOnScreen(page, site.url);
  });

  it('are moved to the partner that is chosen', async () => {
    const user = await addUser(owner.client, 'staff', { firstName: 'Ada', lastName: 'Byron' });
    await addPartner(owner.client, 'Alpha');
    const wanted = await addPartner(owner.client, 'Beta');
    await page.goto(`${site.url}/settings/users`);
    await page.waitForText('Ada Byron');
    await page.clickButton('Edit Ada Byron');
    await page.clickButton('Move to a partner');
    await page.select('Partner', 'Beta');
    await page.clickButton('Move', { within: 'Move Ada Byron to a partner?' });
    await page.waitForText('Ada Byron is a user of Beta now');
    expect(await owner.client.succeed(getUser, { params: { userId: user.id } })).toMatchObject({
      partner: { id: wanted.id },
    });
  });

  it('get a temporary PIN there that is shown once, and printed on a card', async () => {
    const partner = await addPartner(owner.client, 'Crane Hire');
    const { name } = await addPartnerUser(owner.client, partner.id);
    await page.goto(`${site.url}/settings/partners?partner=${partner.id}`);
    await page.clickButton(`Edit ${name}`);
    await page.clickButton('Give a temporary PIN');
    await page.clickButton('Give PIN');
    await page.waitForText(`New PIN for ${name}`);
    const pin = await page.evaluate<string>(`document.querySelector('.fk-once-text').textContent`);
    expect(pin).toMatch(/^\d{6}$/);
    await page.clickButton('Print card');
    await page.waitForText('PIN cards');
    expect(await page.text()).toContain(pin);
    await page.clickButton('Done');
    await page.waitForText('Leave without printing?');
    await page.clickButton('Leave');
    await page.waitForText('Add Partner User');
  });

  it('are brought back with the partner, and can be suspended on their own, too', async () => {
    const { id, revision, name: company } = await addPartner(owner.client, 'Night Shift');
    const { id: userId, name } = await addPartnerUser(owner.client, id);
    const body = { revision, state: 'suspended' } as const;
    await owner.client.succeed(updatePartner, { params: { partnerId: id }, body });
    const read = async () => (await owner.client.succeed(getUser, { params: { userId } })).suspendedBy;

    await page.goto(`${site.url}/settings/partners?partner=${id}`);
    await page.clickButton(`Edit ${name}`);
    await page.waitForText(`Reactivate the partner ${company} first`);
    await page.clickButton('Suspend');
    await page.clickButton('Suspend', { within: `Suspend ${name}?` });
    await page.waitForText(`Suspended ${name}`);
    expect(await read()).toEqual(['person', 'partner']);

    await page.clickButton(`Edit ${name}`);
    await page.clickButton('Reactivate', { within: 'Edit user' });
    await page.waitForText('until then they still can’t sign in');
    await page.clickButton('Reactivate', { within: `Reactivate ${name}?` });
    await page.waitForText(`${name} can sign in once ${company} is reactivated`);
    expect(await read()).toEqual(['partner']);
  });
});
