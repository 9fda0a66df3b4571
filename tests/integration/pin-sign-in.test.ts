// Signing in with a right PIN: the session that it opens, how long that stands, and where the PIN works.
import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { endPinSession } from '../../src/contract/endpoints/device.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { getUser, type User, updateUser } from '../../src/contract/endpoints/users.ts';
import { auditEvents, devices } from '../../src/server/database/schema.ts';
import { type ApiClient, codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addUnit,
  addUser,
  limitToUnits,
  type Member,
  openSession,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const rightPin = '840372';
const secondMs = 1000;

let server: TestServer;
let owner: Member;
let admin: ApiClient;
let organizationId: string;
let person: User;
let tablets = 0;

async function makeTablet(): Promise<TestDevice> {
  tablets += 1;
  const name = `Tablet ${tablets}`;
  const tablet = await TestDevice.make(server.url);
  await tablet.authorize(admin, name);
  return tablet;
}

beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
  person = await addUser(owner.client, 'staff', { pin: rightPin, firstName: 'Pia', lastName: 'Pin' });
});
beforeEach(async () => {
  // The clock of an earlier test may have run past the owner's fresh password.
  admin = await openSession(server, owner.session);
});

const inOrganization = <T>(work: Parameters<typeof server.context.database.inOrganization<T>>[1]) =>
  server.context.database.inOrganization(organizationId, work);
const readEvents = (deviceId: string) =>
  inOrganization((tx) =>
    tx.select().from(auditEvents).where(eq(auditEvents.deviceId, deviceId)).orderBy(auditEvents.position),
  );

describe('a right PIN', () => {
  it('opens a session with the user’s name, role and what they may do, and is recorded', async () => {
    const tablet = await makeTablet();
    const answer = await tablet.signInWithPin(rightPin);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      session: {
        kind: 'pin',
        assurance: 'pin',
        user: { name: 'Pia Pin' },
        role: { name: 'Staff' },
        permissions: ['tablet:use'],
        stepUpUntil: null,
      },
    });
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await tablet.succeed(getSession, {})).toMatchObject({ kind: 'pin', user: { id: person.id } });
    expect((await readEvents(tablet.id)).at(-1)).toMatchObject({
      action: 'pin.signed-in',
      actorId: person.id,
    });
    expect((await admin.succeed(getUser, { params: { userId: person.id } })).lastSignInAt).toBe(
      server.clock.now.toISOString(),
    );
  });

  it('ends the session that was open on the device before', async () => {
    const tablet = await makeTablet();
    await tablet.signInWithPin(rightPin);
    const before = tablet.pinSessionToken;
    await tablet.signInWithPin(rightPin);
    const after = tablet.pinSessionToken;
    tablet.pinSessionToken = before;
    expect((await tablet.refuse(getSession, {})).code).toBe('not_signed_in');
    tablet.pinSessionToken = after;
    await tablet.succeed(getSession, {});
  });

  it('gives an admin on a tablet no more than a PIN may do', async () => {
    await addUser(admin, 'admin', { pin: '503918' });
    const tablet = await makeTablet();
    await tablet.signInWithPin('503918');
    const { permissions } = await tablet.succeed(getSession, {});
    expect(permissions.toSorted()).toEqual([
      'devices:read',
      'pins:answer',
      'tablet:use',
      'units:read',
      'users:read',
    ]);
  });

  it('lasts 12 hours at most', async () => {
    const tablet = await makeTablet();
    await tablet.signInWithPin(rightPin);
    server.clock.advance(12 * 3600 * secondMs - 1);
    await tablet.succeed(getSession, {});
    server.clock.advance(1);
    expect((await tablet.refuse(getSession, {})).code).toBe('not_signed_in');
  });

  it('ends with the lock, which is recorded once', async () => {
    const tablet = await makeTablet();
    await tablet.signInWithPin(rightPin);
    for (const reason of ['locked', 'idle'] as const)
      await tablet.succeed(endPinSession, { query: { reason } });
    expect((await tablet.refuse(getSession, {})).code).toBe('not_signed_in');
    const ended = (await readEvents(tablet.id)).filter(({ action }) => action === 'pin.session-ended');
    expect(ended).toMatchObject([{ actorId: person.id, detail: { reason: 'locked' } }]);
  });

  it('ends at once for a user who is suspended, who can’t come in again', async () => {
    const user = await addUser(admin, 'staff', { pin: '274916' });
    const tablet = await makeTablet();
    await tablet.signInWithPin('274916');
    await admin.succeed(updateUser, {
      params: { userId: user.id },
      body: { revision: user.revision, state: 'suspended' },
    });
    expect((await tablet.refuse(getSession, {})).code).toBe('not_signed_in');
    expect(codeOf(await tablet.signInWithPin('274916'))).toBe('wrong_pin');
  });

  it('works no more once the user has another one, nor does the session that it opened', async () => {
    const user = await addUser(admin, 'staff', { pin: '384950' });
    const tablet = await makeTablet();
    await tablet.signInWithPin('384950');
    await admin.succeed(updateUser, {
      params: { userId: user.id },
      body: { revision: user.revision, pin: '384961' },
    });
    expect((await tablet.refuse(getSession, {})).code).toBe('not_signed_in');
    expect(codeOf(await tablet.signInWithPin('384950'))).toBe('wrong_pin');
    expect((await tablet.signInWithPin('384961')).status).toBe(200);
  });

  it('works only on devices of the user’s units, and of the units below them', async () => {
    const site = await addUnit(server, organizationId, 'Site');
    const line = await addUnit(server, organizationId, 'Line', site);
    const elsewhere = await addUnit(server, organizationId, 'Elsewhere');
    const user = await addUser(admin, 'staff', { pin: '629405' });
    await limitToUnits(server, organizationId, user.id, [site]);
    const standing = { [site]: 200, [line]: 200, [elsewhere]: 401 };
    for (const [unitId, status] of Object.entries(standing)) {
      const tablet = await makeTablet();
      await inOrganization((tx) => tx.update(devices).set({ unitId }).where(eq(devices.id, tablet.id)));
      expect((await tablet.signInWithPin('629405')).status).toBe(status);
    }
    const ofNoUnit = await makeTablet();
    expect(codeOf(await ofNoUnit.signInWithPin('629405'))).toBe('wrong_pin');
  });
});
