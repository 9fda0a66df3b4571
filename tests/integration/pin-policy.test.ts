// Another PIN length or sign-in style: what it means for the PINs that people have, told before and true afterwards.
import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { previewPinPolicy, updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { changeOwnPin } from '../../src/contract/endpoints/own-pin.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { getUser, giveTemporaryPin, type User, updateUser } from '../../src/contract/endpoints/users.ts';
import { storePin } from '../../src/server/crypto/pin-secret.ts';
import { organizations, users } from '../../src/server/database/schema.ts';
import { codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addOrganization,
  addUnit,
  addUser,
  limitToUnits,
  type Member,
  openSession,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const [adas, belas, cleos] = ['482917', '739284', '864297'];

let server: TestServer;
let owner: Member;
let tablet: TestDevice;
let ada: User;
let bela: User;
beforeAll(async () => {
  server = await makeServer();
});
beforeEach(async () => {
  owner = await addOrganization(server, 'Northgate Bakery');
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, 'Counter 1');
  ada = await addUser(owner.client, 'staff', { pin: adas, firstName: 'Ada' });
  bela = await addUser(owner.client, 'staff', { pin: belas, firstName: 'Bela' });
});

type Policy = { pinLength?: number; signInStyle?: 'pin' | 'name-then-pin' };
const set = (body: Policy) => owner.client.succeed(updateOrganization, { body });
const preview = (pinLength: number, signInStyle: 'pin' | 'name-then-pin' = 'pin') =>
  owner.client.succeed(previewPinPolicy, { body: { pinLength, signInStyle } });
const signsIn = async (pin: string, userId?: string) =>
  (await tablet.signInWithPin(pin, userId)).status === 200;
const mustChange = async () => (await tablet.succeed(getSession, {})).mustChange;
const pinChange = async () => (await tablet.succeed(getSession, {})).pinChange;
const lengths = async () => (await tablet.pull()).policy.pinLengths;

describe('another length', () => {
  it('leaves present PINs working until each user has chosen a new one', async () => {
    expect(await preview(8)).toEqual({ withPin: 2, mustChange: 2, lose: 0 });
    expect(await lengths()).toEqual([6]);
    await set({ pinLength: 8 });
    expect(await lengths()).toEqual([6, 8]);
    expect(await signsIn(adas)).toBe(true);
    expect([await mustChange(), await pinChange()]).toEqual(['pin', 'length']);
    expect((await tablet.refuse(changeOwnPin, { body: { newPin: '480917' } })).code).toBe(
      'validation_failed',
    );
    await tablet.succeed(changeOwnPin, { body: { newPin: '48291753' } });
    expect([await signsIn(adas), await signsIn('48291753'), await mustChange()]).toEqual([false, true, null]);
    expect(await preview(8)).toEqual({ withPin: 2, mustChange: 1, lose: 0 });
    expect(await lengths()).toEqual([6, 8]);
    await signsIn(belas);
    await tablet.succeed(changeOwnPin, { body: { newPin: '73928415' } });
    expect(await lengths()).toEqual([8]);
  });

  it('that is changed back asks nobody but who has a temporary PIN, or another length by now', async () => {
    const temporary = (await owner.client.succeed(giveTemporaryPin, { params: { userId: bela.id } })).pin;
    await set({ pinLength: 4 });
    await signsIn(adas);
    await tablet.succeed(changeOwnPin, { body: { newPin: '4829' } });
    const cleo = await addUser(owner.client, 'staff', { pin: '7392' });
    await set({ pinLength: 6 });
    expect(await lengths()).toEqual([4, 6]);
    const asked = [];
    for (const pin of ['4829', '7392', temporary]) {
      expect(await signsIn(pin)).toBe(true);
      asked.push(await mustChange());
    }
    expect(asked).toEqual(['pin', 'pin', 'pin']);
    await set({ pinLength: 4 });
    expect([await signsIn('7392'), await mustChange()]).toEqual([true, null]);
    expect([await signsIn(temporary), await mustChange()]).toEqual([true, 'pin']);
    expect((await owner.client.succeed(getUser, { params: { userId: cleo.id } })).hasPin).toBe(true);
  });

  it('is not kept open on tablets for suspended users', async () => {
    await set({ pinLength: 8 });
    for (const { id } of [ada, bela]) {
      const { revision } = await owner.client.succeed(getUser, { params: { userId: id } });
      const body = { revision, state: 'suspended' as const };
      await owner.client.succeed(updateUser, { params: { userId: id }, body });
    }
    expect(await lengths()).toEqual([8]);
  });

  it.each([4, 8])('may be %i', async (pinLength) => {
    expect((await set({ pinLength })).pinLength).toBe(pinLength);
  });

  it.each([3, 9, 6.5])('may not be %d', async (pinLength) => {
    const refused = await owner.client.refuse(updateOrganization, { body: { pinLength } });
    expect(refused.errors?.[0]?.field).toBe('pinLength');
  });
});

describe('what a tablet holds of PINs for the time without a server', () => {
  const verified = async (cursor?: string) => {
    const { puts, reset } = await tablet.pull(cursor);
    return { reset, held: puts.users.filter(({ verifier }) => verifier !== null).length };
  };

  it('goes with another length, and comes back with the one before', async () => {
    const { cursor } = await tablet.pull();
    expect(await verified()).toEqual({ reset: true, held: 2 });
    await set({ pinLength: 8 });
    expect(await verified(cursor)).toEqual({ reset: true, held: 0 });
    const { cursor: next } = await tablet.pull();
    await set({ pinLength: 6 });
    expect(await verified(next)).toEqual({ reset: true, held: 2 });
  });

  it('goes where the organization does not want it', async () => {
    const { cursor } = await tablet.pull();
    await owner.client.succeed(updateOrganization, { body: { offlineSignIn: false } });
    expect(await verified(cursor)).toEqual({ reset: true, held: 0 });
    expect((await tablet.pull()).policy.offline).toBeNull();
  });
});

describe('another sign-in style', () => {
  it('to names first keeps every PIN, and lets two users have the same', async () => {
    expect(await preview(6, 'name-then-pin')).toEqual({ withPin: 2, mustChange: 0, lose: 0 });
    await set({ signInStyle: 'name-then-pin' });
    expect((await tablet.pull()).policy.signInStyle).toBe('name-then-pin');
    expect(await signsIn(adas, ada.id)).toBe(true);
    expect(await signsIn(adas, bela.id)).toBe(false);
    await addUser(owner.client, 'staff', { pin: adas });
  });

  it('back to the PIN alone takes shared PINs from all who share one, with their sessions, and finds the others', async () => {
    await set({ signInStyle: 'name-then-pin' });
    const cleo = await addUser(owner.client, 'staff', { pin: cleos, firstName: 'Cleo' });
    const twin = await addUser(owner.client, 'staff', { pin: adas, firstName: 'Twin' });
    await signsIn(adas, twin.id);
    const { cursor } = await tablet.pull();
    expect(await preview(6)).toEqual({ withPin: 4, mustChange: 0, lose: 2 });
    await set({ signInStyle: 'pin' });
    expect((await tablet.refuse(getSession, {})).code).toBe('not_signed_in');
    const { dels } = await tablet.pull(cursor);
    expect(dels.users.toSorted()).toEqual([ada.id, twin.id].toSorted());
    expect([await signsIn(adas), await signsIn(belas), await signsIn(cleos)]).toEqual([false, true, true]);
    expect((await tablet.succeed(getSession, {})).user.id).toBe(cleo.id);
    const { events } = await owner.client.succeed(listAuditEvents, {});
    const change = events.find(({ action }) => action === 'organization.changed');
    expect(change?.detail).toMatchObject({
      signInStyle: 'pin',
      pinsLost: 2,
      pinsLostBy: expect.arrayContaining(['Ada', 'Twin']),
    });
    // The PIN is free again: nobody has it.
    await addUser(owner.client, 'staff', { pin: adas });
  });

  it('does not bring a PIN back that was disabled by wrong tries', async () => {
    await set({ signInStyle: 'name-then-pin' });
    for (let tries = 0; tries < 10; tries += 1) {
      await tablet.signInWithPin(cleos, ada.id);
      server.clock.advance(3600_000);
    }
    for (const [name, value] of (await openSession(server, owner.session)).cookies) {
      owner.client.cookies.set(name, value);
    }
    await set({ signInStyle: 'pin' });
    expect(codeOf(await tablet.signInWithPin(adas))).toBe('pin_disabled');
    server.clock.advance(3600_000);
    expect(await signsIn(belas)).toBe(true);
  });

  it('fits the PINs of 10,000 users in good time', async () => {
    const { context } = server;
    const { id: organizationId } = owner.session.organization;
    await set({ signInStyle: 'name-then-pin' });
    await context.database.inOrganization(organizationId, async (tx) => {
      const [{ roleId } = { roleId: '' }] = await tx.select({ roleId: users.roleId }).from(users).limit(1);
      const [organization] = await tx.select().from(organizations);
      for (let part = 0; part < 10; part += 1) {
        const rows = Array.from({ length: 1000 }, (_, at) => {
          const id = randomUUID();
          // Every fifth shares with the one before.
          const hash = Buffer.alloc(32, `${part} ${at % 5 === 4 ? at - 1 : at} `);
          const { pinSealed } = storePin(context.keys, 'name-then-pin', id, hash);
          return {
            id,
            organizationId,
            roleId,
            username: id,
            usernameFolded: id,
            pinSealed,
            pinLength: 6,
            revision: organization?.revision ?? 0,
            createdAt: context.clock(),
          };
        });
        await tx.insert(users).values(rows);
      }
    });
    const begin = performance.now();
    expect(await preview(6)).toEqual({ withPin: 10_002, mustChange: 0, lose: 4000 });
    await set({ signInStyle: 'pin' });
    expect(performance.now() - begin).toBeLessThan(30_000);
    expect(await preview(8)).toEqual({ withPin: 6002, mustChange: 6002, lose: 0 });
  });
});

describe('a change of policy', () => {
  it('takes a step-up for style and length', async () => {
    server.clock.advance(5 * 60_000);
    for (const body of [{ pinLength: 8 }, { signInStyle: 'pin' as const }]) {
      expect((await owner.client.refuse(updateOrganization, { body })).code).toBe('step_up_required');
    }
  });

  it('is neither made nor foreseen by an admin who is limited to units', async () => {
    const admin = await addMember(server, owner.client, 'admin');
    const { id } = owner.session.organization;
    await limitToUnits(server, id, admin.user.id, [await addUnit(server, id, 'Oven')]);
    const body = { pinLength: 8, signInStyle: 'pin' } as const;
    expect((await admin.client.refuse(previewPinPolicy, { body })).code).toBe('permission_missing');
    expect((await admin.client.refuse(updateOrganization, { body })).code).toBe('permission_missing');
  });

  it('leaves a PIN alone that was prepared before it and is stored after it', async () => {
    const changes = await Promise.all([
      set({ pinLength: 8 }).then(() => 200),
      ...['402917', '402918', '402919'].map(async (pin) => {
        const body = { revision: ada.revision, pin };
        return (await owner.client.callRaw(updateUser, { params: { userId: ada.id }, body })).status;
      }),
    ]);
    expect(changes).toContain(200);
    await signsIn(adas);
    const asked = [];
    for (const pin of ['402917', '402918', '402919']) if (await signsIn(pin)) asked.push(await mustChange());
    expect(asked.every((what) => what === 'pin')).toBe(true);
  });
});
