// Addresses with letters beyond a to z: how they are mailed, and that those that the mail server can’t take are refused at entry.
import { describe, expect, onTestFinished, test } from 'vitest';
import { requestEmailChange } from '../../src/contract/endpoints/email-change.ts';
import { checkUserImport } from '../../src/contract/endpoints/user-imports.ts';
import { createUser, updateUser } from '../../src/contract/endpoints/users.ts';
import { queueTo, quickPace, waitForState } from './harness/queued-mail.ts';
import { makeServer } from './harness/server-of-file.ts';
import { startMailServer } from './harness/test-mail-server.ts';
import {
  addUser,
  findRoleId,
  freshUsername,
  setUpOrganization,
  testPassword,
} from './harness/test-organization.ts';

const ignore = () => undefined;
const silent = { trace: ignore, info: ignore, warn: ignore, error: ignore, fatal: ignore };

async function makeSender(takesEveryScript: boolean) {
  const asked: string[] = [];
  const heard = (line: string) => asked.push(...(/^RCPT TO:<(.*)>/.exec(line)?.slice(1) ?? []));
  const mailServer = await startMailServer({
    hideSMTPUTF8: !takesEveryScript,
    // The server itself shows addresses with their domains decoded: what was sent stands in its log alone.
    logger: { ...silent, debug: (_about: unknown, _who: string, line: unknown) => void heard(String(line)) },
  });
  const env = { SMTP_URL: `smtp://localhost:${mailServer.port}` };
  const server = await makeServer({ env, pace: quickPace });
  onTestFinished(() => server.stop());
  return { server, owner: await setUpOrganization(server), asked, mailServer };
}

test.each([true, false])(
  'a domain is mailed in the letters that every mail server reads (a server of every script: %s)',
  async (takesEveryScript) => {
    const sender = await makeSender(takesEveryScript);
    const id = await queueTo(sender, 'info@müller.example');
    await waitForState(sender.server, id, 'sent');
    expect(sender.asked).toEqual(['info@xn--mller-kva.example']);
  },
);

describe('a mail server of plain letters', () => {
  const plainOnly = 'The mail server accepts only plain letters (a to z) before the @. Use another address.';

  test('gets no address that it can’t take: it is refused where it is entered, and nothing else is', async () => {
    const { owner } = await makeSender(false);
    const { client } = owner;
    const email = 'jürgen@northgate.example';
    const refusal = {
      code: 'validation_failed',
      errors: [{ field: 'email', message: plainOnly }],
    };
    const roleId = await findRoleId(client, 'staff');
    const added = await client.callRaw(createUser, { body: { username: freshUsername(), roleId, email } });
    expect(added.body).toMatchObject(refusal);
    const user = await addUser(client, 'staff', { email: 'nora@müller.example' });
    const params = { userId: user.id };
    const body = { revision: user.revision, email };
    expect((await client.callRaw(updateUser, { params, body })).body).toMatchObject(refusal);
    const change = { email, password: testPassword };
    expect((await client.callRaw(requestEmailChange, { body: change })).body).toMatchObject(refusal);
    const csv = `Username,Email address\none,${email}\ntwo,two@müller.example\n`;
    const checked = await client.succeed(checkUserImport, {
      body: { csv, existing: 'skip', invite: false },
    });
    expect(checked.problems).toEqual([{ row: 2, column: 'Email address', message: plainOnly }]);
  });
});

test('a mail server of every script gets the address as it is', async () => {
  const { owner, asked, mailServer } = await makeSender(true);
  await addUser(owner.client, 'staff', { email: 'jürgen@müller.example' });
  await mailServer.waitForMails('jürgen@müller.example', 1);
  expect(asked).toHaveLength(1);
});

test('a domain that can’t be one is refused', async () => {
  const { owner } = await makeSender(true);
  const roleId = await findRoleId(owner.client, 'staff');
  const body = { username: freshUsername(), roleId, email: 'a@aא.example' };
  const answer = await owner.client.callRaw(createUser, { body });
  expect(answer.body).toMatchObject({ code: 'validation_failed', errors: [{ field: 'email' }] });
});
