// What an insider learns of other people’s PINs, and how long PINs and passwords work that somebody else has seen.
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { previewPinPolicy, updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { changeOwnPin, suggestOwnPin } from '../../src/contract/endpoints/own-pin.ts';
import { signIn } from '../../src/contract/endpoints/password.ts';
import {
  createUser,
  generatePassword,
  getUser,
  giveTemporaryPin,
  suggestPin,
  updateUser,
} from '../../src/contract/endpoints/users.ts';
import { ProblemError } from '../../src/server/domain/access/problem-error.ts';
import { type ApiClient, ApiClient as Client, codeOf } from './harness/api-client.ts';
import { importPeople } from './harness/import-people.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addUser,
  findRoleId,
  freshUsername,
  type Member,
  openSession,
  setUpOrganization,
  testPassword,
} from './harness/test-organization.ts';
import { addPartner, addPartnerMember } from './harness/test-partner.ts';
import type { TestServer } from './harness/test-server.ts';

const dayMs = 24 * 3_600_000;

let server: TestServer;
let owner: Member;
let staff: string;
let taken: string[];
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  staff = await findRoleId(owner.client, 'staff');
  taken = ['915027', '482913', '730284', '629405', '357082'];
  for (const pin of taken) await addUser(owner.client, 'staff', { pin });
});
beforeEach(async () => {
  // What was told before is forgotten by then, and the password of the owner fresh.
  server.clock.advance(2 * dayMs);
  owner = { ...owner, client: await openSession(server, owner.session) };
});

const offer = async (client: ApiClient, pin: string) =>
  codeOf(await client.call(createUser, { body: { username: freshUsername(), roleId: staff, pin } }));
/** Lets so much of a day's budget be used. */
const useUp = (key: string, points: number) =>
  server.context.database.pool.query(
    `insert into attempt_limits (key, points, expire) values ($1, $2, $3)
     on conflict (key) do update set points = excluded.points, expire = excluded.expire`,
    [key, points, server.clock.now.getTime() + dayMs],
  );
const offerAll = async (client: ApiClient) => {
  const codes = [];
  for (const pin of taken) codes.push(await offer(client, pin));
  return codes;
};

