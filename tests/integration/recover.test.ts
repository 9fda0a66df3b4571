// The ways back in for an operator: a new password, and a lost secret key.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditAction } from '../../src/contract/audit-actions.ts';
import { getOrganization, updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { signIn } from '../../src/contract/endpoints/password.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { createUser } from '../../src/contract/endpoints/users.ts';
import { auditEvents, users } from '../../src/server/database/schema.ts';
import { liftPasskeyRule } from '../../src/server/operator/lift-passkey-rule.ts';
import { recoverPassword } from '../../src/server/operator/recover-password.ts';
import { replaceSecretKey } from '../../src/server/operator/replace-secret-key.ts';
import { ApiClient } from './harness/api-client.ts';
import { runProgram } from './harness/program.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addOrganization,
  addUser,
  findRoleId,
  givePassword,
  setUpOrganization,
  testPassword,
} from './harness/test-organization.ts';
import { addTestPasskey } from './harness/test-passkey.ts';
import { type TestServer, testSecretKey } from './harness/test-server.ts';

const email = 'olive@northgate.example';
const pin = '482915';
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'floorkey-test-recover-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const findEvent = async ({ context }: TestServer, organizationId: string, action: AuditAction) => {
  const [event] = await context.database.inOrganization(organizationId, (tx) =>
    tx.select().from(auditEvents).where(eq(auditEvents.action, action)),
  );
  return event;
};

