// Partners: adding and changing them, and what their suspension does to their people.
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createPartner,
  listPartners,
  type Partner,
  updatePartner,
} from '../../src/contract/endpoints/partners.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { getUser, suggestPin, updateUser } from '../../src/contract/endpoints/users.ts';
import { auditEvents } from '../../src/server/database/schema.ts';
import { type ApiClient, codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addOrganization,
  addUnit,
  limitToUnits,
  type Member,
  openSession,
  setUpOrganization,
  signInAs,
} from './harness/test-organization.ts';
import { addPartner, addPartnerMember, addPartnerUser } from './harness/test-partner.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let client: ApiClient;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  client = owner.client;
});

const change = ({ id, revision }: Partner, body: object, by = client) =>
  by.callRaw(updatePartner, { params: { partnerId: id }, body: { revision, ...body } });

const changed = (partner: Partner, body: object) =>
  client.succeed(updatePartner, {
    params: { partnerId: partner.id },
    body: { revision: partner.revision, ...body },
  });

const namesOf = async (search?: string) => {
  const { partners } = await client.succeed(listPartners, search === undefined ? {} : { query: { search } });
  return partners.map(({ name }) => name);
};

const readUser = (userId: string) => client.succeed(getUser, { params: { userId } });

const eventsAbout = (subjectId: string) =>
  server.context.database.inOrganization(owner.session.organization.id, (tx) =>
    tx.select().from(auditEvents).where(eq(auditEvents.subjectId, subjectId)).orderBy(auditEvents.position),
  );

