// One history's world: an organization on the server, its tablets, and what the model knows of both.
import { randomUUID } from 'node:crypto';
import { IDBFactory } from 'fake-indexeddb';
import { calculateJwkThumbprint } from 'jose';
import { allPermissions } from '../../../src/contract/permissions.ts';
import type { DeviceRecord } from '../../../src/device/store/database.ts';
import { makeDeviceKeys } from '../../../src/device/store/device-key.ts';
import type { Act } from '../../../src/server/domain/access/act.ts';
import type { SignedIn } from '../../../src/server/domain/access/signed-in.ts';
import { authorizeDevice } from '../../../src/server/domain/devices/authorize-device.ts';
import { addFirstPeople, makeOrganization } from './make-organization.ts';
import type { ModelServer } from './model-server.ts';
import { ModelTablet } from './model-tablet.ts';
import type { ModelOrganization, SignInStyle } from './organization.ts';
import type { Mark } from './places.ts';
import type { Seen } from './seen.ts';
import { runInBrowser } from './tablet-browser.ts';

const start = new Date('2026-03-02T08:00:00Z');

export type World = {
  readonly server: ModelServer;
  readonly seen: Seen;
  readonly organization: ModelOrganization;
  readonly tablets: ModelTablet[];
  /** What was given to people by now, so that no PIN and no name comes twice. */
  given: number;
  /** The newest row of the server's events that was looked at. */
  position: number;
  /** The hashes of the events that are at the server. */
  readonly taken: Set<string>;
  /** Where people were signed in, as far as the server has heard. */
  readonly marks: Mark[];
};

/** The owner, who has just entered the password, does something from an unknown place. */
export function actOf(world: World): Act {
  return {
    context: world.server.context,
    signedIn: ownerOf(world),
    origin: { address: null, userAgent: null },
  };
}

function ownerOf({ server, organization }: World): SignedIn {
  const role = [...organization.roles.values()].find(({ name }) => name === 'Owner');
  return {
    kind: 'account',
    sessionId: randomUUID(),
    assurance: 'password',
    organizationId: organization.id,
    organizationName: 'Bakery',
    user: {
      id: organization.ownerId,
      username: 'owner',
      firstName: '',
      lastName: '',
      email: null,
      language: null,
      partnerId: null,
    },
    mustChange: null,
    role: { id: role?.id ?? '', name: 'Owner', builtIn: 'owner', permissions: new Set(allPermissions) },
    limitedToUnits: false,
    deviceId: null,
    needsPasskey: false,
    hasPasskey: false,
    steppedUpAt: server.clock.now,
    steppedUpBy: 'password',
    expiresAt: new Date(server.clock.now.getTime() + 3_600_000),
  };
}

/** Links a tablet, as its page does once the server has said yes. */
export async function addTablet(world: World, unitId: string | null): Promise<void> {
  const { server, tablets } = world;
  const keys = await makeDeviceKeys();
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', keys.publicKey);
  const publicKey = { kty: 'EC' as const, crv: 'P-256' as const, x, y };
  const deviceName = `Tablet ${tablets.length + 1}`;
  const wish = { name: deviceName, unitId, publicKey, thumbprint: await calculateJwkThumbprint(publicKey) };
  const { device, token, organizationKey } = await authorizeDevice(actOf(world), wish);
  const record: DeviceRecord = {
    id: device.id,
    token,
    keys,
    organizationKey,
    organizationName: 'Bakery',
    deviceName,
    linkedAt: server.clock.now.getTime(),
  };
  const tablet = new ModelTablet(device.id, unitId, new IDBFactory());
  const place = { server, storage: tablet.storage, batches: [], now: 0, isOnline: true };
  const { error } = await runInBrowser(place, async (code) => {
    await (await code.createDatabase()).put('device', record, 'current');
  });
  if (error !== undefined) throw error;
  tablets.push(tablet);
}

/** A new organization with three units, four people and three tablets. */
export async function makeWorld(server: ModelServer, seen: Seen, signInStyle: SignInStyle): Promise<World> {
  server.clock.now = start;
  const organization = await makeOrganization(server, signInStyle);
  const [north = null, bakery = null] = organization.units.keys();
  const bakers = [...organization.roles.values()].find(({ isBuiltIn }) => !isBuiltIn)?.id ?? '';
  const given = await addFirstPeople(server, organization, bakers, [null, null, north, bakery]);
  const world: World = {
    server,
    seen,
    organization,
    tablets: [],
    given,
    position: 0,
    taken: new Set(),
    marks: [],
  };
  for (const unitId of [null, north, bakery]) await addTablet(world, unitId);
  return world;
}
