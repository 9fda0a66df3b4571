// Revoking a device asks those who could sign in offline on it for a new PIN, unless somebody says why not.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { previewRevocation, revokeDevice } from '../../src/contract/endpoints/devices.ts';
import { changeOwnPin } from '../../src/contract/endpoints/own-pin.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { getUser, suggestPin, type User, updateUser } from '../../src/contract/endpoints/users.ts';
import { noteSignIn, sendNotes } from './harness/note-offline.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addUnit,
  addUser,
  freshUsername,
  limitToUnits,
  type Member,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let lost: TestDevice;
let other: TestDevice;
let staff: User;
let admin: User;
let elsewhere: User;
let pinless: User;
let units: { shop: string; depot: string };
let pin = '';

const freshPin = async () => (await owner.client.succeed(suggestPin, {})).pin;
const makeTablet = async (unitId?: string) => {
  const tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, freshUsername(), unitId);
  await tablet.pull();
  return tablet;
};

beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  const { id } = owner.session.organization;
  units = { shop: await addUnit(server, id, 'Shop'), depot: await addUnit(server, id, 'Depot') };
});
beforeEach(async () => {
  pin = await freshPin();
  staff = await addUser(owner.client, 'staff', { pin });
  admin = await addUser(owner.client, 'admin', { pin: await freshPin() });
  elsewhere = await addUser(owner.client, 'staff', { pin: await freshPin() });
  pinless = await addUser(owner.client, 'staff');
  await limitToUnits(server, owner.session.organization.id, elsewhere.id, [units.depot]);
  [other, lost] = [await makeTablet(), await makeTablet(units.shop)];
});

const params = () => ({ deviceId: lost.id });
const revoke = (body: { keepPins?: string } = {}) =>
  owner.client.succeed(revokeDevice, { params: params(), body });
const preview = async () => (await owner.client.succeed(previewRevocation, { params: params() })).people;
const mustChange = async ({ id }: User) =>
  (await owner.client.succeed(getUser, { params: { userId: id } })).pinChange === 'device-revoked';
const readDetail = async () => {
  const { events } = await owner.client.succeed(listAuditEvents, {});
  return events.find(({ action, device }) => action === 'device.revoked' && device?.id === lost.id)?.detail;
};
const holdsVerifierOf = async (tablet: TestDevice, { id }: User) => {
  const { puts } = await tablet.pull();
  return puts.users.some((one) => one.id === id && one.verifier !== null);
};

it('asks exactly those of whom the device held something, and counts them before', async () => {
  const { puts } = await lost.pull();
  const held = puts.users.filter(({ verifier }) => verifier !== null);
  expect(held.map(({ id }) => id)).toContain(staff.id);
  expect(await preview()).toBe(held.length);
  await revoke();
  expect(await Promise.all([staff, admin, elsewhere, pinless].map(mustChange))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(await readDetail()).toEqual({ askedForPin: held.length });
  expect(await preview()).toBe(0);
});

it('says why, to the admin and to the person, as long as the PIN is not changed', async () => {
  await revoke();
  expect(await mustChange(staff)).toBe(true);
  await other.signInWithPin(pin);
  const asked = await other.succeed(getSession, {});
  expect([asked.mustChange, asked.pinChange]).toEqual(['pin', 'device-revoked']);
  const changed = await other.succeed(changeOwnPin, { body: { newPin: await freshPin() } });
  expect([changed.mustChange, changed.pinChange]).toEqual([null, undefined]);
  expect(await mustChange(staff)).toBe(false);
});

it('takes what other tablets hold of them away, and gives it back with the new PIN', async () => {
  expect(await holdsVerifierOf(other, staff)).toBe(true);
  const { cursor } = await other.pull();
  await revoke();
  expect((await other.pull(cursor)).puts.users.find(({ id }) => id === staff.id)).toMatchObject({
    verifier: null,
  });
  const { revision } = await owner.client.succeed(getUser, { params: { userId: staff.id } });
  const body = { revision, pin: await freshPin() };
  await owner.client.succeed(updateUser, { params: { userId: staff.id }, body });
  expect(await holdsVerifierOf(other, staff)).toBe(true);
});

it('asks nobody where somebody says why, and keeps the reason', async () => {
  await revoke({ keepPins: '  It broke and never left the shop ' });
  expect(await mustChange(staff)).toBe(false);
  expect(await readDetail()).toEqual({ keptPins: 'It broke and never left the shop' });
});

it('takes a reason of 1 to 200 characters', async () => {
  for (const keepPins of ['', '   ', 'x'.repeat(201)]) {
    const { code, errors } = await owner.client.refuse(revokeDevice, {
      params: params(),
      body: { keepPins },
    });
    expect([code, errors?.map(({ field }) => field)]).toEqual(['validation_failed', ['keepPins']]);
  }
  expect((await revoke({ keepPins: 'x'.repeat(200) })).revokedAt).not.toBeNull();
  lost = await makeTablet();
  expect((await revoke({ keepPins: 'x' })).revokedAt).not.toBeNull();
});

it('asks nobody for a device that never pulled', async () => {
  lost = await TestDevice.make(server.url);
  await lost.authorize(owner.client, freshUsername());
  expect(await preview()).toBe(0);
  await revoke();
  expect(await mustChange(staff)).toBe(false);
  expect(await readDetail()).toEqual({ askedForPin: 0 });
});

it('asks once, whether it is revoked twice, at once or again after the PIN was changed', async () => {
  await Promise.all([revoke(), revoke(), revoke({ keepPins: 'Found again' })]);
  const { revision } = await owner.client.succeed(getUser, { params: { userId: staff.id } });
  const body = { revision, pin: await freshPin() };
  await owner.client.succeed(updateUser, { params: { userId: staff.id }, body });
  await revoke();
  expect(await mustChange(staff)).toBe(false);
});

it('counts what the device sends after it was revoked, and only that', async () => {
  const note = () => noteSignIn({ server, tablet: lost }, staff.id, pin);
  const events = [await note(), await note(), await note()];
  await sendNotes({ server, tablet: lost }, events.slice(0, 1));
  server.clock.advance(1);
  expect((await revoke()).eventsReceived).toBe(0);
  await sendNotes({ server, tablet: lost }, events);
  expect((await revoke()).eventsReceived).toBe(2);
});
