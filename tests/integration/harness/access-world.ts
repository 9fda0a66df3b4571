// The people, units and tablets that the generated access tests play with, and a good request for each endpoint.

import { randomUUID } from 'node:crypto';
import type { Endpoint } from '../../../src/contract/endpoint.ts';
import { createApp } from '../../../src/contract/endpoints/apps.ts';
import { pullChanges } from '../../../src/contract/endpoints/device.ts';
import { askForLink } from '../../../src/contract/endpoints/device-links.ts';
import { revokeDevice } from '../../../src/contract/endpoints/devices.ts';
import { createRole, type Role } from '../../../src/contract/endpoints/roles.ts';
import { checkUserImport } from '../../../src/contract/endpoints/user-imports.ts';
import type { Operation } from '../../../src/contract/endpoints.ts';
import { makeToken } from '../../../src/server/crypto/tokens.ts';
import { setupCodes } from '../../../src/server/database/schema.ts';
import { findProvider } from '../../../src/server/domain/apps/provider.ts';
import type { RawInput } from './api-client.ts';
import {
  completePasswordResetRequest,
  confirmEmailChangeRequest,
  endSessionRequest,
  requestEmailChangeRequest,
  resetCodeRequest,
  stopEmailChangeRequest,
} from './good-account-requests.ts';
import { retryMailRequest } from './good-mail-requests.ts';
import { goodPasskeyRequests, openCallerSession } from './good-passkey-requests.ts';
import {
  changeOwnPinRequest,
  checkOwnPinRequest,
  counterPin,
  openPinRequest,
  requestPinRequest,
} from './good-pin-requests.ts';
import { makeDatabase, makeServer } from './server-of-file.ts';
import { makeSignUpCode } from './sign-up-code.ts';
import { openStoredRows, type StoredRows } from './stored-rows.ts';
import { TestDevice } from './test-device.ts';
import {
  addMember,
  addOrganization,
  addUnit,
  addUser,
  findRoleId,
  freshUsername,
  givePassword,
  limitToUnits,
  type Member,
  openSession,
  setUpOrganization,
  testPassword,
} from './test-organization.ts';
import { addPartner, addPartnerUser, newPartnerUser } from './test-partner.ts';
import type { DatabaseClone } from './test-postgres.ts';
import type { TestServer } from './test-server.ts';

export type AccessWorld = {
  readonly server: TestServer;
  readonly rows: StoredRows;
  /** The owner of the organization, with a password just entered. */
  readonly owner: Member;
  /** Staff with a password. */
  readonly staff: Member;
  /** The owner of another organization. */
  readonly stranger: Member;
  /** An admin who is limited to one unit, where nobody and nothing else stands. */
  readonly unitAdmin: Member;
  readonly roleId: string;
  /** A tablet in force; the PIN `pin` works on it. */
  readonly tablet: TestDevice;
  readonly pin: string;
  /** A tablet on which an owner is signed in with a PIN. */
  readonly counter: TestDevice;
  readonly revoked: TestDevice;
  /** A tablet that is no device and asks to be one. */
  readonly asking: TestDevice;
};

const pin = '840372';

/** Makes the world on a database of its own. @param urlOf whose connection the server uses */
export async function makeAccessWorld(urlOf = ({ url }: DatabaseClone) => url): Promise<AccessWorld> {
  const database = await makeDatabase();
  const server = await makeServer({ databaseUrl: urlOf(database), env: { SIGN_UP: 'open' } });
  const owner = await setUpOrganization(server);
  const organizationId = owner.session.organization.id;
  const staff = await addMember(server, owner.client, 'staff');
  const unitAdmin = await addMember(server, owner.client, 'admin');
  await limitToUnits(server, organizationId, unitAdmin.user.id, [
    await addUnit(server, organizationId, 'Yard'),
  ]);
  await addUser(owner.client, 'staff', { pin });
  const atCounter = await addUser(owner.client, 'owner', { pin: counterPin });
  await givePassword(server, atCounter.id);
  const [tablet, counter, revoked] = await Promise.all([1, 2, 3].map(() => TestDevice.make(server.url)));
  if (!tablet || !counter || !revoked) throw new Error('three tablets were asked for');
  await tablet.authorize(owner.client, 'Tablet');
  await counter.authorize(owner.client, 'Counter');
  await revoked.authorize(owner.client, 'Revoked');
  await owner.client.succeed(revokeDevice, { params: { deviceId: revoked.id }, body: {} });
  // Its first refusal is noted; the later ones write nothing.
  await revoked.refuse(pullChanges, {});
  await counter.signInWithPin(counterPin);
  return {
    server,
    rows: await openStoredRows(database.adminUrl),
    owner,
    staff,
    unitAdmin,
    stranger: await addOrganization(server, 'Elsewhere'),
    roleId: await findRoleId(owner.client, 'staff'),
    tablet,
    pin,
    counter,
    revoked,
    asking: await TestDevice.make(server.url),
  };
}

