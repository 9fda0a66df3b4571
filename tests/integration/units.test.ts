// The tree of units: who may make and change what in it, and that nobody comes to more by a change than they should.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { createRole } from '../../src/contract/endpoints/roles.ts';
import {
  createUnit,
  listUnits,
  type Unit,
  unitDepthMost,
  unitsMost,
  updateUnit,
} from '../../src/contract/endpoints/units.ts';
import { listUsers, updateUser } from '../../src/contract/endpoints/users.ts';
import { fold } from '../../src/contract/fields.ts';
import { units } from '../../src/server/database/schema.ts';
import type { ApiClient } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import {
  addMember,
  addOrganization,
  addPersonIn,
  addUnitAdmin,
  freshUsername,
  type Member,
  openSession,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;

beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
});

const make = (parentId: string | null = null, name = freshUsername(), client = owner.client): Promise<Unit> =>
  client.succeed(createUnit, { body: { name, parentId } });
const change = (unitId: string, body: object, client = owner.client) =>
  client.call(updateUnit, { params: { unitId }, body });
const unitsOf = async (client: ApiClient) => (await client.succeed(listUnits, {})).units;
const find = async (id: string, client = owner.client) =>
  (await unitsOf(client)).find((unit) => unit.id === id);
// A refusal before it is noted in its own time.
const newestEvent = async () =>
  (await owner.client.succeed(listAuditEvents, {})).events.find(({ action }) => action !== 'access.refused');

const makeUnitAdmin = (unitId: string) => addUnitAdmin(server, owner, unitId);
const addPerson = (...unitIds: string[]) => addPersonIn(server, owner, unitIds);

describe('the list of units', () => {
  it('makes a tree, and counts who and what is in each unit and below it, once', async () => {
    const site = await make();
    const area = await make(site.id);
    const line = await make(area.id);
    await addPerson(line.id);
    await addPerson(area.id, line.id);
    const { id } = await addPerson(site.id);
    expect((await find(line.id))?.userCount).toBe(2);
    expect((await find(area.id))?.userCount).toBe(2);
    expect(await find(site.id)).toMatchObject({
      parentId: null,
      userCount: 3,
      deviceCount: 0,
      editable: true,
    });
    const listed = await owner.client.succeed(listUsers, { query: { unitId: site.id } });
    expect(listed.total).toBe(3);
    expect(listed.users.map((user) => user.id)).toContain(id);
  });

  it('shows those who are limited to a unit that one and what is below it, as if nothing else were there', async () => {
    const site = await make();
    const [area, other] = [await make(site.id), await make(site.id)];
    const line = await make(area.id);
    await addPerson(line.id, other.id);
    const { client } = await makeUnitAdmin(area.id);
    const list = await client.succeed(listUnits, {});
    expect(list.isWhole).toBe(false);
    expect(list.units.map(({ id }) => id).toSorted()).toEqual([area.id, line.id].toSorted());
    // The admin; not the person who stands in another unit, too.
    expect(await find(area.id, client)).toMatchObject({ parentId: null, userCount: 1, editable: false });
    expect(await find(line.id, client)).toMatchObject({ parentId: area.id, userCount: 0, editable: true });
    expect(JSON.stringify(list)).not.toContain(site.id);
  });

  it('leaves counts out for those who may not see users or devices', async () => {
    const { id } = await make();
    const body = { name: freshUsername(), permissions: ['units:read' as const] };
    const role = await owner.client.succeed(createRole, { body });
    const member = await addMember(server, owner.client, 'staff');
    await owner.client.succeed(updateUser, {
      params: { userId: member.user.id },
      body: { revision: member.user.revision, roleId: role.id },
    });
    expect(await find(id, member.client)).toMatchObject({
      userCount: null,
      deviceCount: null,
      editable: false,
    });
  });
});

