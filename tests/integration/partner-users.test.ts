// The people of partners: adding them, and moving people to a partner and back.
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createPartnerUser,
  moveUserToPartner,
  takeUserFromPartner,
  updatePartner,
} from '../../src/contract/endpoints/partners.ts';
import { createRole } from '../../src/contract/endpoints/roles.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { getUser, updateUser, userSchema } from '../../src/contract/endpoints/users.ts';
import type { Queries } from '../../src/server/database/database.ts';
import { auditEvents, mails, organizations } from '../../src/server/database/schema.ts';
import { type ApiClient, codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import {
  addMember,
  addOrganization,
  addUnit,
  addUser,
  findRoleId,
  limitToUnits,
  type Member,
  setUpOrganization,
} from './harness/test-organization.ts';
import { addPartner, addPartnerUser, newPartnerUser } from './harness/test-partner.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let client: ApiClient;
let partnerId: string;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  client = owner.client;
  partnerId = (await addPartner(client, 'Supply')).id;
});

const read = <T>(work: (tx: Queries) => Promise<T>) =>
  server.context.database.inOrganization(owner.session.organization.id, work);
const add = (body: object, by = client, to = partnerId) =>
  by.callRaw(createPartnerUser, { params: { partnerId: to }, body });
const added = async (body: object) => userSchema.parse((await add({ ...newPartnerUser(), ...body })).body);
const move = (userId: string, by = client, to = partnerId) =>
  by.callRaw(moveUserToPartner, { params: { partnerId: to }, body: { userId } });
const readUser = (userId: string) => client.succeed(getUser, { params: { userId } });
const limitedAdmin = async () => {
  const admin = await addMember(server, client, 'admin');
  const { id } = owner.session.organization;
  await limitToUnits(server, id, admin.user.id, [await addUnit(server, id, `Unit of ${admin.user.name}`)]);
  return admin;
};

describe('adding a user to a partner', () => {
  it('invites them for 72 hours, in the same transaction', async () => {
    const body = { firstName: 'Pia', lastName: 'Pan', email: 'Pia@Supply.example', phone: '+1 202-555-0123' };
    const answer = await add(body);
    const user = userSchema.parse(answer.body);
    expect(user).toMatchObject({
      name: 'Pia Pan',
      username: 'Pia',
      email: 'Pia@Supply.example',
      phone: '+12025550123',
      partner: { id: partnerId, name: 'Supply' },
      role: { name: 'Partner user' },
      units: [],
      state: 'invited',
    });
    const { sentAt = '', expiresAt = '' } = user.invitation ?? {};
    expect(Date.parse(expiresAt) - Date.parse(sentAt)).toBe(72 * 3600 * 1000);
    const sent = await read((tx) => tx.select().from(mails).where(eq(mails.userId, user.id)));
    expect(sent).toMatchObject([{ kind: 'invitation', recipient: 'Pia@Supply.example' }]);
    expect(await readUser(user.id)).toEqual(user);
  });

  it('makes the username from the address, with a number where it is taken, also for ten at once', async () => {
    await addUser(client, 'staff', { username: 'Info' });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        add({ ...newPartnerUser(), email: `info+tag@firm${at}.example` }),
      ),
    );
    const names = answers.map(({ body }) => userSchema.parse(body).username);
    expect(names.toSorted()).toEqual(
      [2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((number) => `info${number}`).toSorted(),
    );
  });

  it('takes "no phone yet" for an answer, and a number only with its country', async () => {
    expect((await added({ phone: null })).phone).toBeNull();
    for (const phone of ['030 901820', '555', '']) {
      const refused = await add({ ...newPartnerUser(), phone });
      expect([codeOf(refused), refused.body]).toMatchObject([
        'validation_failed',
        { errors: [{ field: 'phone' }] },
      ]);
    }
    const { phone: _, ...withoutPhone } = newPartnerUser();
    expect(codeOf(await add(withoutPhone))).toBe('validation_failed');
  });

  it('asks for the 11 digits where the organization wants them', async () => {
    const setRule = (phoneRule: 'international' | 'north-america') =>
      read((tx) => tx.update(organizations).set({ phoneRule }));
    await setRule('north-america');
    expect((await added({ phone: '1 (202) 555-0123' })).phone).toBe('+12025550123');
    const refused = await add({ ...newPartnerUser(), phone: '+49 30 901820' });
    expect(refused.body).toMatchObject({
      errors: [{ field: 'phone', message: expect.stringMatching(/^Enter the 11 digits/) }],
    });
    await setRule('international');
  });

  it('gives no role beyond what partners may have', async () => {
    const roleId = await findRoleId(client, 'partner-manager');
    expect((await added({ roleId })).role.name).toBe('Partner manager');
    const refused = await add({ ...newPartnerUser(), roleId: await findRoleId(client, 'manager') });
    expect([codeOf(refused), refused.body]).toMatchObject([
      'validation_failed',
      { errors: [{ field: 'roleId' }] },
    ]);
  });

  it('is refused while the partner is suspended, since nobody of it could come in', async () => {
    const { id, revision } = await addPartner(client);
    await client.succeed(updatePartner, {
      params: { partnerId: id },
      body: { revision, state: 'suspended' },
    });
    expect(codeOf(await add(newPartnerUser(), client, id))).toBe('validation_failed');
  });

  it('needs to see partners, the whole organization, and a partner of one’s own organization', async () => {
    const manager = await addMember(server, client, 'manager');
    expect(codeOf(await add(newPartnerUser(), manager.client))).toBe('permission_missing');
    expect(codeOf(await add(newPartnerUser(), (await limitedAdmin()).client))).toBe('permission_missing');
    const stranger = await addOrganization(server, 'Elsewhere');
    const theirs = await addPartner(stranger.client);
    expect(codeOf(await add(newPartnerUser(), client, theirs.id))).toBe('not_found');
  });
});

