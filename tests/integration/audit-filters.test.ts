// Reading the audit trail: by person, device, action and time, and as far as somebody's units reach.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditAction } from '../../src/contract/audit-actions.ts';
import { type AuditEvent, listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { devices, units } from '../../src/server/database/schema.ts';
import { type NewAuditEvent, recordAuditEvents } from '../../src/server/domain/access/audit.ts';
import { chainTailOf } from '../../src/server/domain/audit/chain-audit-trail.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addOrganization,
  addUnit,
  addUser,
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

type Query = Parameters<typeof readTrail>[1];

async function readTrail(
  { client }: Pick<Member, 'client'>,
  query: {
    personId?: string;
    deviceId?: string;
    action?: string;
    from?: string;
    to?: string;
    before?: string;
  },
): Promise<AuditEvent[]> {
  return (await client.succeed(listAuditEvents, { query })).events;
}

const record = (events: (Partial<NewAuditEvent> & { action: AuditAction })[]) =>
  server.context.database.inOrganization(organizationId, (tx) =>
    recordAuditEvents(
      tx,
      events.map((event) => ({ organizationId, at: server.clock.now, ...event })),
    ),
  );

const subjects = (events: readonly AuditEvent[]) => events.map(({ subject }) => subject);

describe('for one who has the whole organization', () => {
  const at = (minute: number) => new Date(Date.UTC(2030, 0, 1, 12, minute));
  let ada: string;
  let deviceId: string;

  beforeAll(async () => {
    ada = (await addUser(owner.client, 'staff', { firstName: 'Ada', lastName: 'Lane' })).id;
    const tablet = await TestDevice.make(server.url);
    deviceId = (await tablet.authorize(owner.client, 'Counter 1')).id;
    await record([
      { action: 'pin.signed-in', actorId: ada, deviceId, at: at(0), subject: 'a' },
      { action: 'user.changed', actorId: owner.session.user.id, subjectId: ada, at: at(1), subject: 'b' },
      {
        action: 'user.changed',
        actorId: owner.session.user.id,
        at: at(2),
        subject: 'c',
        address: '192.0.2.7',
      },
      { action: 'pin.sign-in-failed', deviceId, at: at(3), subject: 'd' },
    ]);
  });
  const from = at(0).toISOString();
  const find = async (query: Query) => subjects(await readTrail(owner, { from, ...query }));

  it('finds what a user did and what was done to them', async () => {
    expect(await find({ personId: ada })).toEqual(['b', 'a']);
    expect(await find({ personId: randomUUID() })).toEqual([]);
  });

  it('finds what happened on a device', async () => {
    expect(await find({ deviceId })).toEqual(['d', 'a']);
  });

  it('finds one action, and every action of a kind', async () => {
    expect(await find({ action: 'user.changed' })).toEqual(['c', 'b']);
    expect(await find({ action: 'sign-ins' })).toEqual(['d', 'a']);
    expect(await find({ action: 'partners' })).toEqual([]);
  });

  it('takes the first moment in and leaves the last one out', async () => {
    expect(await find({ from: at(1).toISOString(), to: at(3).toISOString() })).toEqual(['c', 'b']);
    expect(await find({ from: at(3).toISOString(), to: at(3).toISOString() })).toEqual([]);
  });

  it('takes filters together', async () => {
    expect(await find({ personId: ada, action: 'sign-ins', deviceId })).toEqual(['a']);
  });

  it('tells the address, the place in the chain and its hash', async () => {
    await chainTailOf(server.context.database, owner.session.organization.id);
    const [event] = await readTrail(owner, { from, action: 'user.changed' });
    expect(event).toMatchObject({ address: '192.0.2.7', actor: { id: owner.session.user.id } });
    expect(event?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(event?.sequence).toBeGreaterThan(3);
  });

  it('refuses an action that there is not, naming the field', async () => {
    const { errors } = await owner.client.refuse(listAuditEvents, { query: { action: 'user.praised' } });
    expect(errors?.map(({ field }) => field)).toEqual(['action']);
  });

  it('goes through all pages without a gap or a double, also with a filter', async () => {
    await record(
      Array.from({ length: 250 }, (_, number) => ({
        action: 'device.changed',
        subject: `page ${number}`,
      })),
    );
    const seen: (string | null)[] = [];
    let before: string | undefined;
    do {
      const page = await owner.client.succeed(listAuditEvents, {
        query: { action: 'device.changed', ...(before ? { before } : {}) },
      });
      seen.push(...subjects(page.events));
      before = page.nextBefore ?? undefined;
    } while (before);
    expect(seen).toEqual(Array.from({ length: 250 }, (_, number) => `page ${249 - number}`));
  });

  it('sees nothing of another organization, whatever it asks for', async () => {
    const stranger = await addOrganization(server, 'Elsewhere');
    expect(await readTrail(stranger, { personId: ada })).toEqual([]);
    expect(await readTrail(stranger, { deviceId })).toEqual([]);
    expect(subjects(await readTrail(stranger, { from }))).not.toContain('a');
  });
});

describe('for one who is limited to units', () => {
  let limited: Member & { user: { id: string } };
  let yard: string;
  let store: string;
  const people: Record<string, string> = {};
  const tablets: Record<string, string> = {};

  async function addTablet(name: string, unitId: string | null): Promise<string> {
    const tablet = await TestDevice.make(server.url);
    const { id } = await tablet.authorize(owner.client, name);
    await server.context.database.inOrganization(organizationId, (tx) =>
      tx.update(devices).set({ unitId }).where(eq(devices.id, id)),
    );
    return id;
  }
  async function addPerson(unitIds: string[]): Promise<string> {
    const { id } = await addUser(owner.client, 'staff');
    if (unitIds.length > 0) await limitToUnits(server, organizationId, id, unitIds);
    return id;
  }

  beforeAll(async () => {
    yard = await addUnit(server, organizationId, 'Yard');
    const gate = await addUnit(server, organizationId, 'Gate', yard);
    store = await addUnit(server, organizationId, 'Store');
    limited = await addMember(server, owner.client, 'admin');
    await limitToUnits(server, organizationId, limited.user.id, [yard]);
    people.ours = await addPerson([gate]);
    people.both = await addPerson([yard, store]);
    people.theirs = await addPerson([store]);
    people.everywhere = await addPerson([]);
    tablets.ours = await addTablet('Gate tablet', gate);
    tablets.theirs = await addTablet('Store tablet', store);
    tablets.nowhere = await addTablet('Spare tablet', null);
  });

  const { ours, both, theirs, everywhere } = {
    ours: () => people.ours ?? '',
    both: () => people.both ?? '',
    theirs: () => people.theirs ?? '',
    everywhere: () => people.everywhere ?? '',
  };
  let count = 0;
  async function sees(event: Partial<NewAuditEvent>): Promise<boolean> {
    count += 1;
    const subject = `seen ${count}`;
    await record([{ action: 'user.changed', ...event, subject }]);
    return subjects(await readTrail(limited, {})).includes(subject);
  }

  it('shows what users of the units did, and what was done to them by anybody', async () => {
    expect(await sees({ actorId: ours() })).toBe(true);
    expect(await sees({ actorId: ours(), subjectId: ours() })).toBe(true);
    expect(await sees({ actorId: owner.session.user.id, subjectId: ours() })).toBe(true);
    expect(await sees({ actorId: everywhere(), deviceId: tablets.ours ?? null })).toBe(true);
    expect(await sees({ deviceId: tablets.ours ?? null })).toBe(true);
    expect(await sees({ actorId: ours(), subjectId: randomUUID() })).toBe(true);
    expect(await sees({ actorId: owner.session.user.id, subjectId: yard })).toBe(true);
  });

  it('shows nothing that names somebody or something of other units', async () => {
    expect(await sees({ actorId: theirs() })).toBe(false);
    expect(await sees({ actorId: both() })).toBe(false);
    expect(await sees({ actorId: owner.session.user.id })).toBe(false);
    expect(await sees({})).toBe(false);
    expect(await sees({ actorId: ours(), subjectId: theirs() })).toBe(false);
    expect(await sees({ actorId: ours(), subjectId: both() })).toBe(false);
    expect(await sees({ actorId: ours(), subjectId: everywhere() })).toBe(false);
    expect(await sees({ actorId: ours(), subjectId: store })).toBe(false);
    expect(await sees({ actorId: ours(), deviceId: tablets.theirs ?? null })).toBe(false);
    expect(await sees({ actorId: ours(), deviceId: tablets.nowhere ?? null })).toBe(false);
    expect(await sees({ actorId: ours(), subjectId: tablets.theirs ?? null })).toBe(false);
    expect(await sees({ subjectId: ours(), deviceId: tablets.theirs ?? null })).toBe(false);
  });

  it('names who did it from above, without an id', async () => {
    await record([
      { action: 'user.changed', actorId: owner.session.user.id, subjectId: ours(), subject: 'above' },
    ]);
    const found = (await readTrail(limited, {})).find(({ subject }) => subject === 'above');
    expect(found?.actor).toEqual({ id: null, name: 'Olive Owner' });
    expect((await readTrail(owner, {})).find(({ subject }) => subject === 'above')?.actor?.id).toBe(
      owner.session.user.id,
    );
  });

  it('answers a filter by somebody else like one by nobody', async () => {
    await record([
      { action: 'user.changed', actorId: owner.session.user.id, subjectId: ours(), subject: 'x' },
    ]);
    for (const personId of [owner.session.user.id, theirs(), randomUUID()]) {
      expect(await readTrail(limited, { personId })).toEqual([]);
    }
    for (const deviceId of [tablets.theirs ?? '', randomUUID()]) {
      expect(await readTrail(limited, { deviceId })).toEqual([]);
    }
    expect((await readTrail(limited, { personId: ours() })).length).toBeGreaterThan(0);
    expect((await readTrail(limited, { deviceId: tablets.ours ?? '' })).length).toBeGreaterThan(0);
  });

  it('shows the events of a unit below that is made later', async () => {
    const belowId = await addUnit(server, organizationId, 'Ramp', yard);
    const person = await addPerson([belowId]);
    expect(await sees({ subjectId: person })).toBe(true);
    await server.context.database.inOrganization(organizationId, (tx) =>
      tx.update(units).set({ parentId: store }).where(eq(units.id, belowId)),
    );
    expect(await sees({ subjectId: person })).toBe(false);
  });
});
