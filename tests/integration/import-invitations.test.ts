// Invitations of people who came in from a file: sent to whom they may go, once, also when the job runs again.
import { and, eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { updatePartner } from '../../src/contract/endpoints/partners.ts';
import {
  deleteUsers,
  getUser,
  listUsers,
  type User,
  updateUser,
} from '../../src/contract/endpoints/users.ts';
import { auditEvents, userImports, users } from '../../src/server/database/schema.ts';
import { runUserImport } from '../../src/server/domain/imports/run-user-import.ts';
import { importPeople, keepWrittenImport } from './harness/import-people.ts';
import { makeServer } from './harness/server-of-file.ts';
import { openMailbox } from './harness/test-mailbox.ts';
import { addMember, addUser, type Member, setUpOrganization } from './harness/test-organization.ts';
import { addPartner, addPartnerUser } from './harness/test-partner.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
});

const inOrganization: TestServer['context']['database']['inOrganization'] = (...given) =>
  server.context.database.inOrganization(...given);

async function countInvitations({ id }: Pick<User, 'id'>): Promise<number> {
  const rows = await inOrganization(owner.session.organization.id, (tx) =>
    tx
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.subjectId, id), eq(auditEvents.action, 'user.invited'))),
  );
  return rows.length;
}

const readImport = (importId: string) =>
  inOrganization(owner.session.organization.id, (tx) =>
    tx.query.userImports.findFirst({ where: eq(userImports.id, importId) }),
  );

const find = async (search: string) => (await owner.client.succeed(listUsers, { query: { search } })).users;

/** Somebody with an address whom nobody has invited yet, as an import writes them. */
async function addUninvited(email: string, username = email): Promise<User> {
  const user = await addUser(owner.client, 'staff', { username });
  await server.context.database.lookUp
    .update(users)
    .set({ email, emailFolded: email })
    .where(eq(users.id, user.id));
  return user;
}

it('go to everybody in the file who has an address, and to nobody else', async () => {
  const csv = 'Username,Email address\nwith,with@northgate.example\nwithout,';
  expect(await importPeople(owner.client, csv, { invite: true })).toMatchObject({
    state: 'done',
    failure: null,
  });
  await openMailbox(server).waitForMail('with@northgate.example');
  expect((await find('with')).map(({ username, state }) => [username, state])).toEqual([
    ['with', 'invited'],
    ['without', 'active'],
  ]);
  await importPeople(owner.client, 'Username,Email address\nquiet,quiet@northgate.example');
  expect((await find('quiet'))[0]).toMatchObject({ invitation: null });
});

it('are not doubled by a second run, nor by two at once', async () => {
  const people = await Promise.all([1, 2, 3, 4].map((at) => addUninvited(`twice-${at}@northgate.example`)));
  const ids = people.map(({ id }) => id);
  const jobs = [
    await keepWrittenImport(server, owner, ids),
    await keepWrittenImport(server, owner, ids),
    await keepWrittenImport(server, owner, ids),
  ];
  await Promise.all(jobs.map((job) => runUserImport(server.context, job)));
  for (const user of people) expect(await countInvitations(user)).toBe(1);
  for (const { importId } of jobs) {
    expect(await readImport(importId)).toMatchObject({ state: 'done', sealed: null });
  }
});

it('reach nobody who was suspended with their partner, deleted or invited at another address meanwhile', async () => {
  const partner = await addPartner(owner.client);
  const theirs = await addPartnerUser(owner.client, partner.id);
  // Their invitation is as good as not sent yet.
  await server.context.database.lookUp.execute(
    `update one_time_links set voided_at = now() where user_id = '${theirs.id}'`,
  );
  await owner.client.succeed(updatePartner, {
    params: { partnerId: partner.id },
    body: { revision: partner.revision, state: 'suspended' },
  });
  const gone = await addUninvited('gone@northgate.example');
  await owner.client.succeed(deleteUsers, { body: { userIds: [gone.id] } });
  const corrected = await addUninvited('wrong@northgate.example');
  await owner.client.succeed(updateUser, {
    params: { userId: corrected.id },
    body: { revision: corrected.revision, email: 'right@northgate.example' },
  });
  const before = await Promise.all([theirs, gone, corrected].map(countInvitations));
  const job = await keepWrittenImport(server, owner, [theirs.id, gone.id, corrected.id]);
  await runUserImport(server.context, job);
  expect(await Promise.all([theirs, gone, corrected].map(countInvitations))).toEqual(before);
  expect(before).toEqual([1, 0, 1]);
});

it('are not sent in the name of somebody who lost the right, and the import is done all the same', async () => {
  const manager = await addMember(server, owner.client, 'manager');
  const user = await addUninvited('late@northgate.example');
  const job = await keepWrittenImport(server, manager, [user.id]);
  await owner.client.succeed(updateUser, {
    params: { userId: manager.user.id },
    body: { revision: manager.user.revision, state: 'suspended' },
  });
  await runUserImport(server.context, job);
  expect(await readImport(job.importId)).toMatchObject({
    state: 'done',
    sealed: null,
    failure: expect.stringContaining('not everyone was invited'),
  });
  expect(await owner.client.succeed(getUser, { params: { userId: user.id } })).toMatchObject({
    invitation: null,
  });
});
