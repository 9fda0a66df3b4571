// One history's world: an organization on the server, its tablets, and what the model knows of both.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { IDBFactory } from 'fake-indexeddb';
import { calculateJwkThumbprint } from 'jose';
import { fold } from '../../../src/contract/fields.ts';
import { allPermissions } from '../../../src/contract/permissions.ts';
import type { DeviceRecord } from '../../../src/device/database.ts';
import { makeDeviceKeys } from '../../../src/device/device-key.ts';
import { storePin } from '../../../src/server/crypto/pin-secret.ts';
import { organizations, roles, units, users, userUnits } from '../../../src/server/database/schema.ts';
import { authorizeDevice } from '../../../src/server/domain/authorize-device.ts';
import { createUser } from '../../../src/server/domain/create-user.ts';
import { createOrganization } from '../../../src/server/domain/new-organization.ts';
import type { SignedIn } from '../../../src/server/domain/signed-in.ts';
import type { ModelServer } from './model-server.ts';
import { ModelTablet } from './model-tablet.ts';
import type { ModelOrganization } from './organization.ts';
import { hashOf, pinAt, pinSalt } from './pins.ts';
import { runInBrowser } from './tablet-browser.ts';

export const noOrigin = { address: null, userAgent: null };
const start = new Date('2026-03-02T08:00:00Z');

export type World = {
  readonly server: ModelServer;
  readonly organization: ModelOrganization;
  readonly tablets: ModelTablet[];
  /** What was given to people by now, so that no PIN and no name comes twice. */
  given: number;
  /** The newest row of the server's events that was looked at. */
  position: number;
  /** The hashes of the events that are at the server. */
  readonly taken: Set<string>;
};

/** The owner, who has just entered the password. */
export function ownerOf({ server, organization }: World): SignedIn {
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
    confirmedAt: server.clock.now,
    expiresAt: new Date(server.clock.now.getTime() + 3_600_000),
  };
}

async function makeOrganization({ context, clock }: ModelServer): Promise<ModelOrganization> {
  const id = randomUUID();
  const ownerId = randomUUID();
  const [north, bakery, south] = [randomUUID(), randomUUID(), randomUUID()];
  const rows = await context.database.acrossOrganizations(async (tx) => {
    const ids = await createOrganization(tx, id, 'Bakery', clock.now);
    await tx.update(organizations).set({ pinSalt }).where(eq(organizations.id, id));
    await tx.insert(units).values(
      [
        { id: north, name: 'North', parentId: null },
        { id: bakery, name: 'Bakery', parentId: north },
        { id: south, name: 'South', parentId: null },
      ].map((unit) => ({ ...unit, organizationId: id, nameFolded: fold(unit.name) })),
    );
    await tx.insert(users).values({
      id: ownerId,
      organizationId: id,
      roleId: ids.get('owner') ?? '',
      username: 'owner',
      usernameFolded: 'owner',
      revision: 1,
      createdAt: clock.now,
    });
    const own = { name: 'Bakers', nameFolded: 'bakers', permissions: ['tablet:use' as const] };
    await tx.insert(roles).values({ ...own, id: randomUUID(), organizationId: id, revision: 1 });
    return tx.select().from(roles).where(eq(roles.organizationId, id));
  });
  return {
    id,
    ownerId,
    users: new Map(),
    roles: new Map(
      rows.map((row) => [
        row.id,
        {
          id: row.id,
          name: row.name,
          permissions: allPermissions.filter((name) => row.permissions.includes(name)),
          isBuiltIn: row.builtIn !== null,
        },
      ]),
    ),
    units: new Map([
      [north, null],
      [bakery, north],
      [south, null],
    ]),
    offlineSignIn: true,
    pinLength: 6,
    leaseHours: 24,
  };
}

