// Organizations that anybody creates, and the choice between several: from the sign-in page to the settings.
import { beforeAll, describe, expect, it } from 'vitest';
import { makeDatabase, makeServer } from '../integration/harness/server-of-file.ts';
import { openMailbox } from '../integration/harness/test-mailbox.ts';
import { setUpOrganization, testPassword } from '../integration/harness/test-organization.ts';
import type { TestServer } from '../integration/harness/test-server.ts';
import type { ChromiumPage } from './engine/chromium-engine.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { ownerEmail } from './flow/people.ts';
import { fillSignIn } from './flow/steps.ts';
import { openPage, startBrowserWithoutWorkers } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('a server that is open for new organizations', () => {
  let server: TestServer;
  let page: ChromiumPage;

  beforeAll(async () => {
    const { url: databaseUrl } = await makeDatabase();
    server = await makeServer({ databaseUrl, env: { SIGN_UP: 'open' } });
    await setUpOrganization(server);
    page = await openPage(await startBrowserWithoutWorkers(), server.url);
  });

  it('lets somebody create one from the sign-in page, by the link in a mail', async () => {
    await page.goto(`${server.url}/sign-in`);
    await page.clickButton('Create an organization');
    await page.waitForText('We’ll email you a link to confirm');
    expect(await page.axe()).toEqual([]);
    await page.clickButton('Send me a link');
    await page.waitForText('Organization name is missing.');
    await page.fill('Organization name', 'Harbour Café');
    await page.fill('First name', 'Olive');
    await page.fill('Last name', 'Owner');
    // The owner of another organization on this server, which nobody is told.
    await page.fill('Email address', ownerEmail);
    await page.clickButton('Send me a link');
    await page.waitForText('A link is on its way. It works for 24 hours.');

    const { link, code } = await openMailbox(server).waitForMail(ownerEmail);
    await page.goto(link);
    await page.waitForText('Set Your Password');
    await page.waitForText('Harbour Café');
    // Out of the address bar and the history.
    expect(await page.url()).not.toContain(code);
    expect(await page.axe()).toEqual([]);
    await page.fill('Password', testPassword);
    await page.clickButton('Create organization');
    await page.waitForUrl('/settings/users');
    await page.waitForText('Harbour Café');
    await page.waitForText('Welcome to Floorkey, Olive');
  });

  it('asks which organization, when one address and password open several', async () => {
    await page.raw.context().clearCookies();
    await page.goto(`${server.url}/sign-in`);
    await fillSignIn(page);
    await page.waitForText('Which organization?');
    expect(await page.axe()).toEqual([]);
    await page.clickButton('Back');
    await fillSignIn(page);
    await page.waitForText('Which organization?');
    await page.clickButton('Northgate Bakery');
    await page.waitForUrl('/settings/users');
    await page.waitForText('Northgate Bakery');
  });

  it('says at a link that no longer stands that it may be used, with the form for a new one below', async () => {
    await page.goto(`${server.url}/sign-up#code=00000000-0000-4000-8000-000000000000.${'A'.repeat(43)}`);
    await page.waitForText('This code is not right');
    await page.waitForText('Organization name');
  });
});

describe.skipIf(!installedEngines.has('chromium'))('a server that is closed', () => {
  it('offers no new organization, and says so to whoever comes by an address', async () => {
    const { url: databaseUrl } = await makeDatabase();
    const server = await makeServer({ databaseUrl });
    await setUpOrganization(server);
    const page = await openPage(await startBrowserWithoutWorkers(), server.url);
    await page.goto(`${server.url}/sign-up`);
    await page.waitForText('This server doesn’t accept new organizations');
    await page.clickButton('Sign in instead');
    await page.waitForText('Forgot password?');
    expect(await page.evaluate<boolean>(`document.body.innerText.includes('Create an organization')`)).toBe(
      false,
    );
  });
});
