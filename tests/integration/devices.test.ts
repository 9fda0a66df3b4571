// Devices: authorizing, naming, revoking, and the receipt of a wipe.
import { generateKeyPair } from 'dpop';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { pullChanges, sendWipeReceipt, signInWithPin } from '../../src/contract/endpoints/device.ts';
import { authorizeDevice, listDevices, revokeDevice } from '../../src/contract/endpoints/devices.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { auditEvents, devices } from '../../src/server/database/schema.ts';
import { codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addUnit,
  addUser,
  freshUsername,
  limitToUnits,
  type Member,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const pin = '840372';

let server: TestServer;
let owner: Member;
let organizationId: string;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
  await addUser(owner.client, 'staff', { pin });
});

async function makeTablet(name = freshUsername()): Promise<TestDevice> {
  const tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, name);
  return tablet;
}

const revoke = (tablet: TestDevice) =>
  owner.client.succeed(revokeDevice, { params: { deviceId: tablet.id }, body: {} });
const findDevice = async (id: string) =>
  (await owner.client.succeed(listDevices, {})).devices.find((device) => device.id === id);
const readRow = async (id: string) =>
  (
    await server.context.database.inOrganization(organizationId, (tx) =>
      tx.select().from(devices).where(eq(devices.id, id)),
    )
  )[0];
const readActions = async (deviceId: string) =>
  (
    await server.context.database.inOrganization(organizationId, (tx) =>
      tx.select().from(auditEvents).where(eq(auditEvents.deviceId, deviceId)).orderBy(auditEvents.position),
    )
  ).map(({ action }) => action);

