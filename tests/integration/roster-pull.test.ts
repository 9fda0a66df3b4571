// The pull of a device's roster: what it holds, what a cursor brings, and that nothing is ever missed.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Pull, pullChanges } from '../../src/contract/endpoints/device.ts';
import { listDevices } from '../../src/contract/endpoints/devices.ts';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { type User, updateUser } from '../../src/contract/endpoints/users.ts';
import { devices, organizations, roles, users } from '../../src/server/database/schema.ts';
import { changeOrganization } from '../../src/server/domain/access/change.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addOrganization,
  addUnit,
  addUser,
  freshUsername,
  givePassword,
  limitToUnits,
  type Member,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let organizationId: string;
let tablet: TestDevice;
let nextPin = 0;

beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
  tablet = await makeTablet();
});

async function makeTablet(unitId: string | null = null): Promise<TestDevice> {
  const device = await TestDevice.make(server.url);
  await device.authorize(owner.client, freshUsername());
  await inOrganization((tx) => tx.update(devices).set({ unitId }).where(eq(devices.id, device.id)));
  return device;
}

const inOrganization = <T>(work: Parameters<typeof server.context.database.inOrganization<T>>[1]) =>
  server.context.database.inOrganization(organizationId, work);
const pins = [
  '840372',
  '718305',
  '503918',
  '629405',
  '384950',
  '274916',
  '482913',
  '639174',
  '917364',
  '568291',
  '738491',
  '295073',
  '849163',
  '670485',
  '381907',
];
const freshPin = () => pins[nextPin++] ?? '';
const addPerson = (details: object = {}) => addUser(owner.client, 'staff', { pin: freshPin(), ...details });
const change = (user: User, body: object) =>
  owner.client.succeed(updateUser, {
    params: { userId: user.id },
    body: { revision: user.revision, ...body },
  });
const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id).toSorted();

/** What a tablet holds after a pull. */
function apply(roster: Map<string, string>, { reset, puts, dels }: Pull): void {
  if (reset) roster.clear();
  for (const { id, name } of puts.users) roster.set(id, name);
  for (const id of dels.users) roster.delete(id);
}

describe('the first pull', () => {
  it('is a reset with everybody who may sign in there, the roles, the policy and a lease', async () => {
    const person = await addPerson({ firstName: 'Rosa', lastName: 'Roster' });
    const withoutPin = await addUser(owner.client, 'staff');
    const pull = await tablet.pull();
    expect(pull.reset).toBe(true);
    expect(pull.puts.users).toContainEqual({
      id: person.id,
      name: 'Rosa Roster',
      roleId: person.role.id,
      verifier: expect.any(Number),
    });
    expect(idsOf(pull.puts.users)).not.toContain(withoutPin.id);
    expect(pull.puts.roles.map(({ name }) => name).toSorted()).toEqual([
      'Admin',
      'Manager',
      'Owner',
      'Partner manager',
      'Partner user',
      'Staff',
    ]);
    expect(pull.dels).toEqual({ users: [], roles: [] });
    expect(pull.policy).toMatchObject({ signInStyle: 'pin', pinLength: 6, autoLockSeconds: 120 });
    expect(pull.lease.until).toBe(new Date(server.clock.now.getTime() + 24 * 3600_000).toISOString());
    expect(pull.serverTime).toBe(server.clock.now.toISOString());
  });

  it('holds no secret, and ten bits at the most of the PINs of those who may use them offline', async () => {
    const { id } = await addPerson({ email: 'secret@northgate.example' });
    await givePassword(server, id);
    await addUser(owner.client, 'admin', { pin: freshPin(), firstName: 'Alma' });
    const answer = await tablet.call(pullChanges, {});
    const text = JSON.stringify(answer.body);
    expect(text).not.toMatch(/secret@|hash|sealed|lookup|failure|password/i);
    for (const pin of pins.slice(0, nextPin)) expect(text).not.toContain(pin);
    const { puts, policy } = await tablet.pull();
    expect(Object.keys(puts.users[0] ?? {}).toSorted()).toEqual(['id', 'name', 'roleId', 'verifier']);
    for (const { verifier } of puts.users) expect(verifier ?? 0).toBeLessThan(1024);
    // Of an admin's PIN a tablet holds nothing.
    expect(puts.users.find(({ name }) => name === 'Alma')?.verifier).toBeNull();
    expect(Object.keys(policy.offline ?? {}).toSorted()).toEqual(['argon2', 'pinSalt', 'sealingKey']);
    expect(Object.keys(policy.offline?.sealingKey ?? {}).toSorted()).toEqual(['crv', 'kty', 'x', 'y']);
  });

  it('notes what the tablet says of itself', async () => {
    await tablet.succeed(pullChanges, {
      query: { appVersion: '1.2.3', storagePersisted: 'yes', queueLength: '7' },
    });
    const { devices: list } = await owner.client.succeed(listDevices, {});
    expect(list.find(({ id }) => id === tablet.id)).toMatchObject({
      appVersion: '1.2.3',
      storagePersisted: true,
      queueLength: 7,
      lastSyncAt: server.clock.now.toISOString(),
      lastSeenAt: server.clock.now.toISOString(),
      leaseEndsAt: new Date(server.clock.now.getTime() + 24 * 3600_000).toISOString(),
    });
  });
});

