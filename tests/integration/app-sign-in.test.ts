// Signing in to apps by OpenID Connect: what a real relying party gets, on a device and elsewhere, and until when it works.
import * as client from 'openid-client';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { continueAppSignIn } from '../../src/contract/endpoints/app-sign-ins.ts';
import { updateApp } from '../../src/contract/endpoints/apps.ts';
import { endPinSession } from '../../src/contract/endpoints/device.ts';
import { revokeDevice } from '../../src/contract/endpoints/devices.ts';
import { changeOwnPin } from '../../src/contract/endpoints/own-pin.ts';
import { signOut } from '../../src/contract/endpoints/session.ts';
import { updateUser } from '../../src/contract/endpoints/users.ts';
import { findPinWeakness } from '../../src/contract/pin-rules.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { follow, TestApp } from './harness/test-app.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addUnit,
  addUser,
  findRoleId,
  limitToUnits,
  type Member,
  openSession,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let app: TestApp;
let tablet: TestDevice;
let ada: Awaited<ReturnType<typeof addUser>>;
let nextPin = 840_372;

/** Somebody of the staff with a PIN of their own, signed in on a tablet of their own. */
async function signInSomebody() {
  do nextPin += 1_357;
  while (findPinWeakness(String(nextPin), 6));
  const pin = String(nextPin);
  const user = await addUser(owner.client, 'staff', { pin, firstName: 'Ada', lastName: 'Byron' });
  const device = await TestDevice.make(server.url);
  await device.authorize(owner.client, `Tablet ${pin}`);
  await device.signInWithPin(pin);
  return { user, device, pin };
}

const isActive = async (token: string) => (await client.tokenIntrospection(app.config, token)).active;

beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  app = await TestApp.make(server, owner, { email: 'made-up', isNotTold: true });
  ({ user: ada, device: tablet } = await signInSomebody());
});

// The clock moves on here, and the owner's password with it.
beforeEach(async () => {
  const { cookies } = await openSession(server, owner.session);
  for (const [name, value] of cookies) owner.client.cookies.set(name, value);
});

describe('by PIN', () => {
  it('lets the app know who it is, where, and that it was a PIN', async () => {
    const tokens = await app.signIn(tablet);
    expect(tokens.claims()).toMatchObject({
      sub: ada.id,
      acr: 'pin',
      amr: ['pin'],
      name: 'Ada Byron',
      preferred_username: ada.username,
      roles: ['Staff'],
      email: `${ada.id}@floorkey.invalid`,
      email_verified: true,
      locale: 'en',
    });
    const known = await client.fetchUserInfo(app.config, tokens.access_token, ada.id);
    expect(known).toMatchObject({
      name: 'Ada Byron',
      groups: ['Staff'],
      device: expect.stringContaining('Tablet'),
    });
  });

  it('signs with ES256 and RS256, and says where everything is', async () => {
    const metadata = app.config.serverMetadata();
    expect(metadata.issuer).toBe(`${server.context.publicUrl}/o/${owner.session.organization.id}/oidc`);
    expect(metadata.id_token_signing_alg_values_supported?.toSorted()).toEqual(['ES256', 'RS256']);
    const response = await fetch(metadata.jwks_uri ?? '');
    const { keys } = await response.json();
    expect(keys.map(({ alg }: { alg: string }) => alg).toSorted()).toEqual(['ES256', 'RS256']);
    expect(JSON.stringify(keys)).not.toContain('"d"');
  });

  it('takes a proof of the device for each sign-in: without one, nobody is signed in', async () => {
    const { signInId, browser } = await app.open();
    const params = { signInId };
    expect(codeOf(await browser.call(continueAppSignIn, { params }))).toBe('not_signed_in');
    const copy = await TestDevice.make(server.url);
    Object.assign(copy, { token: tablet.token, pinSessionToken: tablet.pinSessionToken });
    expect(codeOf(await copy.call(continueAppSignIn, { params }))).toBe('proof_invalid');
  });

  it('leads on only the browser in which the proof was made', async () => {
    const thief = await app.open();
    // Somebody on a tablet was sent a link to a sign-in that the thief has begun.
    const { continueAt } = await tablet.succeed(continueAppSignIn, { params: { signInId: thief.signInId } });
    const { origin, pathname } = new URL(continueAt);
    expect(await follow(thief.browser, origin + pathname)).not.toContain('code=');
    const other = await app.open();
    await tablet.succeed(continueAppSignIn, { params: { signInId: other.signInId } });
    expect(await follow(thief.browser, continueAt)).not.toContain('code=');
  });

  it('is refused by name where the app is not for them', async () => {
    const managers = await TestApp.make(server, owner, {
      roleIds: [await findRoleId(owner.client, 'manager')],
    });
    const answer = await managers.refused(tablet);
    expect(codeOf(answer)).toBe('permission_missing');
    expect(JSON.stringify(answer.body)).toContain('You can’t open this app on this tablet');
  });

  it('is refused before one’s own PIN was chosen', async () => {
    const { user, device } = await signInSomebody();
    await server.context.database.lookUp.execute(
      `update users set pin_must_change = true where id = '${user.id}'`,
    );
    expect(codeOf(await app.refused(device))).toBe('change_required');
  });
});