describe('creating a unit', () => {
  it('takes a name once at a place, in whatever spelling, and again at another', async () => {
    const site = await make();
    await make(site.id, 'Line 1');
    const problem = await owner.client.refuse(createUnit, { body: { name: ' LINE 1 ', parentId: site.id } });
    expect(problem).toMatchObject({ code: 'unit_name_taken', errors: [{ field: 'name' }] });
    await make((await make()).id, 'Line 1');
    const name = freshUsername();
    const answers = await Promise.all(
      [1, 2, 3].map(() => owner.client.call(createUnit, { body: { name, parentId: null } })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  });

  it(`goes ${unitDepthMost} levels deep and no deeper, also by a move`, async () => {
    let parent: Unit | null = null;
    for (let level = 1; level <= unitDepthMost; level += 1) parent = await make(parent?.id ?? null);
    const parentId = parent?.id ?? null;
    const problem = await owner.client.refuse(createUnit, { body: { name: 'Too deep', parentId } });
    expect(problem).toMatchObject({ code: 'validation_failed', errors: [{ field: 'parentId' }] });
    const pair = await make();
    await make(pair.id);
    const above = (await find(parentId ?? ''))?.parentId ?? null;
    expect((await change(pair.id, { parentId: above })).body).toMatchObject({
      errors: [{ field: 'parentId' }],
    });
    const two = (await find(above ?? ''))?.parentId ?? null;
    expect((await change(pair.id, { parentId: two })).status).toBe(200);
  });

  it('finds no parent of another organization, nor one out of reach', async () => {
    const other = await addOrganization(server, 'Elsewhere');
    const theirs = await make(null, 'Theirs', other.client);
    const site = await make();
    const [own, sister] = [await make(site.id), await make(site.id)];
    const { client } = await makeUnitAdmin(own.id);
    const refusal = async (parentId: string | null, as: ApiClient) => {
      const { requestId, ...problem } = await as.refuse(createUnit, { body: { name: 'Inside', parentId } });
      return problem;
    };
    const nothing = await refusal(randomUUID(), client);
    expect(nothing).toMatchObject({ code: 'validation_failed', errors: [{ field: 'parentId' }] });
    for (const id of [theirs.id, site.id, sister.id]) expect(await refusal(id, client)).toEqual(nothing);
    expect(await refusal(theirs.id, owner.client)).toEqual(nothing);
    expect((await refusal(null, client)).errors?.[0]?.field).toBe('parentId');
    expect((await make(own.id, 'Inside', client)).editable).toBe(true);
  });
});

describe('changing a unit', () => {
  it('renames and moves it, and tells the audit trail both', async () => {
    const [from, to] = [await make(), await make()];
    const unit = await make(from.id, 'Old name');
    expect((await change(unit.id, { name: 'New name', parentId: to.id })).body).toMatchObject({
      name: 'New name',
      parentId: to.id,
    });
    expect(await newestEvent()).toMatchObject({
      action: 'unit.changed',
      subject: 'New name',
      detail: { nameBefore: 'Old name', name: 'New name', parentBefore: from.name, parent: to.name },
    });
  });

  it('never stands in itself or below itself, also when two moves meet', async () => {
    const top = await make();
    const inside = await make(top.id);
    for (const parentId of [top.id, inside.id]) {
      expect((await change(top.id, { parentId })).body).toMatchObject({ errors: [{ field: 'parentId' }] });
    }
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = [await make(), await make()];
      const answers = await Promise.all([change(a.id, { parentId: b.id }), change(b.id, { parentId: a.id })]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    }
  });

  it('asks for a step-up before a move, but not before a new name', async () => {
    const [unit, to] = [await make(), await make()];
    const admin = await addMember(server, owner.client, 'admin');
    server.clock.advance(5 * 60_000);
    expect((await change(unit.id, { parentId: to.id }, admin.client)).body).toMatchObject({
      code: 'step_up_required',
    });
    expect((await change(unit.id, { name: freshUsername() }, admin.client)).status).toBe(200);
    owner = { ...owner, client: await openSession(server, owner.session) };
  });

  it('lets those who are limited to a unit change what is below it, within it', async () => {
    const site = await make();
    const own = await make(site.id);
    const [one, two] = [await make(own.id), await make(own.id)];
    const { client } = await makeUnitAdmin(own.id);
    expect((await change(own.id, { name: 'Mine' }, client)).body).toMatchObject({ code: 'above_you' });
    expect((await change(site.id, { name: 'Mine' }, client)).body).toMatchObject({ code: 'not_found' });
    expect((await change(one.id, { parentId: two.id }, client)).status).toBe(200);
    for (const parentId of [site.id, null]) {
      expect((await change(two.id, { parentId }, client)).body).toMatchObject({
        errors: [{ field: 'parentId' }],
      });
    }
  });
});

it(`takes ${unitsMost} units and no more`, async () => {
  const other = await addOrganization(server, 'Large');
  const id = other.session.organization.id;
  const names = Array.from({ length: unitsMost - 1 }, (_, index) => `Unit ${index}`);
  await server.context.database.inOrganization(id, (tx) =>
    tx
      .insert(units)
      .values(names.map((name) => ({ id: randomUUID(), organizationId: id, name, nameFolded: fold(name) }))),
  );
  await make(null, 'The last', other.client);
  const problem = await other.client.refuse(createUnit, { body: { name: 'One more', parentId: null } });
  expect(problem.code).toBe('validation_failed');
  expect(await unitsOf(other.client)).toHaveLength(unitsMost);
});
