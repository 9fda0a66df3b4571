// Signing in with address and password: the same answer for every wrong one, and exact limits.
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { signIn } from '../../src/contract/endpoints/password.ts';
import { updateUser } from '../../src/contract/endpoints/users.ts';
import { attemptLimits, auditEvents } from '../../src/server/database/schema.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import {
  addMember,
  addUser,
  freshUsername,
  type Member,
  setUpOrganization,
  testPassword,
  whoIs,
} from './harness/test-organization.ts';
import type { DatabaseClone } from './harness/test-postgres.ts';
import type { TestServer } from './harness/test-server.ts';

const wrong = 'this is not the password';

let database: DatabaseClone;
let server: TestServer;
let owner: Member;

beforeAll(async () => {
  database = await makeDatabase();
  server = await makeServer({ databaseUrl: database.url });
  owner = await setUpOrganization(server);
});
beforeEach(async () => {
  await server.context.database.acrossOrganizations((tx) => tx.delete(attemptLimits));
});

const attempt = (email: string, password: string, url = server.url) =>
  new ApiClient(url).call(signIn, { body: { email, password } });

const readEvents = () =>
  server.context.database.inOrganization(owner.session.organization.id, (tx) =>
    tx.select().from(auditEvents),
  );

it('signs in whoever knows the password, however the address is spelled', async () => {
  const client = new ApiClient(server.url);
  await client.succeed(signIn, { body: { email: '  OLIVE@NorthGate.Example ', password: testPassword } });
  expect((await whoIs(client)).user.id).toBe(owner.session.user.id);
  expect((await readEvents()).at(-1)).toMatchObject({
    action: 'account.signed-in',
    actorId: owner.session.user.id,
  });
});

it('answers a wrong address, a wrong password, no password and a suspended user alike', async () => {
  const { user, client } = await addMember(server, owner.client, 'admin');
  const withoutPassword = await addUser(owner.client, 'staff', {
    email: `${freshUsername()}@northgate.example`,
  });
  await owner.client.succeed(updateUser, {
    params: { userId: user.id },
    body: { revision: user.revision, state: 'suspended' },
  });
  const verify = vi.spyOn(server.context.hashing, 'verifyPassword');
  const tries: [string, string][] = [
    ['nobody@northgate.example', wrong],
    ['olive@northgate.example', wrong],
    [withoutPassword.email ?? '', wrong],
    [user.email ?? '', testPassword],
  ];
  const bodies: unknown[] = [];
  const headerNames: string[][] = [];
  for (const [email, password] of tries) {
    verify.mockClear();
    const eventsBefore = (await readEvents()).length;
    const { status, body, headers } = await attempt(email, password);
    expect(status).toBe(401);
    expect(verify).toHaveBeenCalledTimes(1);
    expect((await readEvents()).length).toBe(eventsBefore + 1);
    bodies.push({ ...Object(body), requestId: '' });
    headerNames.push([...headers.keys()]);
  }
  verify.mockRestore();
  for (const body of bodies) expect(body).toEqual(bodies[0]);
  for (const names of headerNames) expect(names).toEqual(headerNames[0]);
  expect(bodies[0]).toMatchObject({ code: 'wrong_credentials' });
  await expect(whoIs(client)).rejects.toThrow('not_signed_in');
});

it('records a failed sign-in without the password and without an address that nobody has', async () => {
  await attempt('nobody@northgate.example', wrong);
  const event = (await readEvents()).at(-1);
  expect(event).toMatchObject({
    action: 'account.sign-in-failed',
    subject: null,
    detail: { addressKnown: false },
  });
  expect(
    JSON.stringify(event, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
  ).not.toContain('nobody');
});

describe('the limit of one address', () => {
  it('lets exactly ten of fifty tries at once through to the password', async () => {
    const verify = vi.spyOn(server.context.hashing, 'verifyPassword');
    // The last one begins with a Cyrillic "о".
    const spellings = ['olive@northgate.example', 'OLIVE@NORTHGATE.EXAMPLE', 'оlive@northgate.example'];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, at) => attempt(spellings[at % 3] ?? '', wrong)),
    );
    expect(verify).toHaveBeenCalledTimes(10);
    verify.mockRestore();
    const codes = answers.map(codeOf);
    expect(codes.filter((code) => code === 'wrong_credentials')).toHaveLength(10);
    expect(codes.filter((code) => code === 'too_many_attempts')).toHaveLength(40);
    const refused = answers.find((answer) => codeOf(answer) === 'too_many_attempts');
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(Number(refused?.headers.get('retry-after'))).toBeLessThanOrEqual(900);
  });

  it('refuses the right password, too, and survives a restart of the server', async () => {
    const email = 'olive@northgate.example';
    for (let tries = 0; tries < 10; tries += 1) await attempt(email, wrong);
    expect(codeOf(await attempt(email, testPassword))).toBe('too_many_attempts');
    const restarted = await makeServer({ databaseUrl: database.url });
    expect(codeOf(await attempt(email, testPassword, restarted.url))).toBe('too_many_attempts');
    await restarted.stop();
  });

  it('counts addresses that nobody has just the same, and leaves others alone', async () => {
    for (let tries = 0; tries < 10; tries += 1) await attempt('nobody@northgate.example', wrong);
    expect(codeOf(await attempt('nobody@northgate.example', wrong))).toBe('too_many_attempts');
    expect((await attempt('olive@northgate.example', testPassword)).status).toBe(200);
  });

  it('counts no right password, however many there are, and forgets no wrong one for it', async () => {
    const email = 'olive@northgate.example';
    for (let tries = 0; tries < 12; tries += 1) expect((await attempt(email, testPassword)).status).toBe(200);
    for (let tries = 0; tries < 9; tries += 1) await attempt(email, wrong);
    expect((await attempt(email, testPassword)).status).toBe(200);
    expect(codeOf(await attempt(email, wrong))).toBe('wrong_credentials');
    expect(codeOf(await attempt(email, testPassword))).toBe('too_many_attempts');
  });
});

it('takes at most a hundred tries in a quarter of an hour from one place, whatever the addresses', async () => {
  await server.context.database.acrossOrganizations((tx) => tx.delete(attemptLimits));
  const verify = vi.spyOn(server.context.hashing, 'verifyPassword').mockResolvedValue([false]);
  const answers = await Promise.all(
    Array.from({ length: 120 }, (_, at) => attempt(`nobody-${at}@northgate.example`, wrong)),
  );
  expect(verify).toHaveBeenCalledTimes(100);
  verify.mockRestore();
  expect(answers.filter((answer) => codeOf(answer) === 'too_many_attempts')).toHaveLength(20);
});

it('says that it is busy, and not that the password is wrong, when too many hashes wait', async () => {
  const { HashingBusy } = await import('../../src/server/crypto/hashing.ts');
  const verify = vi.spyOn(server.context.hashing, 'verifyPassword').mockRejectedValue(new HashingBusy());
  expect(codeOf(await attempt('olive@northgate.example', testPassword))).toBe('busy');
  verify.mockRestore();
});
