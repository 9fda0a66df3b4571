// Several organizations on one server: one address in more than one of them, and nothing of one in another.
import { eq, inArray } from 'drizzle-orm';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifyAuditTrail } from '../../src/contract/endpoints/audit-events.ts';
import { listDevices } from '../../src/contract/endpoints/devices.ts';
import { signIn } from '../../src/contract/endpoints/password.ts';
import { createUser, listUsers } from '../../src/contract/endpoints/users.ts';
import type { Hashing } from '../../src/server/crypto/hashing.ts';
import { attemptLimits, auditEvents, users } from '../../src/server/database/schema.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addOrganization,
  addUser,
  findRoleId,
  freshUsername,
  givePassword,
  type Member,
  nobody,
  setUpOrganization,
  testPassword,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const wrong = 'this is not the password';

let server: TestServer;
let north: Member;
let south: Member;
beforeAll(async () => {
  server = await makeServer();
  north = await setUpOrganization(server);
  south = await addOrganization(server, 'Southgate Bakery');
});
beforeEach(async () => {
  await server.context.database.acrossOrganizations((tx) => tx.delete(attemptLimits));
});

afterEach(() => void vi.restoreAllMocks());

const idOf = ({ session }: Member) => session.organization.id;

/** Somebody with this address in each of the organizations; all have the password of the tests. */
async function addToAll(members: readonly Member[], email: string): Promise<string[]> {
  const ids: string[] = [];
  for (const { client } of members) {
    const { id } = await addUser(client, 'admin', { email });
    await givePassword(server, id);
    ids.push(id);
    // Which accounts are the oldest decides.
    server.clock.advance(1000);
  }
  // The count of shared addresses is kept for a minute.
  server.clock.advance(61_000);
  return ids;
}

const setPassword = async (userId: string, password: string) =>
  server.context.database.acrossOrganizations(async (tx) =>
    tx
      .update(users)
      .set({ passwordHash: await server.context.hashing.hashPassword(password, nobody) })
      .where(eq(users.id, userId)),
  );

const attempt = (email: string, password: string, organizationId?: string) =>
  new ApiClient(server.url).call(signIn, {
    body: { email, password, ...(organizationId ? { organizationId } : {}) },
  });

/** How many passwords each call compared, and how many it was to look like. */
const comparedIn = (calls: readonly Parameters<Hashing['verifyPassword']>[]) =>
  Promise.all(
    calls.map(async ([findHashes]) => {
      const { phcs, alike } = await findHashes();
      return [phcs.length, alike];
    }),
  );
const without = (body: unknown) => ({ ...Object(body), requestId: '' });

describe('an address in two organizations', () => {
  const email = 'kim@shared.example';
  let ids: string[];
  beforeAll(async () => {
    ids = await addToAll([north, south], email);
  });

  it('asks which organization, when the password is right in both, and opens the one that is chosen', async () => {
    const client = new ApiClient(server.url);
    const problem = await client.refuse(signIn, { body: { email, password: testPassword } });
    expect(problem).toMatchObject({
      code: 'choose_organization',
      organizations: [
        { id: idOf(north), name: 'Northgate Bakery' },
        { id: idOf(south), name: 'Southgate Bakery' },
      ],
    });
    expect(client.cookies.size).toBe(0);
    for (const [at, member] of [north, south].entries()) {
      const organizationId = idOf(member);
      const session = await client.succeed(signIn, {
        body: { email, password: testPassword, organizationId },
      });
      expect(session).toMatchObject({ organization: { id: organizationId }, user: { id: ids[at] } });
    }
  });

  it('opens the one organization where the password is right', async () => {
    await setPassword(ids[1] ?? '', 'another long password here');
    for (const [password, member] of [
      [testPassword, north],
      ['another long password here', south],
    ] as const) {
      const session = await new ApiClient(server.url).succeed(signIn, { body: { email, password } });
      expect(session.organization.id).toBe(idOf(member));
    }
    await givePassword(server, ids[1] ?? '');
  });

  it('does not offer an organization in which the user is suspended', async () => {
    const { database } = server.context;
    const set = (state: 'active' | 'suspended') =>
      database.acrossOrganizations((tx) =>
        tx
          .update(users)
          .set({ state })
          .where(eq(users.id, ids[0] ?? '')),
      );
    await set('suspended');
    const session = await new ApiClient(server.url).succeed(signIn, {
      body: { email, password: testPassword },
    });
    expect(session.organization.id).toBe(idOf(south));
    const chosen = await attempt(email, testPassword, idOf(north));
    expect(codeOf(chosen)).toBe('wrong_credentials');
    await set('active');
  });

  it('counts a right password as right, so that the choice is not one try too many', async () => {
    for (let tries = 0; tries < 9; tries += 1) await attempt(email, wrong);
    expect(codeOf(await attempt(email, testPassword))).toBe('choose_organization');
    expect((await attempt(email, testPassword, idOf(north))).status).toBe(200);
  });

  it('is guessed at no more often by somebody who signs in to an organization of their own in between', async () => {
    const own = 'a password that the guesser chose';
    await setPassword(ids[1] ?? '', own);
    const answers: (string | null)[] = [];
    for (let round = 0; round < 3; round += 1) {
      for (let tries = 0; tries < 9; tries += 1)
        answers.push(codeOf(await attempt(email, wrong, idOf(north))));
      await attempt(email, own, idOf(south));
    }
    expect(answers.filter((code) => code === 'wrong_credentials')).toHaveLength(10);
    await givePassword(server, ids[1] ?? '');
  });

  it('notes a wrong password in both organizations, and in the chosen one alone', async () => {
    const count = async () => {
      const rows = await server.context.database.acrossOrganizations((tx) =>
        tx.select().from(auditEvents).where(inArray(auditEvents.subjectId, ids)),
      );
      return rows
        .filter(({ action }) => action === 'account.sign-in-failed')
        .map((row) => row.organizationId);
    };
    const before = (await count()).length;
    await attempt(email, wrong);
    expect(new Set((await count()).slice(before))).toEqual(new Set([idOf(north), idOf(south)]));
    const between = (await count()).length;
    expect(between).toBe(before + 2);
    await attempt(email, wrong, idOf(south));
    expect((await count()).slice(between)).toEqual([idOf(south)]);
  });
});