describe('changing a partner’s user', () => {
  it('stays within what partners may have', async () => {
    const user = await addPartnerUser(client, partnerId);
    const change = async (roleId: string) =>
      client.callRaw(updateUser, { params: { userId: user.id }, body: { revision: user.revision, roleId } });
    const own = await client.succeed(createRole, {
      body: { name: 'Partner reader', permissions: ['tablet:use', 'users:read', 'devices:read'] },
    });
    for (const roleId of [own.id, await findRoleId(client, 'admin'), await findRoleId(client, 'owner')]) {
      const refused = await change(roleId);
      expect([codeOf(refused), refused.body]).toMatchObject([
        'validation_failed',
        { errors: [{ field: 'roleId' }] },
      ]);
    }
    expect((await change(await findRoleId(client, 'partner-manager'))).status).toBe(200);
  });
});

describe('moving a user to a partner', () => {
  it('clears their units, takes a role that partners can’t have, and signs them out once', async () => {
    const person = await addMember(server, client, 'manager');
    const { id } = owner.session.organization;
    await limitToUnits(server, id, person.user.id, [await addUnit(server, id, 'Oven 1')]);
    const answer = await move(person.user.id);
    expect(userSchema.parse(answer.body)).toMatchObject({
      id: person.user.id,
      partner: { id: partnerId },
      units: [],
      role: { name: 'Partner user' },
      hasPassword: true,
    });
    expect(codeOf(await person.client.call(getSession, {}))).toBe('not_signed_in');
    const events = await read((tx) =>
      tx.select().from(auditEvents).where(eq(auditEvents.subjectId, person.user.id)),
    );
    expect(events.find(({ action }) => action === 'user.moved-to-partner')).toMatchObject({
      detail: { partner: 'Supply', partnerBefore: null, role: 'Partner user' },
    });
  });

  it('keeps a role that partners may have, and moves on from one partner to another', async () => {
    const user = await addUser(client, 'staff');
    expect((await move(user.id)).body).toMatchObject({ role: { name: 'Staff' } });
    const other = await addPartner(client);
    expect((await move(user.id, client, other.id)).body).toMatchObject({ partner: { id: other.id } });
    const again = userSchema.parse((await move(user.id, client, other.id)).body);
    expect(again.revision).toBe((await readUser(user.id)).revision);
  });

  it('to a suspended one suspends them', async () => {
    const { id, revision } = await addPartner(client);
    await client.succeed(updatePartner, {
      params: { partnerId: id },
      body: { revision, state: 'suspended' },
    });
    expect((await move((await addUser(client, 'staff')).id, client, id)).body).toMatchObject({
      state: 'suspended',
    });
  });

  it('never moves an owner, oneself, somebody above oneself, or somebody who is not there', async () => {
    const second = await addUser(client, 'owner');
    const admin = await addMember(server, client, 'admin');
    expect(codeOf(await move(second.id))).toBe('is_owner');
    expect(codeOf(await move(owner.session.user.id, admin.client))).toBe('is_owner');
    expect(codeOf(await move(admin.user.id, admin.client))).toBe('above_you');
    const roleId = (
      await client.succeed(createRole, {
        body: {
          name: 'Partner desk',
          permissions: ['tablet:use', 'users:read', 'users:manage', 'partners:read'],
        },
      })
    ).id;
    const desk = await addMember(server, client, 'staff');
    const { revision } = await readUser(desk.user.id);
    await client.succeed(updateUser, { params: { userId: desk.user.id }, body: { revision, roleId } });
    expect(codeOf(await move(admin.user.id, desk.client))).toBe('above_you');
    const stranger = await addOrganization(server, 'Far away');
    expect(codeOf(await move(stranger.session.user.id))).toBe('not_found');
    expect(codeOf(await move((await addUser(client, 'staff')).id, (await limitedAdmin()).client))).toBe(
      'permission_missing',
    );
  });

  it('can be taken back, with a role that is chosen anew', async () => {
    const user = await addPartnerUser(client, partnerId, 'partner-manager');
    const take = (from: string, roleId: string) =>
      client.callRaw(takeUserFromPartner, { params: { partnerId: from }, body: { userId: user.id, roleId } });
    const staff = await findRoleId(client, 'staff');
    const other = await addPartner(client);
    expect(codeOf(await take(other.id, staff))).toBe('not_found');
    expect((await take(partnerId, staff)).body).toMatchObject({ partner: null, role: { name: 'Staff' } });
    expect(codeOf(await take(partnerId, staff))).toBe('not_found');
  });
});