/** Gives the owner a new session, since a good request may have ended the last one. */
export async function renewOwner({ server, owner }: AccessWorld): Promise<void> {
  // Endpoints that change it are among those that were called.
  await givePassword(server, owner.session.user.id);
  const { cookies } = await openSession(server, owner.session);
  for (const [name, value] of cookies) owner.client.cookies.set(name, value);
}

/** One that may call the endpoint, with a session of its own where it needs one. */
export async function callerFor(
  world: AccessWorld,
  { access }: Endpoint,
  as = world.owner,
): Promise<TestDevice> {
  if (access.who === 'device') return access.revoked ? world.revoked : world.tablet;
  if (access.who === 'anyone' && access.newDeviceKey) return world.asking;
  const client = await TestDevice.make(world.server.url);
  if (access.who === 'session') client.cookies.set('floorkey', await openCallerSession(world, as.session));
  return client;
}

async function makeSetupCode({ server }: AccessWorld): Promise<string> {
  const { id, token, secretHash } = makeToken();
  await server.context.database.acrossOrganizations((tx) =>
    tx.insert(setupCodes).values({ id, secretHash, createdAt: server.clock.now }),
  );
  return token;
}

async function makeDevice(world: AccessWorld): Promise<{ deviceId: string }> {
  const device = await TestDevice.make(world.server.url);
  return { deviceId: (await device.authorize(world.owner.client, freshUsername())).id };
}

async function makeRole({ owner }: AccessWorld): Promise<Role> {
  return owner.client.succeed(createRole, { body: { name: freshUsername(), permissions: ['tablet:use'] } });
}

/** Shown by a tablet with a fixed key, so that it can claim what it asked for. */
function makeLinkRequest({ asking }: AccessWorld) {
  return asking.succeed(askForLink, {});
}

async function makePush({ revoked, owner, server }: AccessWorld) {
  const event = await revoked.signEvent({ kind: 'sign-in-failed', userId: owner.session.user.id });
  return { now: server.clock.now.getTime(), events: [event] };
}

async function makeImport({ owner }: AccessWorld): Promise<string> {
  const body = { csv: `Username\n${freshUsername()}`, existing: 'skip', invite: false } as const;
  const checked = await owner.client.succeed(checkUserImport, { body });
  if (!checked.import) throw new Error('a good file was refused');
  return checked.import.id;
}

const makeUnit = ({ server, owner }: AccessWorld) =>
  addUnit(server, owner.session.organization.id, freshUsername());

async function newAppBody(world: AccessWorld) {
  return {
    name: freshUsername(),
    kind: 'oidc' as const,
    address: 'https://orders.example.com/',
    picture: 'orders' as const,
    roleIds: [world.roleId],
    unitIds: [await makeUnit(world)],
    deviceIds: [world.tablet.id],
    email: 'made-up' as const,
    redirectUris: ['https://orders.example.com/callback'],
    afterLogoutUris: ['https://orders.example.com/'],
    logoutUri: 'https://orders.example.com/logout',
    privateLogout: false,
    isPublic: false,
  };
}

/** The only one: an organization has room for so many only. */
async function makeApp(world: AccessWorld): Promise<string> {
  await world.rows.query('delete from apps');
  const { app } = await world.owner.client.succeed(createApp, { body: await newAppBody(world) });
  return app.id;
}