describe('a pull with a cursor', () => {
  it('brings nothing when nothing changed', async () => {
    const { cursor } = await tablet.pull();
    expect(await tablet.pull(cursor)).toMatchObject({
      cursor,
      reset: false,
      puts: { users: [], roles: [] },
      dels: { users: [], roles: [] },
    });
  });

  it('brings just what changed: a new user, a new name, and once', async () => {
    const { cursor } = await tablet.pull();
    const person = await addPerson({ firstName: 'Before' });
    const added = await tablet.pull(cursor);
    expect(added).toMatchObject({
      reset: false,
      puts: { users: [{ id: person.id, name: 'Before' }], roles: [] },
      dels: { users: [] },
    });
    await change(person, { firstName: 'After' });
    const renamed = await tablet.pull(added.cursor);
    expect(renamed.puts.users).toEqual([
      { id: person.id, name: 'After', roleId: person.role.id, verifier: expect.any(Number) },
    ]);
    expect((await tablet.pull(renamed.cursor)).puts.users).toEqual([]);
  });

  it('takes away who was suspended or lost the PIN, and brings back who returns', async () => {
    const [a, b] = [await addPerson(), await addPerson()];
    const { cursor } = await tablet.pull();
    const suspended = await change(a, { state: 'suspended' });
    await change(b, { pin: null, withoutWayIn: true });
    const gone = await tablet.pull(cursor);
    expect(gone.puts.users).toEqual([]);
    expect(gone.dels.users.toSorted()).toEqual(idsOf([a, b]));
    await change(suspended, { state: 'active' });
    expect(idsOf((await tablet.pull(gone.cursor)).puts.users)).toEqual([a.id]);
  });

  it('takes away everybody whose role may not use tablets any more', async () => {
    const person = await addPerson();
    const roleId = randomUUID();
    await changeOrganization(server.context, organizationId, async (tx, revision) => {
      await tx.insert(roles).values({
        id: roleId,
        organizationId,
        name: 'Temp',
        nameFolded: 'temp',
        permissions: ['tablet:use'],
        revision,
      });
      await tx.update(users).set({ roleId, revision }).where(eq(users.id, person.id));
    });
    const { cursor, puts } = await tablet.pull();
    expect(idsOf(puts.users)).toContain(person.id);
    await changeOrganization(server.context, organizationId, (tx, revision) =>
      tx
        .update(roles)
        .set({ permissions: ['users:read'], revision })
        .where(eq(roles.id, roleId)),
    );
    const pull = await tablet.pull(cursor);
    expect(pull.dels.users).toEqual([person.id]);
    expect(pull.puts.roles).toMatchObject([{ id: roleId, permissions: ['users:read'] }]);
  });

  it('brings a change of the policy without the users', async () => {
    const { cursor } = await tablet.pull();
    await owner.client.succeed(updateOrganization, { body: { autoLockSeconds: 45, leaseHours: 2 } });
    const pull = await tablet.pull(cursor);
    expect(pull).toMatchObject({ reset: false, policy: { autoLockSeconds: 45 }, puts: { users: [] } });
    expect(pull.lease.until).toBe(new Date(server.clock.now.getTime() + 2 * 3600_000).toISOString());
  });

  it('begins anew with a cursor of another time, device scope or organization, from the future, or made up', async () => {
    const { cursor, puts } = await tablet.pull();
    const [epoch, scope, revision] = cursor.split('.');
    const odd = [
      `${randomUUID()}.${scope}.${revision}`,
      `${epoch}.99.${revision}`,
      `${epoch}.${scope}.${Number(revision) + 1}`,
      `${epoch}.${scope}.-1`,
      `${epoch}.${scope}.`,
      'x',
      '',
      '..',
      `${epoch}.${scope}.1e3`,
    ];
    for (const made of odd) {
      const pull = await tablet.pull(made);
      expect(pull.reset, made).toBe(true);
      expect(idsOf(pull.puts.users), made).toEqual(idsOf(puts.users));
    }
    await inOrganization((tx) => tx.update(devices).set({ scope: 2 }).where(eq(devices.id, tablet.id)));
    const moved = await tablet.pull(cursor);
    expect(moved.reset).toBe(true);
    await inOrganization((tx) => tx.update(organizations).set({ syncEpoch: randomUUID() }));
    expect((await tablet.pull(moved.cursor)).reset).toBe(true);
  });
});