describe('a new password', () => {
  let server: TestServer;
  let owner: Awaited<ReturnType<typeof setUpOrganization>>;
  beforeEach(async () => {
    server = await makeServer();
    owner = await setUpOrganization(server);
  });
  const setState = (state: 'active' | 'suspended', userId = owner.session.user.id) =>
    server.context.database.acrossOrganizations((tx) =>
      tx.update(users).set({ state }).where(eq(users.id, userId)),
    );

  it('is made by the command while the server runs, and works at once', { timeout: 120_000 }, async () => {
    const settings = { DATABASE_URL: server.context.database.connectionString, DATA_DIR: home };
    const done = await runProgram('scripts/recover.ts', ['password', email.toUpperCase()], settings);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    const [, password = ''] = /shown this once: (\S+)/.exec(done.stdout) ?? [];
    expect(password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    expect((await owner.client.call(getSession, {})).status).toBe(401);
    const client = new ApiClient(server.url);
    await client.refuse(signIn, { body: { email, password: testPassword } });
    await client.succeed(signIn, { body: { email, password } });
  });

  it('leaves its line in the audit trail, without the password', async () => {
    const { password } = await recoverPassword(server.context, email);
    const event = await findEvent(server, owner.session.organization.id, 'account.password-recovered');
    expect(event).toMatchObject({
      actorId: null,
      subjectId: owner.session.user.id,
    });
    expect(JSON.stringify({ ...event, position: null })).not.toContain(password);
  });

  it('lets in somebody who has used up their tries', async () => {
    const client = new ApiClient(server.url);
    for (let tries = 0; tries < 10; tries += 1) {
      await client.refuse(signIn, { body: { email, password: 'not the right one' } });
    }
    expect(await client.refuse(signIn, { body: { email, password: testPassword } })).toMatchObject({
      code: 'too_many_attempts',
    });
    const { password } = await recoverPassword(server.context, email);
    await client.succeed(signIn, { body: { email, password } });
  });

  it('brings a suspended owner back', async () => {
    await setState('suspended');
    const { password, reinstated } = await recoverPassword(server.context, email);
    expect(reinstated).toBe(true);
    await new ApiClient(server.url).succeed(signIn, { body: { email, password } });
  });

  it('asks which organization is meant when the address has accounts in several', async () => {
    const other = await addOrganization(server, 'Southgate Bakery');
    const namesake = await addOrganization(server, 'Northgate Bakery');
    for (const { client } of [other, namesake]) {
      const { id } = await addUser(client, 'admin', { email });
      await givePassword(server, id);
    }
    await expect(recoverPassword(server.context, email)).rejects.toThrow(
      /Northgate Bakery \(.*\), Northgate Bakery \(.*\), Southgate Bakery \(.*\)\. Write the name or id/,
    );
    await expect(recoverPassword(server.context, email, 'Westgate')).rejects.toThrow('Nothing was changed');
    await expect(recoverPassword(server.context, email, 'Northgate Bakery')).rejects.toThrow('or id');
    const named = await recoverPassword(server.context, email, 'southgate bakery');
    expect(named.organizationName).toBe('Southgate Bakery');
    const organizationId = owner.session.organization.id;
    const { password } = await recoverPassword(server.context, email, organizationId);
    const session = await new ApiClient(server.url).succeed(signIn, { body: { email, password } });
    expect(session.organization.id).toBe(organizationId);
  });

  it('ends the PIN session of the user, and tells the tablet of it', async () => {
    const ownerRole = await findRoleId(owner.client, 'owner');
    const second = await owner.client.succeed(createUser, {
      body: { username: 'second', roleId: ownerRole, pin, email: 'second@northgate.example' },
    });
    const device = await TestDevice.make(server.url);
    await device.authorize(owner.client, 'Counter 1');
    expect((await device.signInWithPin(pin)).status).toBe(200);
    const stream = await device.openStream();
    await stream.waitFor('changed');
    await recoverPassword(server.context, second.email ?? '');
    await stream.waitFor('changed', 2).finally(() => stream.close());
    expect((await device.call(getSession, {})).status).toBe(401);
  });

  it('is refused for an unknown address and for suspended staff, in one line and with exit code 1', async () => {
    const staff = await addUser(owner.client, 'staff', { email: 'staff@northgate.example' });
    await givePassword(server, staff.id);
    await setState('suspended', staff.id);
    await expect(recoverPassword(server.context, 'staff@northgate.example')).rejects.toThrow(
      'an admin must reactivate them first',
    );
    const settings = { DATABASE_URL: server.context.database.connectionString, DATA_DIR: home };
    const unknown = await runProgram(
      'scripts/recover.ts',
      ['password', 'nobody@northgate.example'],
      settings,
    );
    expect(unknown).toMatchObject({ code: 1, stdout: '' });
    expect(unknown.stderr).toMatch(/^Nobody has the email address nobody@northgate\.example: .*\n$/);
    const nothing = await runProgram('scripts/recover.ts', [], settings);
    expect(nothing).toMatchObject({ code: 1, stdout: '' });
    expect(nothing.stderr).toMatch(/^Say what is lost: .*\n$/);
    await new ApiClient(server.url).succeed(signIn, { body: { email, password: testPassword } });
  });
});

describe('a required passkey that works nowhere any more', () => {
  let server: TestServer;
  let owner: Awaited<ReturnType<typeof setUpOrganization>>;
  beforeEach(async () => {
    server = await makeServer();
    owner = await setUpOrganization(server);
    await addTestPasskey(owner.client);
    await owner.client.succeed(updateOrganization, { body: { passkeyRule: 'power' } });
  });

  it('is required no more by the command, and the audit trail says so', { timeout: 120_000 }, async () => {
    const client = new ApiClient(server.url);
    const body = { email, password: testPassword };
    expect(await client.succeed(signIn, { body })).toMatchObject({ passkeyStep: 'use' });
    const settings = { DATABASE_URL: server.context.database.connectionString, DATA_DIR: home };
    const done = await runProgram('scripts/recover.ts', ['passkey-rule', email.toUpperCase()], settings);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(done.stdout).toContain('Northgate Bakery no longer requires a passkey');
    expect(await client.succeed(getSession, {})).toMatchObject({ passkeyStep: null });
    const event = await findEvent(server, owner.session.organization.id, 'organization.passkey-rule-lifted');
    expect(event).toMatchObject({
      actorId: null,
      detail: { passkeyRuleBefore: 'power', passkeyRule: 'nobody' },
    });
  });

  it('is lifted of the one organization that is named, and of none where nothing is to be lifted', async () => {
    const other = await addOrganization(server, 'Northgate Bakery');
    await expect(liftPasskeyRule(server.context, 'Northgate bakery')).rejects.toThrow(
      /Northgate Bakery \(.*\), Northgate Bakery \(.*\)\. Write the id/,
    );
    await expect(liftPasskeyRule(server.context, 'Westgate')).rejects.toThrow('Nothing was changed');
    await expect(liftPasskeyRule(server.context, other.session.organization.id)).rejects.toThrow(
      'doesn’t require a passkey',
    );
    expect(await owner.client.succeed(getOrganization, {})).toMatchObject({ passkeyRule: 'power' });
    await liftPasskeyRule(server.context, owner.session.organization.id);
    expect(await owner.client.succeed(getOrganization, {})).toMatchObject({ passkeyRule: 'nobody' });
  });
});

describe('a lost secret key', () => {
  const newKey = 'a-new-secret-key-after-the-loss-0123456789-abc';

  it('costs every PIN and nothing else, once the server is stopped', async () => {
    const { url: databaseUrl } = await makeDatabase();
    const server = await makeServer({ databaseUrl });
    const owner = await setUpOrganization(server);
    await addUser(owner.client, 'staff', { pin });
    const device = await TestDevice.make(server.url);
    await device.authorize(owner.client, 'Counter 1');
    const { cursor } = await device.pull();
    const place = { dataDir: home, databaseUrl, secretKey: newKey };

    await expect(replaceSecretKey(place, new Date())).rejects.toThrow('stop every server');
    await server.stop();
    await expect(replaceSecretKey({ ...place, secretKey: testSecretKey }, new Date())).rejects.toThrow(
      'nothing is lost',
    );
    await expect(makeServer({ databaseUrl, env: { SECRET_KEY: newKey } })).rejects.toThrow(
      'npm run recover -- secret-key',
    );
    expect(await replaceSecretKey(place, new Date())).toBe(1);

    const again = await makeServer({ databaseUrl, env: { SECRET_KEY: newKey } });
    const tablet = device.at(again.url);
    const pull = await tablet.pull(cursor);
    expect(pull).toMatchObject({ reset: false, dels: { users: [expect.any(String)] } });
    expect((await tablet.signInWithPin(pin)).status).toBe(401);
    expect(await findEvent(again, owner.session.organization.id, 'pins.erased')).toMatchObject({
      detail: { people: 1 },
    });
    const client = new ApiClient(again.url);
    await client.succeed(signIn, { body: { email, password: testPassword } });
    await addUser(client, 'staff', { pin });
    expect((await tablet.signInWithPin(pin)).status).toBe(200);
  });

  it('is refused where there is no database, and makes none', async () => {
    const done = await runProgram('scripts/recover.ts', ['secret-key'], { DATA_DIR: join(home, 'none') });
    expect(done).toMatchObject({ code: 1, stdout: '' });
    expect(done.stderr).toContain('There is no database in');
    await expect(stat(join(home, 'none'))).rejects.toThrow('ENOENT');
  });
});
