// An address that an admin gives somebody else: both addresses hear of it.
import { beforeAll, expect, it } from 'vitest';
import { updateUser } from '../../src/contract/endpoints/users.ts';
import { makeServer } from './harness/server-of-file.ts';
import { type Mailbox, openMailbox } from './harness/test-mailbox.ts';
import { addMember, addUser, type Member, setUpOrganization } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let mailbox: Mailbox;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  mailbox = openMailbox(server);
});

it('is told to the old and the new one, in the language of the user', async () => {
  const { user } = await addMember(server, owner.client, 'manager');
  const oldEmail = user.email ?? '';
  const newEmail = 'moved@northgate.example';
  await owner.client.succeed(updateUser, {
    params: { userId: user.id },
    body: { revision: user.revision, email: newEmail, language: 'de' },
  });
  for (const address of [oldEmail, newEmail]) {
    const mail = await mailbox.waitForMail(address, 'Ihre E-Mail-Adresse für');
    expect(mail.text).toContain(newEmail);
    expect(mail.text).toContain(oldEmail);
    expect(mail.text).toContain('Ein Admin von Northgate Bakery hat das geändert.');
    expect(mail.text).not.toContain('Link');
  }
});

it('is told to nobody when the user never signed in with the old one: the new one is invited', async () => {
  const oldEmail = 'never-used@northgate.example';
  const user = await addUser(owner.client, 'staff', { email: oldEmail });
  await owner.client.succeed(updateUser, {
    params: { userId: user.id },
    body: { revision: user.revision, email: 'invited@northgate.example' },
  });
  await mailbox.waitForMail('invited@northgate.example', 'invite');
  const told = [...(await mailbox.list(oldEmail)), ...(await mailbox.list('invited@northgate.example'))];
  expect(told.filter(({ subject }) => subject.includes('changed'))).toEqual([]);
});
