// One's own PIN: a temporary one that must be changed, the change at a tablet and from the account, and its limits.
import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { listDevices } from '../../src/contract/endpoints/devices.ts';
import { changeOwnPin, checkOwnPin, getOwnPin } from '../../src/contract/endpoints/own-pin.ts';
import { listPinRequests, requestPin } from '../../src/contract/endpoints/pin-requests.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { getUser, giveTemporaryPin, type User } from '../../src/contract/endpoints/users.ts';
import { devices } from '../../src/server/database/schema.ts';
import { codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addOrganization,
  addUser,
  type Member,
  testPassword,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const [pin, next, other] = ['482917', '739284', '864297'];

let server: TestServer;
let owner: Member;
let tablet: TestDevice;
let ada: User;
beforeAll(async () => {
  server = await makeServer();
});
beforeEach(async () => {
  owner = await addOrganization(server, 'Northgate Bakery');
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, 'Counter 1');
  ada = await addUser(owner.client, 'manager', { pin });
});

const change = (body: object, client = tablet) => client.callRaw(changeOwnPin, { body });
const signsIn = async (tried: string) => (await tablet.signInWithPin(tried)).status === 200;
const failuresAtTablet = async () => {
  const { lookUp } = server.context.database;
  const [row] = await lookUp.select().from(devices).where(eq(devices.id, tablet.id));
  return row?.pinFailures;
};

describe('a temporary PIN', () => {
  let temporary: string;
  beforeEach(async () => {
    const given = await owner.client.succeed(giveTemporaryPin, { params: { userId: ada.id } });
    temporary = given.pin;
    await tablet.signInWithPin(temporary);
  });

  it('opens a session that may do nothing, until an own PIN is chosen without entering it again', async () => {
    const before = await tablet.succeed(getSession, {});
    expect([before.mustChange, before.pinChange, before.permissions]).toEqual(['pin', 'temporary', []]);
    expect((await tablet.refuse(listDevices, {})).code).toBe('change_required');
    const after = await tablet.succeed(changeOwnPin, { body: { newPin: next } });
    expect([after.mustChange, after.pinChange]).toEqual([null, undefined]);
    expect(after.permissions).toContain('devices:read');
    await tablet.succeed(listDevices, {});
    const user = await owner.client.succeed(getUser, { params: { userId: ada.id } });
    expect([user.pinChange, user.hasPin]).toEqual([null, true]);
    expect([await signsIn(temporary), await signsIn(pin), await signsIn(next)]).toEqual([false, false, true]);
  });

  it('is no PIN of one’s own, nor is an easy one or one of another length', async () => {
    for (const newPin of [temporary, '111111', '123456', '48291', '4829173']) {
      const refused = await tablet.refuse(changeOwnPin, { body: { newPin } });
      expect([refused.code, refused.errors?.[0]?.field]).toEqual(['validation_failed', 'newPin']);
    }
    expect(await failuresAtTablet()).toBe(0);
  });

  it('is told three times a day that somebody else has a PIN, and no more', async () => {
    await addUser(owner.client, 'staff', { pin: other });
    const codes = [];
    for (let tries = 0; tries < 6; tries += 1) codes.push(codeOf(await change({ newPin: other })));
    expect(codes).toEqual([...Array(3).fill('pin_taken'), ...Array(3).fill('too_many_attempts')]);
    expect(await failuresAtTablet()).toBe(0);
  });
});

