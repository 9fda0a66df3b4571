// A person who is moved to a partner from their own dialog.
import { beforeAll, describe, expect, it } from 'vitest';
import { getUser } from '../../src/contract/endpoints/users.ts';
import { addUser, type Member } from '../integration/harness/test-organization.ts';
import { addPartner } from '../integration/harness/test-partner.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { openBakery, type Site } from './flow/site.ts';
import { signInOnScreen } from './flow/steps.ts';
import { openPage, startBrowser } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('a person', () => {
  let site: Site;
  let owner: Member;
  let page: ChromiumPage;

  beforeAll(async () => {
    const [bakery, browser] = await Promise.all([openBakery(), startBrowser()]);
    ({ site, owner } = bakery);
    page = await openPage(browser, site.url);
    await signInOnScreen(page, site.url);
  });

  it('is moved to the partner that is chosen', async () => {
    const user = await addUser(owner.client, 'staff', { firstName: 'Ada', lastName: 'Byron' });
    await addPartner(owner.client, 'Alpha');
    const wanted = await addPartner(owner.client, 'Beta');
    await page.reload();
    await page.waitForText('Ada Byron');
    await page.clickButton('Edit', { within: 'Ada Byron' });
    await page.clickButton('Move to a partner');
    await page.select('Partner', 'Beta');
    await page.clickButton('Move', { within: 'Move Ada Byron to a partner?' });
    await page.waitForText('Ada Byron is a user of Beta now');
    expect(await owner.client.succeed(getUser, { params: { userId: user.id } })).toMatchObject({
      partner: { id: wanted.id },
    });
  });
});
