// An admin who learns above the users that a mail did not arrive, and has it sent again.
import { beforeAll, describe, expect, it } from 'vitest';
import { quickPace } from '../integration/harness/queued-mail.ts';
import { makeServer } from '../integration/harness/server-of-file.ts';
import { refuse, startMailServer, type TestMailServer } from '../integration/harness/test-mail-server.ts';
import { addUser, setUpOrganization } from '../integration/harness/test-organization.ts';
import type { TestServer } from '../integration/harness/test-server.ts';
import { installedEngines } from './engine/installed-engines.ts';
import { makeRunningClock } from './flow/running-clock.ts';
import { signInOnScreen, waitForDialogToClose } from './flow/steps.ts';
import { openPage, startBrowserWithoutWorkers } from './flow/watched-browsers.ts';

describe.skipIf(!installedEngines.has('chromium'))('a mail that was refused', () => {
  let refuses = true;
  let mailServer: TestMailServer;
  let server: TestServer;

  beforeAll(async () => {
    mailServer = await startMailServer({
      onRcptTo: (_address, _session, callback) => callback(refuses ? refuse(550) : null),
    });
    const env = { SMTP_URL: `smtp://localhost:${mailServer.port}` };
    server = await makeServer({ env, clock: makeRunningClock(), pace: quickPace });
    const { client } = await setUpOrganization(server);
    await addUser(client, 'staff', { username: 'ada', email: 'ada@northgate.example' });
    await addUser(client, 'staff', {
      firstName: 'Bartholomew',
      lastName: 'Featherstonehaugh-Cholmondeley',
      email: 'bartholomew.featherstonehaugh-cholmondeley@northgate.example',
    });
  });

  it('stands above the users with its reason, and arrives on “Try again”', async () => {
    const page = await openPage(await startBrowserWithoutWorkers(), server.url);
    await signInOnScreen(page, server.url);
    await page.waitForText('2 emails could not be delivered');
    await page.clickButton('See why');
    await page.waitForText('Invitation to ada@northgate.example');
    await page.waitForText('The mail server refused the address');
    refuses = false;
    await page.clickButton('Try again: ada');
    await page.waitForText('Sending the email again');
    const [mail] = await mailServer.waitForMails('ada@northgate.example', 1);
    expect(mail?.subject).toBe('Olive Owner invites you to Northgate Bakery');
    await page.waitForNoText('Invitation to ada@northgate.example');
    await page.clickButton('Close', { within: 'Emails that could not be delivered' });
    await waitForDialogToClose(page);
    await page.waitForText('1 email could not be delivered');
  });
});
