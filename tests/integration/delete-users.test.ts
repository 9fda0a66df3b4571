// Deleting people: all or none, from that moment on, with nothing left of them but the name.
import { beforeAll, describe, expect, it } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { checkInvitation } from '../../src/contract/endpoints/invitations.ts';
import { signIn } from '../../src/contract/endpoints/password.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { deleteUsers, getUser, listUsers, type User } from '../../src/contract/endpoints/users.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { makeLinkCode } from './harness/make-link-code.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addOrganization,
  addUnit,
  addUser,
  limitToUnits,
  type Member,
  setUpOrganization,
  testPassword,
} from './harness/test-organization.ts';
import { addPartner, addPartnerMember } from './harness/test-partner.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let rows: StoredRows;
let owner: Member;
let client: ApiClient;
beforeAll(async () => {
  const database = await makeDatabase();
  server = await makeServer({ databaseUrl: database.url });
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
  client = owner.client;
  return () => rows.close();
});

const remove = (by: ApiClient, ...people: { id: string }[]) =>
  by.callRaw(deleteUsers, { body: { userIds: people.map(({ id }) => id) } });
const total = async () => (await client.succeed(listUsers, {})).total;

describe('a deleted user', () => {
  it('is out at once: account session, sign-in, tablet and roster', async () => {
    const { client: theirs, user } = await addMember(server, client, 'manager');
    const tablet = await TestDevice.make(server.url);
    await tablet.authorize(client, 'Counter');
    const holder = await addUser(client, 'staff', { pin: '840372' });
    expect((await tablet.signInWithPin('840372')).status).toBe(200);
    const { cursor, puts } = await tablet.pull();
    expect(puts.users.map(({ id }) => id)).toContain(holder.id);
    const stream = await tablet.openStream();
    await stream.waitFor('changed');
    const started = performance.now();
    expect((await remove(client, user, holder)).body).toEqual({ deleted: 2 });
    await stream.waitFor('changed', 2).finally(() => stream.close());
    expect(performance.now() - started).toBeLessThan(2_000);
    expect((await tablet.pull(cursor)).dels.users).toContain(holder.id);
    expect((await tablet.call(getSession, {})).status).toBe(401);
    expect((await tablet.signInWithPin('840372')).status).toBe(401);
    expect(codeOf(await theirs.call(getSession, {}))).toBe('not_signed_in');
    const body = { email: user.email ?? '', password: testPassword };
    expect(codeOf(await new ApiClient(server.url).call(signIn, { body }))).toBe('wrong_credentials');
  });

  it('leaves the name in the audit trail, and no address, phone, PIN, password, link or mail', async () => {
    const email = 'gone@northgate.example';
    const user = await addUser(client, 'staff', {
      firstName: 'Gone',
      lastName: 'Girl',
      email,
      pin: '718305',
      phone: '+49 30 901820',
    } as object);
    const organizationId = owner.session.organization.id;
    const { code } = await makeLinkCode(server, {
      organizationId,
      userId: user.id,
      kind: 'invitation',
      email,
    });
    expect((await remove(client, user)).status).toBe(200);
    const { events } = await client.succeed(listAuditEvents, {});
    expect(events.filter(({ subject }) => subject === 'Gone Girl').map(({ action }) => action)).toEqual([
      'user.deleted',
      'user.invited',
      'user.created',
    ]);
    expect(codeOf(await new ApiClient(server.url).call(checkInvitation, { body: { code } }))).toBe(
      'link_unknown',
    );
    const [stored] = await rows.query('select * from users where id = $1', [user.id]);
    expect(stored).toMatchObject({
      state: 'deleted',
      first_name: 'Gone',
      last_name: 'Girl',
      email: null,
      email_folded: null,
      phone: null,
      language: null,
      password_hash: null,
      pin_sealed: null,
      pin_lookup: null,
      pin_length: null,
    });
    for (const table of ['users', 'mails', 'one_time_links', 'audit_events']) {
      const [{ text } = {}] = await rows.query(`select string_agg(t::text, '|') as text from ${table} t`);
      expect(String(text), table).not.toContain(email);
    }
    const waiting = await rows.query(`select id from mails where user_id = $1 and sealed is not null`, [
      user.id,
    ]);
    expect(waiting).toEqual([]);
  });

  it('frees username, address and PIN, and is found nowhere', async () => {
    const details = { username: 'phoenix', email: 'phoenix@northgate.example', pin: '503918' };
    const before = await addUser(client, 'staff', details);
    await remove(client, before);
    expect(codeOf(await client.call(getUser, { params: { userId: before.id } }))).toBe('not_found');
    expect((await client.succeed(listUsers, { query: { search: 'phoenix' } })).total).toBe(0);
    expect((await addUser(client, 'staff', details)).id).not.toBe(before.id);
  });
});