describe('a partner', () => {
  it('keeps what was entered, its phone number as one that every phone can dial', async () => {
    const partner = await client.succeed(createPartner, {
      body: {
        name: '  Küche & Söhne ',
        contactName: 'Cora Contact',
        contactEmail: 'Cora@Supply.example',
        contactPhone: '+49 (0)30 / 90 18 20',
      },
    });
    expect(partner).toMatchObject({
      name: 'Küche & Söhne',
      contactName: 'Cora Contact',
      contactEmail: 'Cora@Supply.example',
      contactPhone: '+4930901820',
      state: 'active',
      userCount: 0,
    });
    expect((await client.succeed(listPartners, {})).partners).toContainEqual(partner);
    expect(await eventsAbout(partner.id)).toMatchObject([
      { action: 'partner.created', subject: 'Küche & Söhne' },
    ]);
  });

  it('needs no more than a name', async () => {
    expect(await addPartner(client, 'Just a name')).toMatchObject({
      contactName: '',
      contactEmail: null,
      contactPhone: null,
    });
  });

  it.each([
    [{ name: ' ' }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ name: 'Fine', contactEmail: 'cora' }, 'contactEmail'],
    [{ name: 'Fine', contactPhone: '030 901820' }, 'contactPhone'],
  ])('is refused whole for %o, with the field named', async (body, field) => {
    const before = await namesOf();
    const answer = await client.callRaw(createPartner, { body });
    expect([codeOf(answer), answer.body]).toMatchObject(['validation_failed', { errors: [{ field }] }]);
    expect(await namesOf()).toEqual(before);
  });

  it('has a name of its own, whatever the case, and of two at once one gets it', async () => {
    const answers = await Promise.all(
      ['Twin & Co', 'TWIN & CO'].map((name) => client.call(createPartner, { body: { name } })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const other = await addPartner(client);
    const refused = await change(other, { name: 'twin & co' });
    expect([codeOf(refused), refused.body]).toMatchObject([
      'partner_name_taken',
      { errors: [{ field: 'name' }] },
    ]);
    const stranger = await addOrganization(server, 'Elsewhere');
    expect((await addPartner(stranger.client, 'Twin & Co')).name).toBe('Twin & Co');
  });

  it('is found by name and contact, and wildcards are ordinary characters', async () => {
    const { name } = await client.succeed(createPartner, {
      body: { name: 'Hundred % Oats', contactName: 'Otto Oat', contactEmail: 'oat_mill@oats.example' },
    });
    for (const search of ['hundred', '% o', 'OTTO', 'oat_mill'])
      expect(await namesOf(search)).toEqual([name]);
    expect(await namesOf('d_o')).toEqual([]);
  });

  it('changes only what is sent, and not over a change that was made meanwhile', async () => {
    const partner = await client.succeed(createPartner, {
      body: { name: 'Change me', contactName: 'Old', contactPhone: '+1 202 555 0123' },
    });
    const after = await changed(partner, { contactName: 'New', contactPhone: null });
    expect(after).toMatchObject({ name: 'Change me', contactName: 'New', contactPhone: null });
    expect(after.revision).toBeGreaterThan(partner.revision);
    expect(codeOf(await change(partner, { contactName: 'Late' }))).toBe('changed_meanwhile');
    expect(await eventsAbout(partner.id)).toMatchObject([
      { action: 'partner.created' },
      { action: 'partner.changed', detail: { changed: ['contactName', 'contactPhone'] } },
    ]);
  });

  it('is out of reach of those who are limited to units, and its users are not counted for them', async () => {
    const admin = await addMember(server, client, 'admin');
    const { id } = owner.session.organization;
    await limitToUnits(server, id, admin.user.id, [await addUnit(server, id, 'Yard')]);
    const partner = await addPartner(client);
    await addPartnerUser(client, partner.id);
    expect(codeOf(await change(partner, { name: 'Mine' }, admin.client))).toBe('permission_missing');
    const created = await admin.client.call(createPartner, { body: { name: 'Mine, too' } });
    expect(codeOf(created)).toBe('permission_missing');
    const { partners } = await admin.client.succeed(listPartners, {});
    expect(partners.find((each) => each.id === partner.id)?.userCount).toBe(0);
  });

  it('of another organization is not there', async () => {
    const stranger = await addOrganization(server, 'Far away');
    const theirs = await addPartner(stranger.client);
    expect(codeOf(await change(theirs, { name: 'Mine' }))).toBe('not_found');
    expect(await namesOf(theirs.name)).toEqual([]);
  });
});

describe('suspending a partner', () => {
  it('ends the sessions of its users on tablets and in browsers with that very answer', async () => {
    const partner = await addPartner(client);
    const person = await addPartnerMember(server, client, partner.id, 'partner-manager');
    const withPin = await addPartnerUser(client, partner.id);
    const { pin } = await client.succeed(suggestPin, {});
    await client.succeed(updateUser, {
      params: { userId: withPin.id },
      body: { revision: withPin.revision, pin },
    });
    const other = await addPartnerMember(server, client, (await addPartner(client)).id);
    const tablet = await TestDevice.make(server.url);
    await tablet.authorize(client, 'Counter');
    expect((await tablet.signInWithPin(pin)).status).toBe(200);
    const roster = await tablet.pull();
    expect(JSON.stringify(roster.puts)).toContain(withPin.id);

    expect((await changed(partner, { state: 'suspended' })).state).toBe('suspended');

    expect(codeOf(await person.client.call(getSession, {}))).toBe('not_signed_in');
    expect(codeOf(await tablet.call(getSession, {}))).toBe('not_signed_in');
    expect((await other.client.call(getSession, {})).status).toBe(200);
    expect(codeOf(await tablet.signInWithPin(pin))).toBe('wrong_pin');
    const { dels } = await tablet.pull(roster.cursor);
    expect(JSON.stringify(dels)).toContain(withPin.id);
    await expect(signInAs(server, person.user.email ?? '')).rejects.toThrow('wrong_credentials');
    expect((await readUser(person.user.id)).state).toBe('suspended');
  });

  it('raises the revision of its users, and both is undone when the partner is brought back', async () => {
    const partner = await addPartner(client);
    const person = await addPartnerMember(server, client, partner.id);
    const suspended = await changed(partner, { state: 'suspended' });
    const out = await readUser(person.user.id);
    expect(out.revision).toBe(suspended.revision);
    const back = await changed(suspended, { state: 'active' });
    expect(await readUser(person.user.id)).toMatchObject({ state: 'active', revision: back.revision });
    // Sessions that were ended stay ended.
    expect(codeOf(await person.client.call(getSession, {}))).toBe('not_signed_in');
    await signInAs(server, person.user.email ?? '');
    expect((await eventsAbout(partner.id)).map(({ action, detail }) => [action, detail.people])).toEqual([
      ['partner.created', undefined],
      ['partner.suspended', 1],
      ['partner.reinstated', 1],
    ]);
  });

  it('leaves those suspended who were suspended themselves', async () => {
    const partner = await addPartner(client);
    const person = await addPartnerUser(client, partner.id);
    await client.succeed(updateUser, {
      params: { userId: person.id },
      body: { revision: person.revision, state: 'suspended' },
    });
    await changed(await changed(partner, { state: 'suspended' }), { state: 'active' });
    expect((await readUser(person.id)).state).toBe('suspended');
  });

  it('twice in a row is one suspension', async () => {
    const partner = await addPartner(client);
    const first = await changed(partner, { state: 'suspended' });
    await changed(first, { state: 'suspended' });
    const actions = (await eventsAbout(partner.id)).map(({ action }) => action);
    expect(actions).toEqual(['partner.created', 'partner.suspended', 'partner.changed']);
  });

  it('can’t be done by who may only see partners', async () => {
    const partner = await addPartner(client);
    const staff = await addMember(server, client, 'manager');
    const session = await openSession(server, staff.session);
    expect(codeOf(await change(partner, { state: 'suspended' }, session))).toBe('permission_missing');
    expect(codeOf(await session.call(listPartners, {}))).toBe('permission_missing');
  });
});
