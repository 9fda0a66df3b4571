// A page that was drawn for one person does nothing with the session of another.
import { beforeAll, expect, it } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { getSession, signOut } from '../../src/contract/endpoints/session.ts';
import { createUser, listUsers } from '../../src/contract/endpoints/users.ts';
import { signedInAsHeader } from '../../src/contract/headers.ts';
import { codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { addMember, findRoleId, type Member, setUpOrganization } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let other: Member;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  other = await addMember(server, owner.client, 'admin');
});

it('refuses to read, change or end anything where the session is not of the one whom the page was drawn for', async () => {
  const { client, session } = owner;
  const headers = { [signedInAsHeader]: other.session.user.id };
  const body = { username: 'late', roleId: await findRoleId(client, 'staff') };
  const answers = [
    await client.call(getSession, {}, headers),
    await client.call(listUsers, {}, headers),
    await client.call(createUser, { body }, headers),
    await client.call(signOut, {}, headers),
  ];
  expect(answers.map(codeOf)).toEqual(Array(4).fill('session_changed'));
  const { events } = await client.succeed(listAuditEvents, {});
  expect(events.map(({ subject }) => subject)).not.toContain('late');
  const own = { [signedInAsHeader]: session.user.id };
  expect((await client.call(createUser, { body }, own)).status).toBe(200);
});
