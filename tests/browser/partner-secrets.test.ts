// A temporary PIN that is given from a partner's page: it is shown and printed there like on the list of users.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Member } from '../integration/harness/test-organization.ts';
import { addPartner, addPartnerUser } from '../integration/harness/test-partner.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { openBakery, type Site } from './flow/site.ts';
import { signInOnScreen } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('a PIN given from a partner’s page', () => {
  let site: Site;
  let owner: Member;
  let page: ChromiumPage;

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowser()]);
    ({ site, owner } = bakery);
    page = await openPage(browser, site.url);
    await signInOnScreen(page, site.url);
  });

  it('is shown once, and printed on a card', async () => {
    const partner = await addPartner(owner.client, 'Crane Hire');
    const { name } = await addPartnerUser(owner.client, partner.id);
    await page.goto(`${site.url}/settings/partners?partner=${partner.id}`);
    await page.clickButton(`Edit ${name}`);
    await page.clickButton('Give a temporary PIN');
    await page.clickButton('Give PIN');
    await page.waitForText(`The PIN of ${name}`);
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
});
