// One email address is never on two users of an organization, and who holds it is told to those who see that person.
import { beforeAll, describe, expect, it } from 'vitest';
import { createPartnerUser } from '../../src/contract/endpoints/partners.ts';
import {
  cancelInvitation,
  createUser,
  listUsers,
  type User,
  updateUser,
} from '../../src/contract/endpoints/users.ts';
import { problemSchema } from '../../src/contract/problem.ts';
import { type ApiClient, codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import {
  addMember,
  addOrganization,
  addUnit,
  addUser,
  findRoleId,
  freshUsername,
  limitToUnits,
  type Member,
  setUpOrganization,
} from './harness/test-organization.ts';
import { addPartner, addPartnerMember, addPartnerUser, newPartnerUser } from './harness/test-partner.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let client: ApiClient;
let partnerId: string;
let staffRole: string;
let holder: User;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  client = owner.client;
  partnerId = (await addPartner(client, 'Supply')).id;
  staffRole = await findRoleId(client, 'staff');
  holder = await addUser(client, 'staff', {
    firstName: 'Nora',
    lastName: 'New',
    email: 'nora@northgate.example',
  });
});

const create = (email: string, by = client, roleId = staffRole) =>
  by.call(createUser, { body: { username: freshUsername(), roleId, email } });
const addToPartner = (email: string, by = client) =>
  by.call(createPartnerUser, { params: { partnerId }, body: { ...newPartnerUser(), email } });
const change = ({ id, revision }: User, email: string, by = client) =>
  by.call(updateUser, { params: { userId: id }, body: { revision, email } });

describe('an address that somebody has', () => {
  it.each([
    ['as it is', 'nora@northgate.example'],
    ['in capitals', 'NORA@Northgate.Example'],
    ['with a Cyrillic о', 'nоra@northgate.example'],
    ['in fullwidth letters', 'ｎｏｒａ@northgate.example'],
    ['with a zero-width space', 'no\u200bra@northgate.example'],
    ['with a look-alike in its domain', 'nora@northgаte.example'],
  ])('is refused to another person, typed %s, wherever it is entered', async (_, email) => {
    const before = (await client.succeed(listUsers, {})).total;
    const other = await addUser(client, 'staff');
    for (const answer of [await create(email), await addToPartner(email), await change(other, email)]) {
      expect(problemSchema.parse(answer.body)).toMatchObject({
        code: 'email_taken',
        errors: [{ field: 'email', message: 'Nora New already has this email address.' }],
        holder: { id: holder.id, name: 'Nora New', state: 'invited', partner: null, editable: true },
      });
    }
    expect((await client.succeed(listUsers, {})).total).toBe(before + 1);
  });

  it.each(['nora1@northgate.example', 'n.ora@northgate.example', 'nora+floor@northgate.example'])(
    'is not taken for %s',
    async (email) => {
      expect((await create(email)).status).toBe(200);
    },
  );

  it('may be spelled anew by the one who has it', async () => {
    const user = await addUser(client, 'staff', { email: 'spelled@northgate.example' });
    const answer = await change(user, 'Spelled@Northgate.example');
    expect(answer.body).toMatchObject({ email: 'Spelled@Northgate.example' });
  });

  it('goes to exactly one of twenty who are to get it at once', async () => {
    const spellings = ['one@race.example', 'ONE@race.example', 'оne@race.example', 'onе@race.example'];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => {
        const email = spellings[at % 4] ?? '';
        return at % 2 ? create(email) : addToPartner(email);
      }),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => codeOf(answer) === 'email_taken')).toHaveLength(19);
  });

  it('may be somebody’s in another organization', async () => {
    const stranger = await addOrganization(server, 'Elsewhere');
    const answer = await create(
      'nora@northgate.example',
      stranger.client,
      await findRoleId(stranger.client, 'staff'),
    );
    expect(answer.status).toBe(200);
  });

  it('is free again once its invitation is cancelled', async () => {
    const user = await addUser(client, 'staff', { email: 'cancelled@northgate.example' });
    expect(codeOf(await addToPartner('cancelled@northgate.example'))).toBe('email_taken');
    await client.succeed(cancelInvitation, { params: { userId: user.id } });
    expect((await addToPartner('cancelled@northgate.example')).status).toBe(200);
  });
});

describe('who has the address', () => {
  const plain = 'This email address is taken. Use another one.';
  const refusalOf = async (answer: Promise<{ body: unknown }>) => problemSchema.parse((await answer).body);

  it('is told with their partner, and that they can’t be changed by somebody below them', async () => {
    const theirs = await addPartnerUser(client, partnerId);
    const told = await refusalOf(create(theirs.email ?? ''));
    expect(told.holder).toMatchObject({ id: theirs.id, partner: { id: partnerId, name: 'Supply' } });
    expect(told.detail).toBe(`${theirs.name} (Supply) already has this email address.`);
    const manager = await addMember(server, client, 'manager');
    const above = await refusalOf(create('olive@northgate.example', manager.client));
    expect(above.holder).toMatchObject({ name: 'Olive Owner', state: 'active', editable: false });
  });

  it('stays unknown to an admin of units who does not see that user', async () => {
    const admin = await addMember(server, client, 'admin');
    const { id } = owner.session.organization;
    await limitToUnits(server, id, admin.user.id, [await addUnit(server, id, 'Yard')]);
    const told = await refusalOf(create('nora@northgate.example', admin.client));
    expect([told.code, told.detail, told.holder]).toEqual(['email_taken', plain, undefined]);
    expect(JSON.stringify(told)).not.toMatch(/nora/i);
  });

  it('stays unknown to a partner’s users, unless it is one of theirs', async () => {
    const manager = await addPartnerMember(server, client, partnerId, 'partner-manager');
    const role = await findRoleId(client, 'partner');
    const own = await addPartnerUser(client, partnerId);
    const other = await addPartnerUser(client, (await addPartner(client)).id);
    for (const email of ['nora@northgate.example', 'olive@northgate.example', other.email ?? '']) {
      const told = await refusalOf(create(email, manager.client, role));
      expect([told.code, told.detail, told.holder]).toEqual(['email_taken', plain, undefined]);
    }
    expect((await refusalOf(create(own.email ?? '', manager.client, role))).holder?.id).toBe(own.id);
  });
});
