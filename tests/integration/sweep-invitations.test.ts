// An invitation that nobody accepted, long after it expired: it is still there to be sent again, renewed or cancelled.
import { beforeAll, expect, it } from 'vitest';
import { checkInvitation, renewInvitation } from '../../src/contract/endpoints/invitations.ts';
import { cancelInvitation, getUser, listUsers } from '../../src/contract/endpoints/users.ts';
import { sweepExpired } from '../../src/server/jobs/sweep-expired.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { makeLinkCode } from './harness/make-link-code.ts';
import { makeServer } from './harness/server-of-file.ts';
import { openMailbox } from './harness/test-mailbox.ts';
import { addUser, type Member, openSession, setUpOrganization } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const dayMs = 24 * 3_600_000;

let server: TestServer;
let owner: Member;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
});

it('keeps an open invitation however old it is, and forgets one that was ended', async () => {
  const email = 'late@northgate.example';
  const user = await addUser(owner.client, 'staff', { email });
  const target = { organizationId: owner.session.organization.id, userId: user.id, email } as const;
  const voided = await makeLinkCode(server, { ...target, kind: 'invitation' });
  const { code } = await makeLinkCode(server, { ...target, kind: 'invitation' });
  server.clock.advance(40 * dayMs);
  await sweepExpired(server.context);

  const client = await openSession(server, owner.session);
  const params = { userId: user.id };
  expect(await client.succeed(getUser, { params })).toMatchObject({
    state: 'invited',
    invitation: { expired: true },
  });
  expect((await client.succeed(listUsers, { query: { state: 'invited' } })).total).toBe(1);
  const anyone = new ApiClient(server.url);
  const check = async (given: string) =>
    codeOf(await anyone.call(checkInvitation, { body: { code: given } }));
  expect(await check(code)).toBe('link_expired');
  expect(await check(voided.code)).toBe('link_unknown');
  const rows = await server.context.database.lookUp.query.oneTimeLinks.findMany();
  expect(rows.filter(({ kind, userId }) => kind === 'invitation' && userId === user.id)).toHaveLength(1);

  await anyone.succeed(renewInvitation, { body: { code } });
  await openMailbox(server).waitForMail(email);
  expect(await client.succeed(cancelInvitation, { params })).toMatchObject({
    state: 'active',
    invitation: null,
    email: null,
  });
});
