// Devices in units and roles on tablets: who can sign in where, and how soon a change arrives there.
import { beforeAll, describe, expect, it } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { authorizeDevice, listDevices, updateDevice } from '../../src/contract/endpoints/devices.ts';
import { createRole, deleteRole, updateRole } from '../../src/contract/endpoints/roles.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { deleteUnit, updateUnit } from '../../src/contract/endpoints/units.ts';
import { createUser } from '../../src/contract/endpoints/users.ts';
import type { Permission } from '../../src/contract/permissions.ts';
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
  openSession,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const arrivalMs = 2_000;

let server: TestServer;
let owner: Member;
let organizationId: string;
let site: string;
let line: string;
let other: string;
/** The PINs of people by where they stand. */
const pins = { site: '840372', line: '718305', other: '503918', whole: '629405' };

beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
  site = await addUnit(server, organizationId, 'Site');
  line = await addUnit(server, organizationId, 'Line', site);
  other = await addUnit(server, organizationId, 'Other', site);
  for (const [place, unit] of [
    ['site', site],
    ['line', line],
    ['other', other],
    ['whole', null],
  ] as const) {
    const { id } = await addUser(owner.client, 'staff', { pin: pins[place] });
    if (unit) await limitToUnits(server, organizationId, id, [unit]);
  }
});

async function makeTablet(unitId?: string): Promise<TestDevice> {
  const tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, freshUsername(), unitId);
  return tablet;
}

const change = (deviceId: string, body: object, client = owner.client) =>
  client.call(updateDevice, { params: { deviceId }, body });

async function whoCanSignIn(tablet: TestDevice): Promise<string[]> {
  const found: string[] = [];
  for (const [place, pin] of Object.entries(pins)) {
    const { status } = await tablet.signInWithPin(pin);
    if (status === 200) found.push(place);
  }
  return found;
}

/** Waits for the tablet to be told. @returns the milliseconds since the beginning of `act`, and what the tablet pulls then */
async function arriving(tablet: TestDevice, cursor: string, act: () => Promise<unknown>) {
  const stream = await tablet.openStream();
  try {
    const before = stream.events.filter((name) => name === 'changed').length;
    const started = performance.now();
    await act();
    await stream.waitFor('changed', before + 1, arrivalMs);
    const pull = await tablet.pull(cursor);
    return { ms: performance.now() - started, pull };
  } finally {
    await stream.close();
  }
}

async function makeRole(...permissions: Permission[]): Promise<string> {
  return (await owner.client.succeed(createRole, { body: { name: freshUsername(), permissions } })).id;
}

describe('a device in a unit', () => {
  it('takes the PINs of its unit, of the units above it and of the whole organization, and no others', async () => {
    expect(await whoCanSignIn(await makeTablet(line))).toEqual(['site', 'line', 'whole']);
    expect(await whoCanSignIn(await makeTablet(site))).toEqual(['site', 'whole']);
    expect(await whoCanSignIn(await makeTablet())).toEqual(['whole']);
  });

  it('takes others as soon as it is put elsewhere, with a roster from the beginning', async () => {
    const tablet = await makeTablet(line);
    const { cursor } = await tablet.pull();
    const { pull, ms } = await arriving(tablet, cursor, () => change(tablet.id, { unitId: other }));
    expect(pull.reset).toBe(true);
    expect(ms).toBeLessThan(arrivalMs);
    expect(await whoCanSignIn(tablet)).toEqual(['site', 'other', 'whole']);
    const { events } = await owner.client.succeed(listAuditEvents, {});
    expect(events.find(({ action }) => action === 'device.changed')).toMatchObject({
      detail: { unitBefore: 'Line', unit: 'Other' },
    });
  });

  it('ends the session of who may not be there any more', async () => {
    const tablet = await makeTablet(line);
    await tablet.signInWithPin(pins.line);
    expect((await tablet.call(getSession, {})).status).toBe(200);
    await change(tablet.id, { unitId: other });
    expect(codeOf(await tablet.call(getSession, {}))).toBe('not_signed_in');
  });

  it('has its roster made anew when the tree changes', async () => {
    const [a, b] = [
      await addUnit(server, organizationId, freshUsername()),
      await addUnit(server, organizationId, freshUsername()),
    ];
    const inside = await addUnit(server, organizationId, 'Inside', a);
    const { id } = await addUser(owner.client, 'staff', { pin: '274916' });
    await limitToUnits(server, organizationId, id, [a]);
    const tablet = await makeTablet(inside);
    const first = await tablet.pull();
    expect(first.puts.users.map((user) => user.id)).toContain(id);
    const moved = await arriving(tablet, first.cursor, () =>
      owner.client.succeed(updateUnit, { params: { unitId: inside }, body: { parentId: b } }),
    );
    expect(moved.pull.reset).toBe(true);
    expect(moved.pull.puts.users.map((user) => user.id)).not.toContain(id);
    const deleted = await arriving(tablet, moved.pull.cursor, () =>
      owner.client.succeed(deleteUnit, { params: { unitId: inside }, body: { moveTo: a } }),
    );
    expect(deleted.pull.puts.users.map((user) => user.id)).toContain(id);
  });
});