it('holds the users of the whole organization, of the device’s unit and of the units above it, and no others', async () => {
  const site = await addUnit(server, organizationId, 'Site');
  const line = await addUnit(server, organizationId, 'Line', site);
  const station = await addUnit(server, organizationId, 'Station', line);
  const other = await addUnit(server, organizationId, 'Other', site);
  const people: Record<string, User> = {};
  for (const [name, unit] of Object.entries({ site, line, station, other })) {
    people[name] = await addPerson();
    await limitToUnits(server, organizationId, people[name].id, [unit]);
  }
  const everywhere = await addPerson();
  const named = async (device: TestDevice) => {
    const held = new Set(idsOf((await device.pull()).puts.users));
    expect(held.has(everywhere.id)).toBe(true);
    return Object.keys(people).filter((name) => held.has(people[name]?.id ?? ''));
  };
  expect(await named(await makeTablet(line))).toEqual(['site', 'line']);
  expect(await named(await makeTablet(station))).toEqual(['site', 'line', 'station']);
  expect(await named(await makeTablet(site))).toEqual(['site']);
  expect(await named(await makeTablet())).toEqual([]);
});

it('knows nothing of another organization', async () => {
  const other = await addOrganization(server, 'Elsewhere');
  const theirs = await TestDevice.make(server.url);
  await theirs.authorize(other.client, 'Till');
  const stranger = await addUser(other.client, 'staff', { pin: '840372' });
  expect(idsOf((await theirs.pull()).puts.users)).toEqual([stranger.id]);
  const ours = await tablet.pull();
  expect(idsOf(ours.puts.users)).not.toContain(stranger.id);
  expect((await theirs.pull(ours.cursor)).reset).toBe(true);
});

it('misses nothing while fifty users change at once and a tablet pulls all the time', async () => {
  const { rows } = await inOrganization((tx) =>
    tx.execute<{ sealed: Buffer }>(
      'select pin_sealed as sealed from users where pin_sealed is not null limit 1',
    ),
  );
  const ids = Array.from({ length: 50 }, () => randomUUID());
  const roster = new Map<string, string>();
  let cursor: string | undefined;
  let pulls = 0;
  const pull = async () => {
    const next = await tablet.pull(cursor);
    apply(roster, next);
    cursor = next.cursor;
    pulls += 1;
  };
  await pull();
  let done = false;
  const reading = (async () => {
    while (!done) await pull();
  })();
  const roleId =
    (await inOrganization((tx) => tx.select().from(roles).where(eq(roles.builtIn, 'staff'))))[0]?.id ?? '';
  await Promise.all(
    ids.map(async (id, at) => {
      await changeOrganization(server.context, organizationId, (tx, revision) =>
        tx.insert(users).values({
          id,
          organizationId,
          roleId,
          username: id,
          usernameFolded: id,
          firstName: 'v1',
          pinSealed: rows[0]?.sealed ?? null,
          revision,
          createdAt: server.clock.now,
        }),
      );
      // Each goes to the end of its organization's line, so that pulls come in between.
      for (const firstName of ['a', 'b', 'c', 'd']) {
        await changeOrganization(server.context, organizationId, (tx, revision) =>
          tx.update(users).set({ firstName, revision }).where(eq(users.id, id)),
        );
      }
      await changeOrganization(server.context, organizationId, (tx, revision) =>
        tx
          .update(users)
          .set({ firstName: 'v2', revision, ...(at % 5 === 0 ? { state: 'suspended' } : {}) })
          .where(eq(users.id, id)),
      );
    }),
  );
  done = true;
  await reading;
  await pull();
  expect(pulls).toBeGreaterThan(4);
  const fresh = new Map<string, string>();
  apply(fresh, await tablet.pull());
  expect(ids.filter((id) => fresh.get(id) === 'v2')).toHaveLength(40);
  expect([...roster].toSorted()).toEqual([...fresh].toSorted());
});