it('takes a request that the app has pushed before (RFC 9126)', async () => {
  const { verifier, state, nonce, address } = await app.startAt();
  const asked = Object.fromEntries(address.searchParams);
  const pushed = await client.buildAuthorizationUrlWithPAR(app.config, asked);
  expect([...pushed.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri']);
  const browser = new ApiClient(server.url);
  const [signInId = ''] = (await follow(browser, pushed.href)).split('/').toReversed();
  const { continueAt } = await tablet.succeed(continueAppSignIn, { params: { signInId } });
  const tokens = await app.take(await follow(browser, continueAt), { verifier, state, nonce });
  expect(tokens.claims()?.sub).toBe(ada.id);
});

describe('elsewhere', () => {
  it('goes by the account session, and tells the app that it was a password', async () => {
    const staff = await addMember(server, owner.client, 'staff');
    const tokens = await app.signIn(staff.client);
    expect(tokens.claims()).toMatchObject({ sub: staff.user.id, acr: 'password', amr: ['pwd'] });
    await staff.client.succeed(signOut, {});
    expect(await isActive(tokens.access_token)).toBe(false);
  });

  it('gives the real address where the app may have it, verified only where it is', async () => {
    const real = await TestApp.make(server, owner, { email: 'real' });
    const staff = await addMember(server, owner.client, 'staff');
    expect((await real.signIn(staff.client)).claims()).toMatchObject({ email: staff.user.email });
    const none = await TestApp.make(server, owner);
    expect((await none.signIn(staff.client)).claims()).not.toHaveProperty('email');
  });
});

describe('an app that asks for more', () => {
  it('is refused with a PIN alone, and gets a password', async () => {
    expect(codeOf(await app.refused(tablet, { acr_values: 'password passkey' }))).toBe('assurance_too_low');
    const staff = await addMember(server, owner.client, 'staff');
    const tokens = await app.signIn(staff.client, { acr_values: 'password passkey' });
    expect(tokens.claims()?.acr).toBe('password');
    expect(codeOf(await app.refused(staff.client, { acr_values: 'passkey' }))).toBe('assurance_too_low');
  });

  it('is refused an old proof where it asks for a fresh one', async () => {
    const staff = await addMember(server, owner.client, 'staff');
    const { device } = await signInSomebody();
    expect((await app.signIn(device, { max_age: '600' })).claims()?.auth_time).toBeTypeOf('number');
    server.clock.advance(20 * 60_000);
    expect(codeOf(await app.refused(staff.client, { max_age: '600' }))).toBe('step_up_required');
    expect(codeOf(await app.refused(staff.client, { prompt: 'login' }))).toBe('step_up_required');
    expect(codeOf(await app.refused(device, { max_age: '600' }))).toBe('step_up_required');
  });

  it('that wants no page to be shown is told that one is needed', async () => {
    const { address } = await app.startAt({ prompt: 'none' });
    const location = await follow((await app.open()).browser, address.href);
    expect(new URL(location).searchParams.get('error')).toBe('login_required');
  });
});

describe('what the app was given ends at once', () => {
  const ends: Record<string, (who: Awaited<ReturnType<typeof signInSomebody>>) => Promise<unknown>> = {
    'with the lock': ({ device }) => device.call(endPinSession, { query: { reason: 'locked' } }),
    'when the tablet sees nobody': ({ device }) => device.call(endPinSession, { query: { reason: 'idle' } }),
    'when somebody else signs in': async ({ device }) => {
      const other = await signInSomebody();
      await device.signInWithPin(other.pin);
    },
    'with a suspension': ({ user }) =>
      owner.client.succeed(updateUser, {
        params: { userId: user.id },
        body: { revision: user.revision, state: 'suspended' },
      }),
    'with a unit that the tablet is not in': async ({ user }) => {
      const { id } = owner.session.organization;
      await limitToUnits(server, id, user.id, [await addUnit(server, id, `Unit of ${user.id.slice(0, 8)}`)]);
    },
    'with the revocation of the tablet': ({ device }) =>
      owner.client.succeed(revokeDevice, { params: { deviceId: device.id }, body: {} }),
    'with a new PIN that was set elsewhere': async ({ user, pin }) => {
      const other = await TestDevice.make(server.url);
      await other.authorize(owner.client, `Other ${pin}`);
      await other.signInWithPin(pin);
      await other.succeed(changeOwnPin, { body: { currentPin: pin, newPin: String(Number(pin) + 11) } });
      expect(user.id).toBeTruthy();
    },
    'when the tablet is no longer heard, as after a crash': async () => server.clock.advance(4 * 60_000),
    'after its longest time': async () => server.clock.advance(13 * 3_600_000),
    'when the app is no longer for them': async ({ user }) => {
      const { app: changed } = app;
      const roleIds = [await findRoleId(owner.client, 'manager')];
      const input = { params: { appId: changed.id }, body: { revision: changed.revision, roleIds } };
      const { revision } = await owner.client.succeed(updateApp, input);
      expect(user.id).toBeTruthy();
      Object.assign(changed, { revision });
    },
  };
  it('but not before: it goes on for as long as the tablet is heard', async () => {
    const { device } = await signInSomebody();
    const tokens = await app.signIn(device);
    for (let minute = 0; minute < 10; minute += 2) {
      server.clock.advance(2 * 60_000);
      await device.pull();
    }
    expect(await isActive(tokens.access_token)).toBe(true);
  });

  it.each(Object.entries(ends))('%s', async (_, end) => {
    const who = await signInSomebody();
    const tokens = await app.signIn(who.device);
    expect(await isActive(tokens.access_token)).toBe(true);
    await end(who);
    expect(await isActive(tokens.access_token)).toBe(false);
    await expect(client.fetchUserInfo(app.config, tokens.access_token, who.user.id)).rejects.toThrow();
    const refresh = client.refreshTokenGrant(app.config, tokens.refresh_token ?? '');
    await expect(refresh).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});
