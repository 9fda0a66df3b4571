// Linking a tablet by the code that it shows: one approver, one device, and five wrong codes end the session that tries.
import { beforeAll, describe, expect, it } from 'vitest';
import { pullChanges } from '../../src/contract/endpoints/device.ts';
import {
  approveLink,
  askForLink,
  claimLink,
  findLinkRequest,
} from '../../src/contract/endpoints/device-links.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addUnit,
  freshUsername,
  type Member,
  openSession,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
beforeAll(async () => {
  server = await makeServer({ databaseUrl: (await makeDatabase()).url });
  owner = await setUpOrganization(server);
});

/** A tablet that shows a code. */
async function ask() {
  const tablet = await TestDevice.make(server.url);
  return { tablet, link: await tablet.succeed(askForLink, {}) };
}

const approve = (link: { id: string; code: string }, name = freshUsername(), client = owner.client) =>
  client.call(approveLink, { params: { linkId: link.id }, body: { code: link.code, name } });
const wrongCode = 'ZZZZ-9999';

describe('a tablet that shows a code', () => {
  it('is a device once an admin elsewhere has approved it, and not before', async () => {
    const { tablet, link } = await ask();
    expect(link.code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
    expect(await tablet.succeed(claimLink, { params: { linkId: link.id } })).toEqual({ linked: null });
    const typed = link.code.toLowerCase().replace('-', ' ');
    const found = await owner.client.succeed(findLinkRequest, { body: { code: typed } });
    expect(found).toMatchObject({ id: link.id, expiresAt: link.expiresAt });
    expect((await approve(link, 'Gate')).status).toBe(200);
    const { linked } = await tablet.succeed(claimLink, { params: { linkId: link.id } });
    expect(linked).toMatchObject({ device: { name: 'Gate' }, organizationName: 'Northgate Bakery' });
    tablet.token = linked?.token ?? '';
    expect((await tablet.pull()).policy.deviceName).toBe('Gate');
  });

  it('gets its token again while it has not been heard as a device, and then never more', async () => {
    const { tablet, link } = await ask();
    await approve(link);
    const first = await tablet.succeed(claimLink, { params: { linkId: link.id } });
    const second = await tablet.succeed(claimLink, { params: { linkId: link.id } });
    tablet.token = first.linked?.token ?? '';
    expect((await tablet.call(pullChanges, {})).status).toBe(401);
    tablet.token = second.linked?.token ?? '';
    await tablet.pull();
    tablet.token = '';
    expect((await tablet.refuse(claimLink, { params: { linkId: link.id } })).code).toBe('link_expired');
  });

  it('gives its token to nobody who holds another key', async () => {
    const { link } = await ask();
    await approve(link);
    const thief = await TestDevice.make(server.url);
    expect((await thief.refuse(claimLink, { params: { linkId: link.id } })).code).toBe('link_expired');
  });

  it('has ten minutes, by the minute', async () => {
    const { tablet, link } = await ask();
    const client = await openSession(server, owner.session);
    server.clock.advance(10 * 60_000 - 1);
    await client.succeed(findLinkRequest, { body: { code: link.code } });
    server.clock.advance(1);
    expect((await client.refuse(findLinkRequest, { body: { code: link.code } })).code).toBe('link_expired');
    expect((await tablet.refuse(claimLink, { params: { linkId: link.id } })).code).toBe('link_expired');
    owner = { ...owner, client: await openSession(server, owner.session) };
  });

  it('becomes one device, whoever and however many approve at once', async () => {
    const { link } = await ask();
    const admin = await addMember(server, owner.client, 'admin');
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        approve(link, `At once ${at}`, at % 2 ? owner.client : admin.client),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('is not approved with another tablet’s code, nor into a unit out of reach', async () => {
    const [one, other] = [await ask(), await ask()];
    const mixed = await owner.client.refuse(approveLink, {
      params: { linkId: one.link.id },
      body: { code: other.link.code, name: 'Mixed' },
    });
    expect(mixed.code).toBe('not_found');
    const elsewhere = await addUnit(server, owner.session.organization.id, freshUsername());
    const fine = await owner.client.call(approveLink, {
      params: { linkId: one.link.id },
      body: { code: one.link.code, name: freshUsername(), unitId: elsewhere },
    });
    expect(fine.status).toBe(200);
  });
});

describe('wrong codes', () => {
  it('end the session that tries at the fifth, and no other', async () => {
    const admin = await addMember(server, owner.client, 'admin');
    const other = await openSession(server, admin.session);
    for (let left = 4; left >= 1; left -= 1) {
      const refused = await admin.client.refuse(findLinkRequest, { body: { code: wrongCode } });
      expect(refused).toMatchObject({ code: 'link_invalid', detail: expect.stringContaining(`${left} `) });
    }
    expect((await admin.client.call(getSession, {})).status).toBe(200);
    expect((await admin.client.refuse(findLinkRequest, { body: { code: wrongCode } })).detail).toContain(
      'signed out',
    );
    expect((await admin.client.call(getSession, {})).status).toBe(401);
    expect((await other.call(getSession, {})).status).toBe(200);
  });

  it('are not forgotten for a right one between them: anybody can show a code', async () => {
    const admin = await addMember(server, owner.client, 'admin');
    const guess = () => admin.client.call(findLinkRequest, { body: { code: wrongCode } });
    for (let tries = 0; tries < 4; tries += 1) await guess();
    const { link } = await ask();
    for (let tries = 0; tries < 7; tries += 1) {
      await admin.client.succeed(findLinkRequest, { body: { code: link.code } });
    }
    expect((await approve(link, freshUsername(), admin.client)).status).toBe(200);
    await guess();
    expect((await admin.client.call(getSession, {})).status).toBe(401);
  });

  it('are looked at five times, however many come at once', async () => {
    const admin = await addMember(server, owner.client, 'admin');
    const { link } = await ask();
    const guesses = Array.from({ length: 30 }, () =>
      admin.client.call(findLinkRequest, { body: { code: wrongCode } }),
    );
    await Promise.all(guesses);
    expect((await admin.client.call(findLinkRequest, { body: { code: link.code } })).status).toBe(401);
  });
});