describe('what somebody outside can learn by signing in', () => {
  it('is told to no organization whose users it doesn’t concern, be it the oldest', async () => {
    const southern = await addUser(south.client, 'staff', { email: 'southern@shared.example' });
    await givePassword(server, southern.id);
    const trailOf = (member: Member) =>
      server.context.database.lookUp.$count(auditEvents, eq(auditEvents.organizationId, idOf(member)));
    const before = [await trailOf(north), await trailOf(south)];
    for (const email of ['nobody@shared.example', 'southern@shared.example']) {
      expect(codeOf(await attempt(email, wrong))).toBe('wrong_credentials');
    }
    expect(codeOf(await attempt('nobody@shared.example', wrong, idOf(south)))).toBe('wrong_credentials');
    const [ofNorth, ofSouth] = before;
    expect([await trailOf(north), await trailOf(south)]).toEqual([ofNorth, (ofSouth ?? 0) + 1]);
    expect((await north.client.succeed(verifyAuditTrail, {})).intact).toBe(true);
  });

  it('is the same for known, shared and unknown addresses and organizations, and looks like the same work', async () => {
    const shared = 'sam@shared.example';
    await addToAll([north, south], shared);
    const verify = vi.spyOn(server.context.hashing, 'verifyPassword');
    const bodies: unknown[] = [];
    const tries: [string, string, string?][] = [
      [shared, wrong],
      [shared, wrong, idOf(north)],
      [shared, testPassword, crypto.randomUUID()],
      ['olive@northgate.example', wrong],
      ['olive@northgate.example', testPassword, idOf(south)],
      ['nobody@northgate.example', wrong],
      ['nobody@northgate.example', wrong, idOf(north)],
    ];
    for (const [email, password, organizationId] of tries) {
      verify.mockClear();
      const { status, body } = await attempt(email, password, organizationId);
      expect(status).toBe(401);
      expect(await comparedIn(verify.mock.calls)).toEqual([[expect.any(Number), 2]]);
      bodies.push(without(body));
    }
    for (const body of bodies) expect(body).toEqual(bodies[0]);
  });

  it('compares no more than eight passwords, however many organizations an address is in', {
    timeout: 60_000,
  }, async () => {
    const email = 'many@shared.example';
    const members: Member[] = [];
    for (let number = 0; number < 9; number += 1) {
      members.push(await addOrganization(server, `Number ${number}`));
    }
    await addToAll(members, email);
    const verify = vi.spyOn(server.context.hashing, 'verifyPassword');
    const { body } = await attempt(email, testPassword);
    const compared = () => comparedIn(verify.mock.calls);
    expect(await compared()).toEqual([[8, 8]]);
    const offered = Object(body).organizations as { id: string }[];
    expect(offered.map(({ id }) => id)).toEqual(members.slice(0, 8).map(idOf));
    verify.mockClear();
    // Named, the ninth opens too.
    expect((await attempt(email, testPassword, idOf(members[8] ?? north))).status).toBe(200);
    expect(await compared()).toEqual([[1, 8]]);
    verify.mockClear();
    await attempt('nobody@northgate.example', wrong);
    expect(await compared()).toEqual([[0, 8]]);
  });
});

describe('two organizations', () => {
  it('have the same usernames, names of tablets, PINs and addresses without a collision', async () => {
    const pin = '482915';
    const username = freshUsername();
    for (const { client } of [north, south]) {
      const roleId = await findRoleId(client, 'staff');
      await client.succeed(createUser, {
        body: { username, roleId, pin, firstName: 'Ada', lastName: 'Lane', email: 'ada@shared.example' },
      });
    }
    const seen: string[] = [];
    for (const { client, session } of [north, south]) {
      const tablet = await TestDevice.make(server.url);
      await tablet.authorize(client, 'Counter 1');
      const answer = await tablet.signInWithPin(pin);
      expect(answer.status).toBe(200);
      expect(JSON.stringify(answer.body)).toContain(session.organization.id);
      seen.push(JSON.stringify(answer.body));
    }
    expect(seen[0]).not.toContain(idOf(south));
    expect(seen[1]).not.toContain(idOf(north));
  });

  it('show each other nothing, by list or by search', async () => {
    await addUser(north.client, 'staff', { firstName: 'Nadia', lastName: 'Northern' });
    const { total } = await south.client.succeed(listUsers, { query: { search: 'Northern' } });
    expect(total).toBe(0);
    const before = (await south.client.succeed(listDevices, {})).devices.length;
    const tablet = await TestDevice.make(server.url);
    await tablet.authorize(north.client, 'Northern tablet');
    expect((await south.client.succeed(listDevices, {})).devices).toHaveLength(before);
  });

  it('does not open a tablet of one with a PIN of the other', async () => {
    await addUser(south.client, 'staff', { pin: '917264' });
    const tablet = await TestDevice.make(server.url);
    await tablet.authorize(north.client, freshUsername());
    expect((await tablet.signInWithPin('917264')).status).toBe(401);
  });
});
