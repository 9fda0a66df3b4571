// An admin signs somebody out everywhere.
import { beforeAll, expect, it } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { endUserSessions, getUser, updateUser } from '../../src/contract/endpoints/users.ts';
import { type ApiClient, codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  type Member,
  openSession,
  setUpOrganization,
  signInAs,
  whoIs,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
});

const end = (by: ApiClient, userId: string) => by.call(endUserSessions, { params: { userId } });
const codeFor = async (client: ApiClient) => (await client.refuse(getSession, {})).code;

it('ends the sessions in every browser, and those on tablets, which hear of it at once; the ways in stay', async () => {
  const { client, session, user } = await addMember(server, owner.client, 'manager');
  const elsewhere = await openSession(server, session);
  const params = { userId: user.id };
  const { revision } = await owner.client.succeed(getUser, { params });
  await owner.client.succeed(updateUser, { params, body: { revision, pin: '840372' } });
  const tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, 'Counter');
  expect((await tablet.signInWithPin('840372')).status).toBe(200);
  const stream = await tablet.openStream();
  const seen = stream.events.filter((event) => event === 'changed').length;

  expect((await end(owner.client, user.id)).body).toEqual({ ended: 3 });
  await stream.waitFor('changed', seen + 1);
  await stream.close();
  for (const ended of [client, elsewhere, tablet]) expect(await codeFor(ended)).toBe('not_signed_in');
  expect((await tablet.signInWithPin('840372')).status).toBe(200);
  expect((await signInAs(server, user.email ?? '')).session.user.id).toBe(user.id);

  const { events } = await owner.client.succeed(listAuditEvents, { query: { personId: user.id } });
  expect(events.find(({ action }) => action === 'user.sessions-ended')).toMatchObject({
    actor: { id: owner.session.user.id },
    subject: user.name,
    detail: { sessions: 3 },
  });
});

it('leaves the one who asks signed in where they ask', async () => {
  const { client, session, user } = await addMember(server, owner.client, 'admin');
  const elsewhere = await openSession(server, session);
  expect((await end(client, user.id)).body).toEqual({ ended: 1 });
  expect(await codeFor(elsewhere)).toBe('not_signed_in');
  await whoIs(client);
});

it('reaches nobody who may do more', async () => {
  const manager = await addMember(server, owner.client, 'manager');
  expect(codeOf(await end(manager.client, owner.session.user.id))).toBe('above_you');
  await whoIs(owner.client);
});
