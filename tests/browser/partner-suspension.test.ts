// A person of a suspended partner on the screen: what keeps them out is said, and each suspension is lifted by itself.
import { beforeAll, describe, expect, it } from 'vitest';
import { updatePartner } from '../../src/contract/endpoints/partners.ts';
import { getUser } from '../../src/contract/endpoints/users.ts';
import type { Member } from '../integration/harness/test-organization.ts';
import { addPartner, addPartnerUser } from '../integration/harness/test-partner.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { openBakery, type Site } from './flow/site.ts';
import { signInOnScreen } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('a person of a suspended partner', () => {
  let site: Site;
  let owner: Member;
  let page: ChromiumPage;

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowser()]);
    ({ site, owner } = bakery);
    page = await openPage(browser, site.url);
    await signInOnScreen(page, site.url);
  });

  it('is brought back with the partner, and can be suspended on their own, too', async () => {
    const { id, revision, name: company } = await addPartner(owner.client, 'Night Shift');
    const { id: userId, name } = await addPartnerUser(owner.client, id);
    const body = { revision, state: 'suspended' } as const;
    await owner.client.succeed(updatePartner, { params: { partnerId: id }, body });
    const read = async () => (await owner.client.succeed(getUser, { params: { userId } })).suspendedBy;

    await page.goto(`${site.url}/settings/partners?partner=${id}`);
    await page.clickButton(`Edit ${name}`);
    await page.waitForText(`Bring back the partner ${company} first`);
    await page.clickButton('Suspend');
    await page.clickButton('Suspend', { within: `Suspend ${name}?` });
    await page.waitForText(`Suspended ${name}`);
    expect(await read()).toEqual(['person', 'partner']);

    await page.clickButton(`Edit ${name}`);
    await page.clickButton('Bring back', { within: 'Edit user' });
    await page.waitForText('until then they still can’t sign in');
    await page.clickButton('Bring back', { within: `Bring back ${name}?` });
    await page.waitForText(`${name} can sign in once ${company} is back`);
    expect(await read()).toEqual(['partner']);
  });
});