describe('authorizing', () => {
  it('makes a device of the tablet, by its name, and says by whom and when', async () => {
    const tablet = await makeTablet('Counter 1');
    expect(await findDevice(tablet.id)).toMatchObject({
      name: 'Counter 1',
      authorizedBy: 'Olive Owner',
      authorizedAt: server.clock.now.toISOString(),
      revokedAt: null,
      lastSeenAt: null,
      connected: false,
      unit: null,
    });
    expect((await tablet.pull()).policy).toMatchObject({
      deviceName: 'Counter 1',
      organizationName: 'Northgate Bakery',
    });
    expect(await readActions(tablet.id)).toEqual(['device.authorized']);
  });

  it('keeps a hash of the token and the thumbprint of the key, and never the token', async () => {
    const tablet = await makeTablet();
    const row = await readRow(tablet.id);
    const [, secret = 'none'] = tablet.token.split('.');
    expect(row?.thumbprint).toBe(await tablet.thumbprint());
    const text = JSON.stringify(row, (_, value) =>
      value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
    );
    expect(text).not.toContain(secret);
    expect(JSON.stringify(await findDevice(tablet.id))).not.toMatch(/token|secret|thumbprint|publicKey/);
  });

  it('names a name that another device has, however it is written, and frees it by revoking', async () => {
    const first = await makeTablet('Till');
    const second = await TestDevice.make(server.url);
    await expect(second.authorize(owner.client, ' tILL ')).rejects.toThrow('device_name_taken');
    expect(second.token).toBe('');
    await revoke(first);
    await second.authorize(owner.client, 'TILL');
    expect((await findDevice(second.id))?.name).toBe('TILL');
  });

  it('gives one of ten at once the name', async () => {
    const tablets = await Promise.all(Array.from({ length: 10 }, () => TestDevice.make(server.url)));
    const results = await Promise.allSettled(
      tablets.map((tablet) => tablet.authorize(owner.client, 'Only one')),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('takes a proof of the new key once', async () => {
    const tablet = await TestDevice.make(server.url);
    for (const [name, value] of owner.client.cookies) tablet.cookies.set(name, value);
    await tablet.succeed(authorizeDevice, { body: { name: freshUsername() } });
    const dpop = await tablet.prove(authorizeDevice, authorizeDevice.path);
    const send = () => tablet.call(authorizeDevice, { body: { name: freshUsername() } }, { dpop });
    expect((await send()).status).toBe(200);
    expect(codeOf(await send())).toBe('proof_replayed');
  });

  it('puts the tablet of an admin who is limited to a unit into that unit, out of reach of others', async () => {
    const [here, there] = [
      await addUnit(server, organizationId, 'Here'),
      await addUnit(server, organizationId, 'There'),
    ];
    const [admin, other] = [
      await addMember(server, owner.client, 'admin'),
      await addMember(server, owner.client, 'admin'),
    ];
    await limitToUnits(server, organizationId, admin.user.id, [here]);
    await limitToUnits(server, organizationId, other.user.id, [there]);
    const tablet = await TestDevice.make(server.url);
    await tablet.authorize(admin.client, 'Here 1');
    expect((await admin.client.succeed(listDevices, {})).devices).toMatchObject([
      { id: tablet.id, unit: { name: 'Here' } },
    ]);
    expect((await other.client.succeed(listDevices, {})).devices).toEqual([]);
    expect(
      (await other.client.refuse(revokeDevice, { params: { deviceId: tablet.id }, body: {} })).code,
    ).toBe('not_found');
  });
});

describe('revoking', () => {
  it('refuses the device from then on, and ends its PIN session', async () => {
    const tablet = await makeTablet();
    await tablet.signInWithPin(pin);
    const device = await revoke(tablet);
    expect(device).toMatchObject({
      revokedAt: server.clock.now.toISOString(),
      revokedBy: 'Olive Owner',
      wipedAt: null,
      eventsReceived: 0,
    });
    for (const endpoint of [pullChanges, getSession]) {
      expect(codeOf(await tablet.callRaw(endpoint))).toBe('device_revoked');
    }
    expect((await tablet.refuse(signInWithPin, { body: { pin } })).code).toBe('device_revoked');
    const left = await server.context.database.lookUp.execute(
      `select from pin_sessions where device_id = '${tablet.id}'`,
    );
    expect(left.rowCount).toBe(0);
  });

  it('leaves the device a minute to send what it noted, and then has its browser cleared', async () => {
    const tablet = await makeTablet();
    await revoke(tablet);
    server.clock.advance(1_000);
    const cleared = async () => (await tablet.callRaw(pullChanges)).headers.get('clear-site-data');
    expect(await cleared()).toBeNull();
    server.clock.advance(59_999);
    expect(await cleared()).toBeNull();
    server.clock.advance(1);
    expect(await cleared()).toBe('"cache", "cookies", "storage"');
  });

  it('tells the open stream at once, and ends it', async () => {
    const tablet = await makeTablet();
    const stream = await tablet.openStream();
    await stream.waitFor('changed');
    await revoke(tablet);
    await stream.waitFor('revoked', 1, 3_000);
    await stream.ended;
    await expect(tablet.openStream()).rejects.toThrow('device_revoked');
  });

  it('leaves other devices and their streams alone', async () => {
    const [gone, other] = [await makeTablet(), await makeTablet()];
    const stream = await other.openStream();
    await stream.waitFor('changed');
    await revoke(gone);
    await addUser(owner.client, 'staff');
    await stream.waitFor('changed', 2);
    expect(stream.events).not.toContain('revoked');
    await other.pull();
    await stream.close();
  });

  it('changes nothing a second time', async () => {
    const tablet = await makeTablet();
    const first = await revoke(tablet);
    server.clock.advance(1_000);
    expect(await revoke(tablet)).toEqual(first);
    expect(await readActions(tablet.id)).toEqual(['device.authorized', 'device.revoked']);
  });

  it('lets no request that began later through, out of fifty pulls around it', async () => {
    const tablet = await makeTablet();
    await tablet.pull();
    const pulls = Array.from({ length: 25 }, () => tablet.callRaw(pullChanges));
    await revoke(tablet);
    const later = await Promise.all(Array.from({ length: 25 }, () => tablet.callRaw(pullChanges)));
    expect(new Set(later.map(codeOf))).toEqual(new Set(['device_revoked']));
    for (const answer of await Promise.all(pulls)) expect([null, 'device_revoked']).toContain(codeOf(answer));
  });
});

describe('the wipe receipt', () => {
  it('is taken from a revoked device once; sent again, it says the same', async () => {
    const tablet = await makeTablet();
    await revoke(tablet);
    server.clock.advance(1_000);
    const wipedAt = server.clock.now.toISOString();
    const first = await tablet.sendWipeReceipt();
    expect(first.body).toEqual({ wipedAt });
    server.clock.advance(1_000);
    expect((await tablet.sendWipeReceipt()).body).toEqual({ wipedAt });
    expect((await findDevice(tablet.id))?.wipedAt).toBe(wipedAt);
    expect(await readActions(tablet.id)).toEqual(['device.authorized', 'device.revoked', 'device.wiped']);
  });

  it('says how many events went with the wipe, within what can be', async () => {
    for (const [unsentEvents, eventsLost] of [
      [3, 3],
      [-1, 0],
      [2 ** 40, 2 ** 31 - 1],
    ] as const) {
      const tablet = await makeTablet();
      await revoke(tablet);
      const receipt = await tablet.signReceipt({ unsentEvents });
      await tablet.succeed(sendWipeReceipt, { body: { receipt } });
      expect(await findDevice(tablet.id)).toMatchObject({ eventsLost });
    }
  });

  it('is recorded once when ten arrive at the same time', async () => {
    const tablet = await makeTablet();
    await revoke(tablet);
    const answers = await Promise.all(Array.from({ length: 10 }, () => tablet.sendWipeReceipt()));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body)))).toEqual(
      new Set([JSON.stringify({ wipedAt: server.clock.now.toISOString() })]),
    );
    expect((await readActions(tablet.id)).filter((action) => action === 'device.wiped')).toHaveLength(1);
  });

  it('is refused from a device in force, which has nothing to wipe', async () => {
    const tablet = await makeTablet();
    expect(codeOf(await tablet.sendWipeReceipt())).toBe('validation_failed');
    expect((await findDevice(tablet.id))?.wipedAt).toBeNull();
  });

  it('is refused when it is forged, of another device, of another kind or not even a receipt', async () => {
    const [tablet, other] = [await makeTablet(), await makeTablet()];
    await revoke(tablet);
    const good = await tablet.signReceipt();
    const [header, payload, signature] = good.split('.');
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const forged = [
      await tablet.signReceipt({}, await generateKeyPair('ES256')),
      await other.signReceipt({ deviceId: tablet.id }),
      await tablet.signReceipt({ deviceId: other.id }),
      await tablet.signReceipt({}, tablet.keys, 'dpop+jwt'),
      await tablet.signReceipt({ appVersion: 'x'.repeat(41) }),
      await tablet.signReceipt({ appVersion: 'a\0b' }),
      await tablet.signReceipt({ unsentEvents: 1.5 }),
      `${header}.${encode({ deviceId: tablet.id })}.${signature}`,
      `${encode({ alg: 'none' })}.${payload}.`,
      `${header}.${payload}.`,
      '',
      'a.b.c',
      '\0',
    ];
    for (const receipt of forged) {
      const problem = await tablet.refuse(sendWipeReceipt, { body: { receipt } });
      expect(problem).toMatchObject({ code: 'validation_failed', errors: [{ field: 'receipt' }] });
    }
    expect((await findDevice(tablet.id))?.wipedAt).toBeNull();
    expect((await tablet.sendWipeReceipt()).status).toBe(200);
  });
});