describe('that somebody has a PIN', () => {
  it('is told one user three times a day, and then every PIN is refused', async () => {
    expect(await offerAll(owner.client)).toEqual([
      ...Array(3).fill('pin_taken'),
      ...Array(2).fill('too_many_attempts'),
    ]);
    expect(await offer(owner.client, '840372')).toBe('too_many_attempts');
    const { revision, id } = await addUser(owner.client, 'staff');
    const changed = await owner.client.call(updateUser, {
      params: { userId: id },
      body: { revision, pin: '840372' },
    });
    expect(codeOf(changed)).toBe('too_many_attempts');
    // A PIN that the server makes needs no budget.
    await owner.client.succeed(giveTemporaryPin, { params: { userId: id } });
    server.clock.advance(dayMs);
    expect(await offer(await openSession(server, owner.session), '840372')).toBeNull();
  });

  it('is told all who manage users ten times a day, also at once', async () => {
    const managers = await Promise.all([1, 2, 3, 4].map(() => addMember(server, owner.client, 'manager')));
    const codes = (await Promise.all(managers.map(({ client }) => offerAll(client)))).flat();
    expect(codes.filter((code) => code === 'pin_taken')).toHaveLength(10);
    expect(codes.filter((code) => code === 'too_many_attempts')).toHaveLength(10);
  });

  it('is not told by an import, which gives temporary PINs in their place, and all rows once the budget is used', async () => {
    const file = (pins: readonly string[]) =>
      ['Username,PIN', ...pins.map((pin) => `${freshUsername()},${pin}`)].join('\n');
    const few = await importPeople(owner.client, file(['918273', taken[0] ?? '']));
    expect(few).toMatchObject({ state: 'done', failure: null, madePins: 1 });
    // Three more are more than what is left, so which they are does not show.
    const many = await importPeople(owner.client, file(['506184', ...taken.slice(1, 4)]));
    expect(many).toMatchObject({ state: 'done', madePins: 4 });
    expect(await importPeople(owner.client, file(['271946', '838519']))).toMatchObject({ madePins: 2 });
  });

  it('is never told a partner’s manager: the PINs of their users are generated', async () => {
    const partner = await addPartner(owner.client);
    const { client } = await addPartnerMember(server, owner.client, partner.id, 'partner-manager');
    const roleId = await findRoleId(client, 'partner');
    const give = (pin: string) =>
      client.call(createUser, { body: { username: freshUsername(), roleId, pin } });
    expect(codeOf(await give(taken[0] ?? ''))).toBe('validation_failed');
    expect(codeOf(await give('264819'))).toBe('validation_failed');
    expect((await give((await client.succeed(suggestPin, {})).pin)).status).toBe(200);
    const csv = `Username,PIN\n${freshUsername()},${taken[0]}\n${freshUsername()},264819`;
    expect(await importPeople(client, csv)).toMatchObject({ state: 'done', madePins: 2 });
  });

  it('is told a partner’s users out of a day of their own, so that they use up nobody else’s', async () => {
    const partner = await addPartner(owner.client);
    const { client } = await addPartnerMember(server, owner.client, partner.id, 'partner-manager');
    const readDay = async (whose: string) =>
      (
        await server.context.database.pool.query('select points from attempt_limits where key = $1', [
          `taken-pins/${whose}`,
        ])
      ).rows;
    const before = await readDay(`organization:${owner.session.organization.id}`);
    const body = { password: testPassword, newPin: taken[0] ?? '' };
    expect(codeOf(await client.call(changeOwnPin, { body }))).toBe('pin_taken');
    expect(await readDay(`partner:${partner.id}`)).toEqual([{ points: 1 }]);
    expect(await readDay(`organization:${owner.session.organization.id}`)).toEqual(before);
  });

  it('keeps nobody from a PIN that is generated, once others have used the day of all up', async () => {
    await useUp(`taken-pins/organization:${owner.session.organization.id}`, 20);
    const { client } = await addMember(server, owner.client, 'manager');
    const choose = (newPin: string) =>
      client.call(changeOwnPin, { body: { password: testPassword, newPin } });
    expect((await choose('840372')).body).toMatchObject({
      code: 'too_many_attempts',
      errors: [{ field: 'newPin', message: expect.stringContaining('Generate one instead.') }],
    });
    const { pin } = await client.succeed(suggestOwnPin, {});
    expect((await choose(pin)).status).toBe(200);
    expect(await offer(client, '840372')).toBe('too_many_attempts');
    expect(await offer(client, (await client.succeed(suggestPin, {})).pin)).toBeNull();
  });

  it('is told of a generated PIN once: after that it is one that somebody chose', async () => {
    const { client } = await addMember(server, owner.client, 'manager');
    const { pin } = await client.succeed(suggestPin, {});
    const { pin: next } = await client.succeed(suggestPin, {});
    const person = await addUser(owner.client, 'staff');
    await useUp(`taken-pins/organization:${owner.session.organization.id}`, 20);
    const give = async (given: string) => {
      const { revision } = await client.succeed(getUser, { params: { userId: person.id } });
      const body = { revision, pin: given };
      return codeOf(await client.call(updateUser, { params: { userId: person.id }, body }));
    };
    expect([await give(pin), await give(next), await give(pin)]).toEqual([null, null, 'too_many_attempts']);
  });

  it('leaves a generated PIN to the next try where the form was refused for something else', async () => {
    const { client } = await addMember(server, owner.client, 'manager');
    const { pin } = await client.succeed(suggestPin, {});
    const { username } = await addUser(owner.client, 'staff');
    await useUp(`taken-pins/organization:${owner.session.organization.id}`, 20);
    const again = { username: username ?? '', roleId: staff, pin };
    expect(codeOf(await client.call(createUser, { body: again }))).toBe('username_taken');
    expect(await offer(client, pin)).toBeNull();
  });

  it('is not told by what is never offered: of short PINs, a day brings but a few', async () => {
    await owner.client.succeed(updateOrganization, { body: { pinLength: 4 } });
    const [first, second] = [
      await addMember(server, owner.client, 'manager'),
      await addMember(server, owner.client, 'manager'),
    ];
    const ask = async ({ client }: Member) => codeOf(await client.call(suggestPin, {}));
    await useUp(`offered-pins/user:${first.session.user.id}`, 99);
    expect([await ask(first), await ask(first), await ask(second)]).toEqual([
      null,
      'too_many_attempts',
      null,
    ]);
    const third = await addMember(server, owner.client, 'manager');
    await useUp(`offered-pins/organization:${owner.session.organization.id}`, 198);
    expect(await ask(third)).toBeNull();
    await third.client.succeed(suggestOwnPin, {});
    expect(await ask(second)).toBe('too_many_attempts');
    const own = [];
    for (let at = 0; at < 11; at += 1) own.push(codeOf(await second.client.call(suggestOwnPin, {})));
    expect(own).toEqual([...Array(10).fill(null), 'too_many_attempts']);
    await owner.client.succeed(updateOrganization, { body: { pinLength: 6 } });
  });

  it('costs none of the ten generated PINs for oneself where the server was too busy to find one', async () => {
    const { client } = await addMember(server, owner.client, 'manager');
    const ask = async () => codeOf(await client.call(suggestOwnPin, {}));
    const busy = new ProblemError('busy', 'Too many sign in at this moment.');
    vi.spyOn(server.context.hashing, 'hashPin').mockRejectedValueOnce(busy);
    const codes = [];
    for (let at = 0; at < 11; at += 1) codes.push(await ask());
    expect(codes).toEqual(['busy', ...Array(10).fill(null)]);
  });

  it('does not show in how many users share a PIN, but a few times a day', async () => {
    await owner.client.succeed(updateOrganization, { body: { signInStyle: 'name-then-pin' } });
    const preview = () =>
      owner.client.succeed(previewPinPolicy, { body: { pinLength: 6, signInStyle: 'pin' } });
    const told = [];
    for (let count = 0; count < 6; count += 1) told.push((await preview()).lose);
    expect(told).toEqual([0, 0, 0, 0, 0, null]);
    await owner.client.succeed(updateOrganization, { body: { signInStyle: 'pin' } });
  });
});