/** A sign-in to an app for everybody, as its provider keeps one that waits. */
async function startAppSignIn({ server, rows, owner }: AccessWorld): Promise<string> {
  await rows.query('delete from apps');
  const body = { name: freshUsername(), kind: 'oidc' as const, address: 'https://orders.example.com/' };
  const { app } = await owner.client.succeed(createApp, {
    body: { ...body, redirectUris: ['https://orders.example.com/callback'] },
  });
  const found = await findProvider(server.context, owner.session.organization.id);
  if (!found) throw new Error('the organization has no provider');
  const signInId = randomUUID();
  // The types know no making of one.
  const waiting: { save(ttl: number): Promise<string> } = Reflect.construct(found.provider.Interaction, [
    signInId,
    {
      returnTo: `${server.url}/`,
      prompt: { name: 'login', reasons: [], details: {} },
      params: { client_id: app.id, scope: 'openid' },
      cid: signInId,
    },
  ]);
  await waiting.save(600);
  return signInId;
}

async function inviteSomebody({ owner }: AccessWorld): Promise<{ userId: string }> {
  const email = `${freshUsername()}@northgate.example`;
  return { userId: (await addUser(owner.client, 'staff', { email })).id };
}

/** The code of an open invitation, as only its mail holds it. */
async function makeInvitationCode(world: AccessWorld): Promise<string> {
  const { userId } = await inviteSomebody(world);
  const { id, token, secretHash } = makeToken();
  await world.rows.query('update one_time_links set id = $1, secret_hash = $2 where user_id = $3', [
    id,
    secretHash,
    userId,
  ]);
  return token;
}

/**
 * A request that the endpoint takes from the owner, or the tablet. Every endpoint with parameters, a body or a query
 * part that must be there needs one.
 */