describe('all or none', () => {
  async function expectNobodyGone(code: string, by: ApiClient, ...people: { id: string }[]) {
    // That it was refused is noted, and nothing else.
    const events = () => rows.query("select count(*) from audit_events where action <> 'access.refused'");
    const before = [await total(), await events()];
    const answer = await remove(by, ...people);
    expect(codeOf(answer), JSON.stringify(answer.body)).toBe(code);
    expect([await total(), await events()]).toEqual(before);
    return answer;
  }
  let staff: User;
  beforeAll(async () => {
    staff = await addUser(client, 'staff');
  });

  it('refuses somebody who is not there, was deleted, or is of another organization', async () => {
    const gone = await addUser(client, 'staff');
    await remove(client, gone);
    const stranger = await addOrganization(server, 'Elsewhere');
    for (const id of [crypto.randomUUID(), gone.id, stranger.session.user.id]) {
      await expectNobodyGone('not_found', client, staff, { id });
    }
    await expectNobodyGone('not_found', stranger.client, staff);
  });

  it('refuses an owner, and says what to do first', async () => {
    const admin = await addMember(server, client, 'admin');
    const answer = await expectNobodyGone('is_owner', admin.client, staff, { id: owner.session.user.id });
    expect(answer.body).toMatchObject({ detail: expect.stringContaining('Only an owner can') });
    const second = await addUser(client, 'owner');
    const byOwner = await expectNobodyGone('is_owner', client, staff, second);
    expect(byOwner.body).toMatchObject({ detail: expect.stringContaining('Give them another role first') });
  });

  it('refuses oneself, and those who may do more', async () => {
    const manager = await addMember(server, client, 'manager');
    const admin = await addUser(client, 'admin');
    await expectNobodyGone('above_you', manager.client, staff, admin);
    await expectNobodyGone('validation_failed', manager.client, staff, manager.user);
  });

  it('shows those limited to a unit or a partner nobody else to delete', async () => {
    const organizationId = owner.session.organization.id;
    const yard = await addUnit(server, organizationId, 'Yard');
    const unitAdmin = await addMember(server, client, 'admin');
    await limitToUnits(server, organizationId, unitAdmin.user.id, [yard]);
    await expectNobodyGone('not_found', unitAdmin.client, staff);
    const [one, other] = [await addPartner(client), await addPartner(client)];
    const boss = await addPartnerMember(server, client, one.id, 'partner-manager');
    const rival = await addPartnerMember(server, client, other.id, 'partner');
    const mate = await addPartnerMember(server, client, one.id, 'partner');
    await expectNobodyGone('not_found', boss.client, staff);
    await expectNobodyGone('not_found', boss.client, mate.user, rival.user);
    expect((await remove(boss.client, mate.user)).body).toEqual({ deleted: 1 });
  });

  it('takes 500 at most, somebody at least, and one named twice once', async () => {
    await expectNobodyGone('validation_failed', client);
    await expectNobodyGone(
      'validation_failed',
      client,
      ...Array.from({ length: 501 }, () => ({ id: crypto.randomUUID() })),
    );
    const twice = await addUser(client, 'staff');
    expect((await remove(client, twice, twice)).body).toEqual({ deleted: 1 });
  });

  it('deletes somebody once, of two who do it at once', async () => {
    const person = await addUser(client, 'staff');
    const answers = await Promise.all([remove(client, person), remove(client, person)]);
    expect(answers.map(codeOf).toSorted()).toEqual(['not_found', null].toSorted());
  });
});