describe('a secret that somebody else has seen', () => {
  it('ends: a temporary PIN after seven days, or as many as the organization says', async () => {
    const { id } = await addUser(owner.client, 'staff');
    const give = () => owner.client.succeed(giveTemporaryPin, { params: { userId: id } });
    const tablet = await TestDevice.make(server.url);
    await tablet.authorize(owner.client, freshUsername());
    const first = await give();
    expect(first.user.pinExpiresAt).toBe(new Date(server.clock.now.getTime() + 7 * dayMs).toISOString());
    server.clock.advance(7 * dayMs - 1);
    expect((await tablet.signInWithPin(first.pin)).status).toBe(200);
    server.clock.advance(1);
    expect(codeOf(await tablet.signInWithPin(first.pin))).toBe('pin_expired');
    owner = { ...owner, client: await openSession(server, owner.session) };
    await owner.client.succeed(updateOrganization, { body: { temporaryPinDays: 1 } });
    const second = await give();
    server.clock.advance(dayMs);
    expect(codeOf(await tablet.signInWithPin(second.pin))).toBe('pin_expired');
  });

  it('ends: a generated password after 72 hours', async () => {
    await owner.client.succeed(updateOrganization, { body: { generatedPasswords: true } });
    const email = `${freshUsername()}@northgate.example`;
    const { id } = await addUser(owner.client, 'staff', { email });
    const { password } = await owner.client.succeed(generatePassword, {
      params: { userId: id },
      body: { deliver: 'shown' },
    });
    const enter = (given: string) =>
      new Client(server.url).call(signIn, { body: { email, password: given } });
    server.clock.advance(3 * dayMs - 1);
    expect((await enter(password ?? '')).status).toBe(200);
    server.clock.advance(1);
    expect(codeOf(await enter(password ?? ''))).toBe('password_expired');
    expect(codeOf(await enter('not the password at all'))).toBe('wrong_credentials');
    const client = await openSession(server, owner.session);
    const { passwordExpiresAt } = await client.succeed(getUser, { params: { userId: id } });
    expect(passwordExpiresAt).toBe(server.clock.now.toISOString());
  });
});