export const goodRequests: { readonly [O in Operation]?: (world: AccessWorld) => Promise<RawInput> } = {
  checkSetupCode: async (world) => ({ body: { code: await makeSetupCode(world) } }),
  requestSignUp: async () => ({
    body: {
      organizationName: 'Third',
      firstName: 'Tara',
      lastName: 'Third',
      email: `${freshUsername()}@third.example`,
      language: 'de',
    },
  }),
  checkSignUp: async (world) => ({ body: { code: await makeSignUpCode(world.server) } }),
  completeSignUp: async (world) => ({
    body: { code: await makeSignUpCode(world.server), password: testPassword },
  }),
  setUp: async (world) => ({
    body: {
      code: await makeSetupCode(world),
      organizationName: 'Second',
      firstName: 'Sam',
      lastName: 'Second',
      email: `${freshUsername()}@second.example`,
      password: testPassword,
    },
  }),
  signIn: async () => ({ body: { email: 'olive@northgate.example', password: testPassword } }),
  stepUpWithPassword: async () => ({ body: { password: testPassword } }),
  changePassword: async () => ({ body: { currentPassword: testPassword, newPassword: testPassword } }),
  ...goodPasskeyRequests,
  updateAccount: async () => ({ body: { firstName: freshUsername(), lastName: 'Owner', language: 'en' } }),
  endSession: endSessionRequest,
  requestEmailChange: requestEmailChangeRequest,
  confirmEmailChange: confirmEmailChangeRequest,
  stopEmailChange: stopEmailChangeRequest,
  requestPasswordReset: async () => ({ body: { email: 'nobody@northgate.example' } }),
  renewPasswordReset: resetCodeRequest,
  checkPasswordReset: resetCodeRequest,
  completePasswordReset: completePasswordResetRequest,
  updateOrganization: async () => ({
    body: {
      name: 'Northgate Bakery',
      autoLockSeconds: 90,
      leaseHours: 12,
      pinLength: 6,
      signInStyle: 'pin',
      passwordMinLength: 15,
      generatedPasswords: false,
      offlineSignIn: true,
      phoneRule: 'international',
      language: 'en',
    },
  }),
  previewPinPolicy: async () => ({ body: { pinLength: 8, signInStyle: 'pin' } }),
  createApp: async (world) => ({ body: await newAppBody(world) }),
  updateApp: async (world) => ({
    params: { appId: await makeApp(world) },
    body: { revision: 1, name: freshUsername(), address: 'https://stock.example.com/', picture: 'stock' },
  }),
  orderApps: async (world) => ({ body: { appIds: [await makeApp(world)] } }),
  deleteApp: async (world) => ({ params: { appId: await makeApp(world) } }),
  listAppSessions: async (world) => ({ params: { appId: await makeApp(world) } }),
  makeAppSecret: async (world) => ({
    params: { appId: await makeApp(world) },
    body: { overlapHours: 24 },
  }),
  continueAppSignIn: async (world) => ({ params: { signInId: await startAppSignIn(world) } }),
  refuseAppSignIn: async (world) => ({ params: { signInId: await startAppSignIn(world) } }),
  createRole: async () => ({ body: { name: freshUsername(), permissions: ['tablet:use', 'users:read'] } }),
  updateRole: async (world) => {
    const { id, revision } = await makeRole(world);
    return { params: { roleId: id }, body: { revision, name: freshUsername(), permissions: ['users:read'] } };
  },
  deleteRole: async (world) => ({
    params: { roleId: (await makeRole(world)).id },
    body: { moveTo: world.roleId },
  }),
  listAuditEvents: async ({ owner }) => ({
    query: {
      before: '1000',
      personId: owner.session.user.id,
      action: 'sign-ins',
      from: '2020-01-01T00:00:00.000Z',
      to: '2040-01-01T00:00:00.000Z',
    },
  }),
  exportAuditEvents: async () => ({ query: { format: 'ndjson', action: 'device.authorized' } }),
  listUsers: async () => ({ query: { search: 'person', page: '1' } }),
  getUser: async ({ owner }) => ({ params: { userId: owner.session.user.id } }),
  createUser: async ({ roleId }) => ({
    body: {
      username: freshUsername(),
      roleId,
      firstName: 'Nora',
      lastName: 'New',
      email: `${freshUsername()}@northgate.example`,
    },
  }),
  updateUser: async ({ owner, roleId }) => {
    const { id, revision } = await addUser(owner.client, 'staff');
    const body = {
      revision,
      username: freshUsername(),
      roleId,
      firstName: 'Una',
      lastName: 'Updated',
      email: `${freshUsername()}@northgate.example`,
      state: 'active',
    };
    return { params: { userId: id }, body };
  },
  listPartners: async () => ({ query: { search: 'supply' } }),
  createPartner: async () => ({
    body: {
      name: freshUsername(),
      contactName: 'Cora Contact',
      contactEmail: 'cora@supply.example',
      contactPhone: '+49 30 901820',
    },
  }),
  updatePartner: async ({ owner }) => {
    const { id, revision } = await addPartner(owner.client);
    return { params: { partnerId: id }, body: { revision, name: freshUsername(), state: 'active' } };
  },
  createPartnerUser: async ({ owner }) => ({
    params: { partnerId: (await addPartner(owner.client)).id },
    body: newPartnerUser(),
  }),
  moveUserToPartner: async ({ owner }) => ({
    params: { partnerId: (await addPartner(owner.client)).id },
    body: { userId: (await addUser(owner.client, 'staff')).id },
  }),
  takeUserFromPartner: async ({ owner, roleId }) => {
    const { id: partnerId } = await addPartner(owner.client);
    const { id: userId } = await addPartnerUser(owner.client, partnerId);
    return { params: { partnerId }, body: { userId, roleId } };
  },
  retryMail: retryMailRequest,
  exportUsers: async () => ({ query: { search: 'person' } }),
  checkUserImport: async () => ({
    body: { csv: `Username\n${freshUsername()}`, existing: 'skip', invite: false },
  }),
  startUserImport: async (world) => ({ params: { importId: await makeImport(world) } }),
  getUserImport: async (world) => ({ params: { importId: await makeImport(world) } }),
  createUnit: async () => ({ body: { name: freshUsername(), parentId: null } }),
  updateUnit: async (world) => ({
    params: { unitId: await makeUnit(world) },
    body: { name: freshUsername(), parentId: await makeUnit(world) },
  }),
  deleteUnit: async (world) => ({ params: { unitId: await makeUnit(world) }, body: { moveTo: null } }),
  deleteUsers: async (world) => ({ body: { userIds: [(await addUser(world.owner.client, 'staff')).id] } }),
  inviteUser: async (world) => ({ params: await inviteSomebody(world) }),
  makeInvitationLink: async (world) => ({ params: await inviteSomebody(world) }),
  cancelInvitation: async (world) => ({ params: await inviteSomebody(world) }),
  generatePassword: async (world) => {
    await world.rows.query('update organizations set generated_passwords = true');
    return { params: await inviteSomebody(world), body: { deliver: 'shown' } };
  },
  endUserSessions: async (world) => ({
    params: { userId: (await addUser(world.owner.client, 'staff')).id },
  }),
  giveTemporaryPin: async (world) => ({
    params: { userId: (await addUser(world.owner.client, 'staff')).id },
  }),
  checkInvitation: async (world) => ({ body: { code: await makeInvitationCode(world) } }),
  acceptInvitation: async (world) => ({
    body: { code: await makeInvitationCode(world), password: testPassword },
  }),
  renewInvitation: async (world) => ({ body: { code: await makeInvitationCode(world) } }),
  transferOwnership: async (world) => {
    // Whoever handed it over before has it again.
    await world.rows.query(
      `update users set role_id = (select id from roles where organization_id = users.organization_id and built_in = 'owner') where id = $1`,
      [world.owner.session.user.id],
    );
    const { userId } = await inviteSomebody(world);
    await givePassword(world.server, userId);
    return { body: { userId, password: testPassword } };
  },
  authorizeDevice: async () => ({ body: { name: freshUsername(), unitId: null } }),
  updateDevice: async (world) => ({
    params: await makeDevice(world),
    body: { name: freshUsername(), unitId: await makeUnit(world) },
  }),
  previewRevocation: async (world) => ({ params: await makeDevice(world) }),
  revokeDevice: async (world) => ({
    params: await makeDevice(world),
    body: { keepPins: 'It never left the shop' },
  }),
  liftDevicePause: async (world) => ({ params: await makeDevice(world) }),
  pullChanges: async () => ({
    query: { cursor: 'a.1.1', appVersion: '1.0.0', storagePersisted: 'yes', queueLength: '0' },
  }),
  signInWithPin: async () => ({ body: { pin } }),
  checkOwnPin: checkOwnPinRequest,
  changeOwnPin: changeOwnPinRequest,
  requestPin: requestPinRequest,
  answerPinRequest: async (world) => ({
    params: await openPinRequest(world),
    body: { password: testPassword },
  }),
  dismissPinRequest: async (world) => ({ params: await openPinRequest(world) }),
  endPinSession: async () => ({ query: { reason: 'locked' } }),
  claimLink: async (world) => ({ params: { linkId: (await makeLinkRequest(world)).id } }),
  findLinkRequest: async (world) => ({ body: { code: (await makeLinkRequest(world)).code } }),
  approveLink: async (world) => {
    const { id, code } = await makeLinkRequest(world);
    return { params: { linkId: id }, body: { code, name: freshUsername() } };
  },
  listDeviceReviews: async (world) => ({ params: await makeDevice(world) }),
  reviewDeviceEvents: async (world) => ({
    params: await makeDevice(world),
    body: { positions: [1], verdict: 'accepted' },
  }),
  pushEvents: async (world) => ({ body: await makePush(world) }),
  sendWipeReceipt: async ({ revoked }) => ({ body: { receipt: await revoked.signReceipt() } }),
};

/** The good request of an endpoint; for one that takes nothing, an empty one. */
export async function goodRequest(world: AccessWorld, { operation }: Endpoint): Promise<RawInput> {
  const make = new Map(Object.entries(goodRequests)).get(operation);
  return make ? make(world) : {};
}
