// Deleting a unit: where people, devices and units go, and that nobody comes to more by it.
import { beforeAll, describe, expect, it } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { createUnit, deleteUnit, listUnits, type Unit } from '../../src/contract/endpoints/units.ts';
import { getUser } from '../../src/contract/endpoints/users.ts';
import type { ApiClient } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addPersonIn,
  addUnitAdmin,
  addUser,
  freshUsername,
  limitToUnits,
  type Member,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let organizationId: string;

beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
});

const make = (parentId: string | null = null, name = freshUsername(), client = owner.client): Promise<Unit> =>
  client.succeed(createUnit, { body: { name, parentId } });
const remove = (unitId: string, body: object = {}, client = owner.client) =>
  client.call(deleteUnit, { params: { unitId }, body });
const unitsOf = async (client: ApiClient) => (await client.succeed(listUnits, {})).units;
const find = async (id: string, client = owner.client) =>
  (await unitsOf(client)).find((unit) => unit.id === id);
// A refusal before it is noted in its own time.
const newestEvent = async () =>
  (await owner.client.succeed(listAuditEvents, {})).events.find(({ action }) => action !== 'access.refused');

const makeUnitAdmin = (unitId: string) => addUnitAdmin(server, owner, unitId);
const addPerson = (...unitIds: string[]) => addPersonIn(server, owner, unitIds);
const unitIdsOf = async (userId: string) =>
  (await owner.client.succeed(getUser, { params: { userId } })).units.map(({ id }) => id);

describe('deleting a unit', () => {
  it('asks where users, devices and units go, and takes them there', async () => {
    const [unit, to] = [await make(), await make()];
    const inside = await make(unit.id);
    const person = await addPerson(unit.id);
    const both = await addPerson(unit.id, to.id);
    const tablet = await TestDevice.make(server.url);
    await tablet.authorize(owner.client, freshUsername(), unit.id);
    const refused = await remove(unit.id);
    expect(refused.body).toMatchObject({ code: 'unit_in_use' });
    expect(JSON.stringify(refused.body)).toContain('2 users, 1 device and 1 unit');
    expect((await remove(unit.id, { moveTo: to.id })).body).toEqual({
      movedUsers: 2,
      movedDevices: 1,
      movedUnits: 1,
    });
    expect(await unitIdsOf(person.id)).toEqual([to.id]);
    expect(await unitIdsOf(both.id)).toEqual([to.id]);
    expect((await find(inside.id))?.parentId).toBe(to.id);
    expect((await find(to.id))?.deviceCount).toBe(1);
    expect(await newestEvent()).toMatchObject({
      action: 'unit.deleted',
      subject: unit.name,
      detail: { movedUsers: 2, movedDevices: 1, movedUnits: 1, movedTo: to.name },
    });
    expect((await remove(unit.id, { moveTo: to.id })).body).toMatchObject({ code: 'not_found' });
  });

  it('never leaves anybody without a unit, who would then have the whole organization', async () => {
    const unit = await make();
    const person = await addPerson(unit.id);
    const answer = await remove(unit.id, { moveTo: null });
    expect(answer.body).toMatchObject({ code: 'validation_failed', errors: [{ field: 'moveTo' }] });
    expect(await unitIdsOf(person.id)).toEqual([unit.id]);
  });

  it('leaves units at the top and devices without a unit where that is chosen', async () => {
    const unit = await make();
    const inside = await make(unit.id);
    expect((await remove(unit.id, { moveTo: null })).status).toBe(200);
    expect((await find(inside.id))?.parentId).toBeNull();
    expect((await remove(inside.id)).body).toEqual({ movedUsers: 0, movedDevices: 0, movedUnits: 0 });
  });

  it('moves nothing into the unit itself or below it, nor where a name is taken', async () => {
    const [unit, to] = [await make(), await make()];
    const inside = await make(unit.id, 'Twin');
    await make(to.id, 'Twin');
    for (const moveTo of [unit.id, inside.id]) {
      expect((await remove(unit.id, { moveTo })).body).toMatchObject({ errors: [{ field: 'moveTo' }] });
    }
    expect((await remove(unit.id, { moveTo: to.id })).body).toMatchObject({
      code: 'unit_name_taken',
      errors: [{ field: 'moveTo' }],
    });
  });

  it('moves nobody who may do more than the one who asks, or who stands in units that they don’t see', async () => {
    const site = await make();
    const own = await make(site.id);
    const [one, two, other] = [await make(own.id), await make(own.id), await make(site.id)];
    const { client } = await makeUnitAdmin(own.id);
    const boss = await addUser(owner.client, 'owner');
    await limitToUnits(server, organizationId, boss.id, [one.id]);
    expect((await remove(one.id, { moveTo: own.id }, client)).body).toMatchObject({ code: 'above_you' });
    const far = await addPerson(two.id, other.id);
    const answer = await remove(two.id, { moveTo: own.id }, client);
    expect(answer.body).toMatchObject({ code: 'above_you' });
    expect(JSON.stringify(answer.body)).not.toContain(far.username);
    expect(await unitIdsOf(far.id)).toHaveLength(2);
    for (const moveTo of [null, other.id]) {
      const empty = await make(own.id);
      await make(empty.id);
      expect((await remove(empty.id, { moveTo }, client)).body).toMatchObject({
        errors: [{ field: 'moveTo' }],
      });
    }
  });
});
