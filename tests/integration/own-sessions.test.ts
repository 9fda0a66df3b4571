// Where somebody is signed in: the list, and ending one of the sessions.
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { endSession, listSessions } from '../../src/contract/endpoints/account.ts';
import { signIn, stepUpWithPassword } from '../../src/contract/endpoints/password.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { auditEvents, users } from '../../src/server/database/schema.ts';
import { ApiClient } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addUser,
  givePassword,
  type Member,
  openSession,
  setUpOrganization,
  signInAs,
  testPassword,
  whoIs,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const dayMs = 24 * 3600 * 1000;
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

let server: TestServer;
let owner: Member;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
});

const list = async (client: ApiClient) => (await client.succeed(listSessions, {})).sessions;
const end = (client: ApiClient, sessionId: string) => client.call(endSession, { params: { sessionId } });
const codeFor = async (client: ApiClient) => (await client.refuse(getSession, {})).code;

/** The session among those of the list that is not the one that asks. */
async function findOther(client: ApiClient): Promise<string> {
  const other = (await list(client)).find(({ current }) => !current);
  if (!other) throw new Error('there is no other session');
  return other.id;
}

describe('the list', () => {
  it('tells of each session where and when it began and was used, the current one first', async () => {
    const { client, user } = await addMember(server, owner.client, 'staff');
    const other = new ApiClient(server.url);
    server.clock.advance(90_000);
    const body = { email: user.email ?? '', password: testPassword };
    await other.call(signIn, { body }, { 'user-agent': firefox });
    const [first, second, ...rest] = await list(client);
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ kind: 'account', current: true, deviceName: null });
    expect(second).toMatchObject({
      kind: 'account',
      current: false,
      browser: 'Firefox on Linux',
      createdAt: server.clock.now.toISOString(),
    });
    expect(second?.address).toMatch(/127\.0\.0\.1|::1/);
    expect(JSON.stringify([first, second])).not.toContain('Gecko');
    expect((await list(other))[0]?.id).toBe(second?.id);
  });

  it('leaves out what has ended by itself, to the millisecond', async () => {
    const { client, session } = await addMember(server, owner.client, 'staff');
    await openSession(server, session);
    server.clock.advance(4 * dayMs);
    await whoIs(client);
    server.clock.advance(3 * dayMs - 1);
    expect(await list(client)).toHaveLength(2);
    server.clock.advance(1);
    expect(await list(client)).toHaveLength(1);
  });

  it('holds one session of a browser, however often one signs in with it, whoever was signed in before', async () => {
    const { client, user } = await addMember(server, await openSession(server, owner.session), 'staff');
    const body = { email: user.email ?? '', password: testPassword };
    const [replaced] = (await list(client)).map(({ id }) => id);
    await client.succeed(signIn, { body });
    const [only, ...rest] = await list(client);
    expect([only?.current, rest]).toEqual([true, []]);
    expect(only?.id).not.toBe(replaced);
    const shared = await openSession(server, owner.session);
    const before = new ApiClient(server.url);
    for (const [name, value] of shared.cookies) before.cookies.set(name, value);
    await shared.succeed(signIn, { body });
    expect(await codeFor(before)).toBe('not_signed_in');
    // A sign-in that fails ends nothing.
    await shared.call(signIn, { body: { ...body, password: 'this is not the password' } });
    expect((await whoIs(shared)).user.id).toBe(user.id);
  });

  it('lets somebody in, too, when the session before cannot be ended', async () => {
    const { client, user } = await addMember(server, await openSession(server, owner.session), 'staff');
    const before = await addMember(server, await openSession(server, owner.session), 'staff');
    const { database } = server.context;
    const keep = (command: string) => database.pool.query(command);
    await keep(`
      create function keep_session() returns trigger language plpgsql as $$ begin raise 'it stays'; end $$;
      create trigger keep_session before delete on account_sessions for each row execute function keep_session()`);
    const body = { email: user.email ?? '', password: testPassword };
    try {
      await before.client.succeed(signIn, { body });
    } finally {
      await keep('drop trigger keep_session on account_sessions; drop function keep_session()');
    }
    expect((await whoIs(before.client)).user.id).toBe(user.id);
    expect(await list(client)).toHaveLength(2);
  });

  it('is empty of other users’s sessions', async () => {
    const { client } = await addMember(server, await openSession(server, owner.session), 'admin');
    expect(await list(client)).toHaveLength(1);
  });
});

describe('“Sign out” of another session', () => {
  it('ends it with its next request, asks for a step-up, and writes it down', async () => {
    const { client, session, user } = await addMember(
      server,
      await openSession(server, owner.session),
      'staff',
    );
    const other = await openSession(server, session);
    server.clock.advance(10 * 60_000);
    const otherId = await findOther(client);
    expect((await end(client, otherId)).body).toMatchObject({ code: 'step_up_required' });
    await whoIs(other);
    await client.succeed(stepUpWithPassword, { body: { password: testPassword } });
    expect((await end(client, otherId)).status).toBe(204);
    expect(await codeFor(other)).toBe('not_signed_in');
    await whoIs(client);
    const events = await server.context.database.inOrganization(session.organization.id, (tx) =>
      tx.select().from(auditEvents).where(eq(auditEvents.actorId, user.id)).orderBy(auditEvents.position),
    );
    expect(events.at(-1)).toMatchObject({ action: 'account.session-ended', detail: { kind: 'account' } });
    // Once more finds nothing.
    expect((await end(client, otherId)).body).toMatchObject({ code: 'not_found' });
  });

  it('finds nothing of other users, and leaves theirs as they are', async () => {
    const fresh = await openSession(server, owner.session);
    const { client } = await addMember(server, fresh, 'admin');
    const [theirs] = (fresh.cookies.get('floorkey') ?? '').split('.');
    expect((await end(client, theirs ?? '')).body).toMatchObject({ code: 'not_found' });
    expect((await end(client, crypto.randomUUID())).body).toMatchObject({ code: 'not_found' });
    await whoIs(fresh);
  });

  it('is done once when it is asked for twice at once', async () => {
    const { client, session } = await addMember(server, await openSession(server, owner.session), 'staff');
    await openSession(server, session);
    const otherId = await findOther(client);
    const answers = await Promise.all([end(client, otherId), end(client, otherId)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404]);
  });

  it('locks the tablet on which one is signed in with a PIN, which hears of it at once', async () => {
    const fresh = await openSession(server, owner.session);
    const email = 'pia@northgate.example';
    const user = await addUser(fresh, 'staff', { pin: '840372', email });
    await givePassword(server, user.id);
    await server.context.database.inOrganization(owner.session.organization.id, (tx) =>
      tx.update(users).set({ pinMustChange: false }).where(eq(users.id, user.id)),
    );
    const device = await TestDevice.make(server.url);
    await device.authorize(fresh, 'Counter');
    expect((await device.signInWithPin('840372')).status).toBe(200);
    const { client } = await signInAs(server, email);
    const tablet = (await list(client)).find(({ kind }) => kind === 'pin');
    expect(tablet).toMatchObject({ deviceName: 'Counter', current: false, lastUsedAt: null });
    const stream = await device.openStream();
    const seen = stream.events.filter((event) => event === 'changed').length;
    expect((await end(client, tablet?.id ?? '')).status).toBe(204);
    await stream.waitFor('changed', seen + 1);
    await stream.close();
    expect((await device.refuse(getSession, {})).code).toBe('not_signed_in');
    expect((await list(client)).map(({ kind }) => kind)).toEqual(['account']);
  });
});
