// An address that no mail can be sent to, stored before such ones were refused.
import { expect, test } from 'vitest';
import { queueTo, quickPace, waitForState } from './harness/queued-mail.ts';
import { makeServer } from './harness/server-of-file.ts';
import { startMailServer } from './harness/test-mail-server.ts';
import { setUpOrganization } from './harness/test-organization.ts';

test('an address that can’t be written into a command is refused for good, so its mail is not tried for a day', async () => {
  const mailServer = await startMailServer();
  const server = await makeServer({
    env: { SMTP_URL: `smtp://localhost:${mailServer.port}` },
    // A slow machine is not to be taken for a server that does not answer.
    pace: { jobs: quickPace.jobs },
  });
  const id = await queueTo({ server, owner: await setUpOrganization(server) }, 'a<b@northgate.example');
  const reason = 'No email can be sent to this address. Check the spelling.';
  expect(await waitForState(server, id, 'failed', reason)).toMatchObject({ attempts: 1 });
  expect(mailServer.taken).toEqual([]);
});
