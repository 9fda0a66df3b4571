// How a server proves a revocation, when it lets a browser be cleared, and what becomes of it when the secret key or the device is lost.
import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { openChangeStream, pullChanges, pushEvents } from '../../src/contract/endpoints/device.ts';
import { authorizeDevice, listDevices, revokeDevice } from '../../src/contract/endpoints/devices.ts';
import { problemSchema } from '../../src/contract/problem.ts';
import { revocationSchema, revocationType } from '../../src/contract/revocation.ts';
import { signRevocation } from '../../src/server/crypto/organization-keys.ts';
import { deriveKeys } from '../../src/server/crypto/secret-keys.ts';
import { erasePins } from '../../src/server/operator/erase-pins.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
import { TestDevice } from './harness/test-device.ts';
import { addUser, freshUsername, type Member, setUpOrganization } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let rows: StoredRows;
let owner: Member;
let databaseUrl: string;

beforeEach(async () => {
  const database = await makeDatabase();
  databaseUrl = database.url;
  server = await makeServer({ databaseUrl });
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
  return () => rows.close();
});

async function makeTablet(name = freshUsername()): Promise<TestDevice> {
  const tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, name);
  return tablet;
}

const revoke = (tablet: TestDevice) =>
  owner.client.succeed(revokeDevice, { params: { deviceId: tablet.id }, body: {} });
const findDevice = async ({ id }: TestDevice) =>
  (await owner.client.succeed(listDevices, {})).devices.find((device) => device.id === id);

async function askRefused(tablet: TestDevice) {
  const { body, headers } = await tablet.callRaw(pullChanges);
  return { ...problemSchema.parse(body), cleared: headers.get('clear-site-data') !== null };
}

/** What a tablet reads out of a statement, with the key that it has pinned. */
async function open(tablet: TestDevice, statement = '') {
  const key = await importJWK({ ...tablet.organizationKey }, 'ES256');
  const { payload, protectedHeader } = await compactVerify(statement, key);
  expect(protectedHeader).toEqual({ alg: 'ES256', typ: revocationType });
  return revocationSchema.parse(JSON.parse(new TextDecoder().decode(payload)));
}

describe('the statement of a revocation', () => {
  it('comes with every refusal, signed for this device and this link with the key that the tablet has pinned', async () => {
    const tablet = await makeTablet();
    const authorizedAt = server.clock.now.getTime();
    server.clock.advance(60_000);
    await revoke(tablet);
    const revokedAt = server.clock.now.getTime();
    server.clock.advance(3_600_000);
    const { code, revocation } = await askRefused(tablet);
    expect(code).toBe('device_revoked');
    expect(await open(tablet, revocation)).toEqual({
      organizationId: owner.session.organization.id,
      deviceId: tablet.id,
      keyThumbprint: await tablet.thumbprint(),
      authorizedAt,
      revokedAt,
    });
    expect((await askRefused(tablet)).revocation).toBe(revocation);
    await expect(tablet.openStream()).rejects.toThrow(String(revocation));
  });

  it('comes over the open stream, too', async () => {
    const tablet = await makeTablet();
    const stream = await tablet.openStream();
    await revoke(tablet);
    await stream.waitFor('revoked', 1, 3_000);
    expect(await open(tablet, stream.data.at(-1))).toMatchObject({ deviceId: tablet.id });
  });

  it('is signed with another key by each organization and each secret', async () => {
    const tablet = await makeTablet();
    const other = await makeServer({ databaseUrl: (await makeDatabase()).url });
    const stranger = await TestDevice.make(other.url);
    await stranger.authorize((await setUpOrganization(other)).client, 'Counter');
    expect(stranger.organizationKey).not.toEqual(tablet.organizationKey);
    expect((await tablet.pull()).organizationKey).toEqual(tablet.organizationKey);
  });

  it('tells the link also where a process of an older version revoked the device, which did not tell it', async () => {
    const tablet = await makeTablet();
    const authorizedAt = server.clock.now.getTime();
    await revoke(tablet);
    const { authorizedAt: _, ...told } = await open(tablet, (await askRefused(tablet)).revocation);
    const older = await signRevocation(server.context.keys, told);
    await rows.query('update devices set revocation = $2 where id = $1', [tablet.id, older]);
    const { revocation } = await askRefused(tablet);
    expect(await open(tablet, revocation)).toEqual({ ...told, authorizedAt });
  });

  it('is given to nobody but who holds the key of the device', async () => {
    const tablet = await makeTablet();
    await revoke(tablet);
    const thief = await TestDevice.make(server.url);
    thief.token = tablet.token;
    for (const endpoint of [pullChanges, openChangeStream]) {
      const { code, revocation } = problemSchema.parse((await thief.callRaw(endpoint)).body);
      expect([code, revocation]).toEqual(['proof_invalid', undefined]);
    }
  });
});