/** Adds a person with a PIN. */
export async function addPerson(
  world: World,
  { roleId, unitId, temporary = false }: { roleId: string; unitId: string | null; temporary?: boolean },
): Promise<() => void> {
  const { server, organization } = world;
  world.given += 1;
  const username = `person-${world.given}`;
  const given = temporary ? undefined : pinAt(world.given, organization.pinLength);
  const unitIds = unitId === null ? [] : [unitId];
  const add = (id: string, pin: string) =>
    organization.users.set(id, {
      id,
      username,
      firstName: '',
      roleId,
      state: 'active',
      pin,
      pinSetAt: server.clock.now.getTime(),
      isTemporary: temporary,
      failures: 0,
      unitIds,
    });
  const body = {
    username,
    roleId,
    unitIds,
    ...(given === undefined ? { temporaryPin: true as const } : { pin: given }),
  };
  const made = await createUser(server.context, ownerOf(world), body, noOrigin);
  return () => void add(made.id, given ?? made.shownOnce.pin ?? '');
}

/** The people of the first day, written at once. */
async function addFirstPeople(world: World, roleId: string, unitIds: (string | null)[]): Promise<void> {
  const { server, organization } = world;
  const { context, clock } = server;
  const people = unitIds.map((unitId, at) => {
    const id = randomUUID();
    const pin = pinAt(at + 1, 6);
    return { id, unitId, pin, username: `person-${at + 1}`, stored: storePin(context.keys, id, hashOf(pin)) };
  });
  world.given = people.length;
  await context.database.inOrganization(organization.id, async (tx) => {
    await tx.insert(users).values(
      people.map(({ id, username, stored }) => ({
        id,
        organizationId: organization.id,
        roleId,
        username,
        usernameFolded: username,
        ...stored,
        pinLength: 6,
        pinSetAt: clock.now,
        revision: 1,
        createdAt: clock.now,
      })),
    );
    const limits = people.flatMap(({ id: userId, unitId }) => (unitId ? [{ userId, unitId }] : []));
    await tx.insert(userUnits).values(limits.map((limit) => ({ ...limit, organizationId: organization.id })));
  });
  for (const { id, username, pin, unitId } of people) {
    organization.users.set(id, {
      id,
      username,
      firstName: '',
      roleId,
      state: 'active',
      pin,
      pinSetAt: clock.now.getTime(),
      isTemporary: false,
      failures: 0,
      unitIds: unitId === null ? [] : [unitId],
    });
  }
}

/** Links a tablet, as its page does once the server has said yes. */
export async function addTablet(world: World, unitId: string | null): Promise<void> {
  const { server, tablets } = world;
  const keys = await makeDeviceKeys();
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', keys.publicKey);
  const publicKey = { kty: 'EC' as const, crv: 'P-256' as const, x, y };
  const deviceName = `Tablet ${tablets.length + 1}`;
  const wish = { name: deviceName, unitId, publicKey, thumbprint: await calculateJwkThumbprint(publicKey) };
  const { device, token } = await authorizeDevice(server.context, ownerOf(world), wish, noOrigin);
  const record: DeviceRecord = {
    id: device.id,
    token,
    keys,
    organizationName: 'Bakery',
    deviceName,
    linkedAt: server.clock.now.getTime(),
  };
  const tablet = new ModelTablet(device.id, unitId, new IDBFactory());
  await runInBrowser({ server, storage: tablet.storage, now: 0, isOnline: true }, async (code) => {
    await (await code.createDatabase()).put('device', record, 'current');
  });
  tablets.push(tablet);
}

/** A new organization with three units, four people and three tablets. */
export async function makeWorld(server: ModelServer): Promise<World> {
  server.clock.now = start;
  const organization = await makeOrganization(server);
  const world: World = {
    server,
    organization,
    tablets: [],
    given: 0,
    position: 0,
    taken: new Set(),
  };
  const [north = null, bakery = null] = organization.units.keys();
  const bakers = [...organization.roles.values()].find(({ isBuiltIn }) => !isBuiltIn)?.id ?? '';
  await addFirstPeople(world, bakers, [null, null, north, bakery]);
  for (const unitId of [null, north, bakery]) await addTablet(world, unitId);
  return world;
}