describe('a PIN', () => {
  beforeEach(() => tablet.signInWithPin(pin));

  it('is changed after the present one, and other sessions that it opened end', async () => {
    const second = await TestDevice.make(server.url);
    await second.authorize(owner.client, 'Counter 2');
    await second.signInWithPin(pin);
    await tablet.succeed(changeOwnPin, { body: { currentPin: pin, newPin: next } });
    expect((await tablet.succeed(getSession, {})).user.id).toBe(ada.id);
    expect((await second.refuse(getSession, {})).code).toBe('not_signed_in');
    expect(await failuresAtTablet()).toBe(0);
    expect([await signsIn(pin), await signsIn(next)]).toEqual([false, true]);
  });

  it('is asked for, and a wrong one counts against nobody else who uses that tablet', async () => {
    expect((await tablet.refuse(changeOwnPin, { body: { newPin: next } })).errors?.[0]?.field).toBe(
      'currentPin',
    );
    for (let tries = 0; tries < 4; tries += 1) {
      const refused = await tablet.refuse(changeOwnPin, { body: { currentPin: other, newPin: next } });
      expect([refused.code, refused.errors?.[0]?.field]).toEqual(['wrong_pin', 'currentPin']);
      expect([refused.triesLeft, refused.retryAt]).toEqual([undefined, undefined]);
    }
    expect(await failuresAtTablet()).toBe(0);
    await tablet.succeed(changeOwnPin, { body: { currentPin: pin, newPin: next } });
    expect(await signsIn(next)).toBe(true);
  });

  it('is looked at before a new one is chosen: a right one changes nothing', async () => {
    const check = (currentPin: string) => tablet.callRaw(checkOwnPin, { body: { currentPin } });
    expect(codeOf(await check(other))).toBe('wrong_pin');
    expect((await check(pin)).status).toBe(204);
    expect(await failuresAtTablet()).toBe(0);
    expect((await tablet.succeed(getSession, {})).user.id).toBe(ada.id);
  });

  it('takes five wrong ones on one tablet, looked at or changed, which alone disable no PIN', async () => {
    const codes = [];
    for (let tries = 0; tries < 6; tries += 1) {
      const body = { currentPin: other };
      const answer =
        tries % 2 === 0
          ? await tablet.callRaw(checkOwnPin, { body })
          : await change({ ...body, newPin: next });
      codes.push(codeOf(answer));
    }
    expect(codes).toEqual([...Array(5).fill('wrong_pin'), 'pin_disabled']);
    expect(codeOf(await tablet.callRaw(checkOwnPin, { body: { currentPin: pin } }))).toBe('pin_disabled');
    expect((await owner.client.succeed(getUser, { params: { userId: ada.id } })).pinDisabled).toBe(false);
    expect(await failuresAtTablet()).toBe(0);
  });

  it('changes once of two changes at the same moment', async () => {
    // Neither goes on before both have read the PIN of before.
    const { hashing } = server.context;
    const hashPin = hashing.hashPin.bind(hashing);
    const bothThere = Promise.withResolvers<void>();
    let arrived = 0;
    const held = vi.spyOn(hashing, 'hashPin').mockImplementation(async (...given) => {
      arrived += 1;
      if (arrived === 2) bothThere.resolve();
      await bothThere.promise;
      return hashPin(...given);
    });
    const answers = await Promise.all(
      [next, other].map((newPin) => change({ currentPin: pin, newPin }, tablet.at(server.url))),
    );
    held.mockRestore();
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(answers.map(codeOf)).toContain('changed_meanwhile');
    expect(await signsIn(pin)).toBe(false);
  });

  it('is not told by an own change more than ten times an hour', async () => {
    const all = [
      '402917',
      '402918',
      '402919',
      '402927',
      '402928',
      '402937',
      '402938',
      '402947',
      '402948',
      '402957',
    ];
    let current = pin;
    for (const newPin of all) {
      await tablet.succeed(changeOwnPin, { body: { currentPin: current ?? '', newPin } });
      current = newPin;
    }
    expect(codeOf(await change({ currentPin: current, newPin: next }))).toBe('too_many_attempts');
  });

  it('that was changed answers the open request for a new one', async () => {
    await tablet.succeed(requestPin, { body: { userId: ada.id } });
    await tablet.succeed(changeOwnPin, { body: { currentPin: pin, newPin: next } });
    expect((await owner.client.succeed(listPinRequests, {})).requests).toEqual([]);
  });
});

describe('from an account', () => {
  it('the first PIN takes the password, and the next one the PIN', async () => {
    const { client } = await addMember(server, owner.client, 'staff');
    expect(await client.succeed(getOwnPin, {})).toMatchObject({ hasPin: false, pinLength: 6 });
    const refuse = async (body: { currentPin?: string; password?: string; newPin: string }) => {
      const { code, errors } = await client.refuse(changeOwnPin, { body });
      return [code, errors?.[0]?.field];
    };
    expect(await refuse({ newPin: next })).toEqual(['validation_failed', 'password']);
    expect(await refuse({ newPin: next, password: 'not the right one' })).toEqual([
      'wrong_password',
      'password',
    ]);
    await client.succeed(changeOwnPin, { body: { newPin: next, password: testPassword } });
    expect(await signsIn(next)).toBe(true);
    expect(await refuse({ newPin: other, password: testPassword })).toEqual([
      'validation_failed',
      'currentPin',
    ]);
    expect(await refuse({ newPin: other, currentPin: pin })).toEqual(['wrong_pin', 'currentPin']);
    await client.succeed(changeOwnPin, { body: { newPin: other, currentPin: next } });
    expect((await tablet.refuse(getSession, {})).code).toBe('not_signed_in');
    expect([await signsIn(next), await signsIn(other)]).toEqual([false, true]);
  });
});