describe('a browser is cleared by the server only', () => {
  it('where the tablet can check the statement itself', async () => {
    const [pinned, older] = [await makeTablet(), await makeTablet()];
    await rows.query("update devices set remote_wipe = 'after-sync' where id = $1", [older.id]);
    for (const tablet of [pinned, older]) {
      await revoke(tablet);
      expect((await askRefused(tablet)).cleared).toBe(false);
    }
    server.clock.advance(60_000);
    expect((await askRefused(pinned)).cleared).toBe(true);
    expect((await askRefused(older)).cleared).toBe(false);
  });

  it('until its receipt is there: it may have been linked anew by then', async () => {
    const tablet = await makeTablet();
    await revoke(tablet);
    await askRefused(tablet);
    server.clock.advance(60_000);
    await tablet.sendWipeReceipt();
    expect((await askRefused(tablet)).cleared).toBe(false);
  });

  it('and never where the device is not known', async () => {
    const tablet = await makeTablet();
    tablet.token = `${tablet.id}.${'x'.repeat(43)}`;
    expect(await askRefused(tablet)).toMatchObject({ code: 'device_unknown', cleared: false });
  });
});

describe('after the secret key was lost', () => {
  const loseKey = async () => {
    const secret = 'another-secret-key-of-the-tests-0123456789-abcdef';
    await server.context.database.acrossOrganizations((tx) =>
      erasePins(tx, deriveKeys(secret), server.clock.now),
    );
    await server.stop();
    server = await makeServer({
      databaseUrl,
      env: { SECRET_KEY: secret },
      port: Number(new URL(server.url).port),
    });
  };

  it('a tablet that was revoked before still gets the statement that it can check', async () => {
    const [tablet, older] = [await makeTablet(), await makeTablet()];
    await revoke(tablet);
    await revoke(older);
    const { revocation } = await askRefused(tablet);
    // One of a version that did not tell the link.
    const { authorizedAt: _, ...told } = await open(older, (await askRefused(older)).revocation);
    const statement = await signRevocation(server.context.keys, told);
    await rows.query('update devices set revocation = $2 where id = $1', [older.id, statement]);
    await loseKey();
    expect((await askRefused(tablet)).revocation).toBe(revocation);
    expect((await askRefused(older)).revocation).toBe(statement);
  });

  it('the list says of the others that they must be linked again, and of one that was that it is well', async () => {
    const tablet = await makeTablet('Counter 1');
    const { organizationKey } = tablet;
    if (!organizationKey) throw new Error('it pinned no key');
    const pinnedKey = await calculateJwkThumbprint(organizationKey);
    await tablet.succeed(pullChanges, { query: { pinnedKey } });
    expect(await findDevice(tablet)).toMatchObject({ remoteWipe: 'works' });
    await loseKey();
    expect(await findDevice(tablet)).toMatchObject({ remoteWipe: 'after-relink' });
    await tablet.succeed(pullChanges, { query: { pinnedKey } });
    expect(await findDevice(tablet)).toMatchObject({ remoteWipe: 'after-relink' });
    await revoke(tablet);
    await expect(open(tablet, (await askRefused(tablet)).revocation)).rejects.toThrow('signature');
    server.clock.advance(60_000);
    expect((await askRefused(tablet)).cleared).toBe(false);
  });
});

describe('a tablet that the server has lost', () => {
  const former = async ({ id, organizationKey }: TestDevice) => {
    if (!organizationKey) throw new Error('it pinned no key');
    return { id, pinnedKey: await calculateJwkThumbprint(organizationKey) };
  };
  const lose = async ({ id }: TestDevice) => {
    await rows.query('delete from devices where id = $1', [id]);
  };
  const linkAgain = async (tablet: TestDevice, wish: object) => {
    const { token } = tablet;
    tablet.token = '';
    for (const [cookie, value] of owner.client.cookies) tablet.cookies.set(cookie, value);
    const answer = await tablet.call(authorizeDevice, { body: { name: 'Counter 1', ...wish } });
    tablet.cookies.clear();
    tablet.token = token;
    return authorizeDevice.output.parse(answer.body);
  };

  it('is linked again with the id that it had, so that what it noted before still counts', async () => {
    const tablet = await makeTablet('Counter 1');
    const { id: userId } = await addUser(owner.client, 'staff', { pin: '840372' });
    const event = await tablet.signEvent({ kind: 'sign-in-failed', userId, at: server.clock.now.getTime() });
    await lose(tablet);
    expect((await askRefused(tablet)).code).toBe('device_unknown');
    const again = await linkAgain(tablet, { former: await former(tablet) });
    expect(again.device.id).toBe(tablet.id);
    tablet.token = again.token;
    const body = { now: server.clock.now.getTime(), events: [event] };
    await tablet.succeed(pushEvents, { body });
    expect(await rows.query('select kind, reasons from device_events', [])).toEqual([
      { kind: 'sign-in-failed', reasons: [] },
    ]);
  });

  it('becomes a new one where it was of another organization, or where the server knows its id', async () => {
    const tablet = await makeTablet('Counter 2');
    const known = await linkAgain(tablet, { former: await former(tablet) });
    expect(known.device.id).not.toBe(tablet.id);
    await lose(tablet);
    const foreign = await linkAgain(tablet, {
      name: 'Counter 3',
      former: { id: tablet.id, pinnedKey: 'x'.repeat(43) },
    });
    expect(foreign.device.id).not.toBe(tablet.id);
  });
});