describe('renaming a device', () => {
  it('shows on the tablet, and refuses a name that another one has', async () => {
    const [tablet, second] = [await makeTablet(), await makeTablet()];
    const { cursor } = await tablet.pull();
    const { pull } = await arriving(tablet, cursor, () => change(tablet.id, { name: 'Front desk' }));
    expect(pull).toMatchObject({ reset: false, policy: { deviceName: 'Front desk' } });
    expect((await change(second.id, { name: ' front DESK ' })).body).toMatchObject({
      code: 'device_name_taken',
      errors: [{ field: 'name' }],
    });
    const { events } = await owner.client.succeed(listAuditEvents, {});
    expect(events.find(({ action }) => action === 'device.changed')?.detail).toMatchObject({
      name: 'Front desk',
    });
  });

  it('asks for a step-up for another unit alone', async () => {
    const tablet = await makeTablet();
    const admin = await addMember(server, owner.client, 'admin');
    server.clock.advance(5 * 60_000);
    expect((await change(tablet.id, { unitId: line }, admin.client)).body).toMatchObject({
      code: 'step_up_required',
    });
    expect((await change(tablet.id, { name: freshUsername() }, admin.client)).status).toBe(200);
    owner = { ...owner, client: await openSession(server, owner.session) };
  });
});

describe('an admin who is limited to a unit', () => {
  it('puts devices only into units of their own, and knows no name of users elsewhere', async () => {
    const admin = await addMember(server, owner.client, 'admin');
    await limitToUnits(server, organizationId, admin.user.id, [line]);
    const tablet = await makeTablet(line);
    const elsewhere = await makeTablet(other);
    for (const unitId of [null, site, other, crypto.randomUUID()]) {
      expect((await change(tablet.id, { unitId }, admin.client)).body).toMatchObject({
        errors: [{ field: 'unitId' }],
      });
      const fresh = await TestDevice.make(server.url);
      for (const [name, value] of admin.client.cookies) fresh.cookies.set(name, value);
      const answer = await fresh.call(authorizeDevice, { body: { name: freshUsername(), unitId } });
      expect(answer.body).toMatchObject({ errors: [{ field: 'unitId' }] });
    }
    expect((await change(elsewhere.id, { name: 'Mine' }, admin.client)).body).toMatchObject({
      code: 'not_found',
    });
    const fresh = await TestDevice.make(server.url);
    const authorized = await fresh.authorize(admin.client, freshUsername());
    expect(authorized.unit?.id).toBe(line);
    const { devices } = await admin.client.succeed(listDevices, {});
    const ours = devices.find(({ id }) => id === tablet.id);
    // The owner authorized it, who is not of this unit.
    expect(ours?.authorizedBy).toBeNull();
    expect(devices.find(({ id }) => id === fresh.id)?.authorizedBy).toBe(admin.user.name);
  });
});

describe('a role on a tablet', () => {
  it('changes for who is signed in there within 2 s', async () => {
    const roleId = await makeRole('tablet:use');
    await owner.client.succeed(createUser, { body: { username: freshUsername(), roleId, pin: '482913' } });
    const tablet = await makeTablet();
    await tablet.signInWithPin('482913');
    const { cursor } = await tablet.pull();
    const { ms, pull } = await arriving(tablet, cursor, () =>
      owner.client.succeed(updateRole, {
        params: { roleId },
        body: { name: 'Lead', permissions: ['tablet:use', 'users:read'] },
      }),
    );
    expect(ms).toBeLessThan(arrivalMs);
    expect(pull.puts.roles).toEqual([
      { id: roleId, name: 'Lead', permissions: ['tablet:use', 'users:read'] },
    ]);
    const session = await tablet.succeed(getSession, {});
    expect(session).toMatchObject({ role: { name: 'Lead' }, permissions: ['tablet:use', 'users:read'] });
  });

  it('signs somebody out, and off the pad, when it loses the right to use tablets', async () => {
    const roleId = await makeRole('tablet:use', 'users:read');
    const { id } = await owner.client.succeed(createUser, {
      body: { username: freshUsername(), roleId, pin: '639174' },
    });
    const tablet = await makeTablet();
    await tablet.signInWithPin('639174');
    const { cursor } = await tablet.pull();
    const { pull } = await arriving(tablet, cursor, () =>
      owner.client.succeed(updateRole, { params: { roleId }, body: { permissions: ['users:read'] } }),
    );
    expect(pull.dels.users).toEqual([id]);
    expect(codeOf(await tablet.call(getSession, {}))).toBe('not_signed_in');
    expect(codeOf(await tablet.signInWithPin('639174'))).toBe('wrong_pin');
  });

  it('leaves the tablet when it is deleted, and its users are there with their new one', async () => {
    const roleId = await makeRole('tablet:use');
    const { id } = await owner.client.succeed(createUser, {
      body: { username: freshUsername(), roleId, pin: '917364' },
    });
    const next = await makeRole('tablet:use');
    const tablet = await makeTablet();
    const { cursor } = await tablet.pull();
    const { pull } = await arriving(tablet, cursor, () =>
      owner.client.succeed(deleteRole, { params: { roleId }, body: { moveTo: next } }),
    );
    expect(pull).toMatchObject({ reset: false, dels: { users: [], roles: [roleId] } });
    expect(pull.puts.users).toMatchObject([{ id, roleId: next }]);
  });
});
