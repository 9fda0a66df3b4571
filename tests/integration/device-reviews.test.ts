// What a tablet noted offline and the check found doubtful: shown to those who may see it, decided once, and told by mail.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { pushEvents } from '../../src/contract/endpoints/device.ts';
import { listDeviceReviews, reviewDeviceEvents } from '../../src/contract/endpoints/device-reviews.ts';
import { listDevices } from '../../src/contract/endpoints/devices.ts';
import { suggestPin, type User, updateUser } from '../../src/contract/endpoints/users.ts';
import { noteSignIn, sendNotes } from './harness/note-offline.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
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

const dayMs = 24 * 3_600_000;
const wrongPin = '730284';

let server: TestServer;
let rows: StoredRows;
let owner: Member;
let user: User;
let pin: string;
let tablet: TestDevice;

async function renewOwner(): Promise<void> {
  owner = { ...owner, client: await openSession(server, owner.session) };
}

beforeAll(async () => {
  const database = await makeDatabase();
  server = await makeServer({ databaseUrl: database.url });
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
  return () => rows.close();
});
beforeEach(async () => {
  await renewOwner();
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, freshUsername());
  ({ pin } = await owner.client.succeed(suggestPin, {}));
  user = await addUser(owner.client, 'staff', { pin, firstName: 'Ada', lastName: 'Byron' });
});

const params = () => ({ deviceId: tablet.id });
const list = (client = owner.client) => client.succeed(listDeviceReviews, { params: params() });
const decide = (positions: number[], verdict: 'accepted' | 'rejected', client = owner.client) =>
  client.succeed(reviewDeviceEvents, { params: params(), body: { positions, verdict } });
const readToReview = async () =>
  (await owner.client.succeed(listDevices, {})).devices.find(({ id }) => id === tablet.id)?.toReview;

async function sendWrong(count = 1): Promise<void> {
  const events = [];
  for (let at = 0; at < count; at += 1) {
    events.push(await noteSignIn({ server, tablet }, user.id, wrongPin));
  }
  await sendNotes({ server, tablet }, events);
}

describe('the review', () => {
  it('shows who, what, why and both times', async () => {
    const at = server.clock.now.getTime() - 60_000;
    const event = await noteSignIn({ server, tablet }, user.id, wrongPin, { at: at + 1000, offset: -1000 });
    await tablet.succeed(pushEvents, {
      body: { now: server.clock.now.getTime() + 1000, events: [event] },
    });
    expect(await list()).toEqual({
      open: 1,
      events: [
        {
          position: expect.any(Number),
          sequence: 1,
          kind: 'signed-in',
          user: { id: user.id, name: 'Ada Byron' },
          tabletAt: new Date(at + 1000).toISOString(),
          estimatedAt: new Date(at).toISOString(),
          receivedAt: server.clock.now.toISOString(),
          reasons: ['wrong-proof'],
          verdict: null,
          verdictBy: null,
          verdictAt: null,
        },
      ],
    });
    expect(await readToReview()).toBe(1);
  });

  it('keeps a decision with who made it, and takes none a second time', async () => {
    await sendWrong(3);
    const [third, second, first] = (await list()).events.map(({ position }) => position);
    if (!first || !second || !third) throw new Error('three events were sent');
    expect(await decide([first, second], 'accepted')).toEqual({ open: 1 });
    server.clock.advance(1000);
    expect(await decide([first], 'rejected')).toEqual({ open: 1 });
    const at = new Date(server.clock.now.getTime() - 1000).toISOString();
    const { events } = await list();
    expect(
      events.map(({ position, verdict, verdictBy, verdictAt }) => [position, verdict, verdictBy, verdictAt]),
    ).toEqual([
      [third, null, null, null],
      [second, 'accepted', 'Olive Owner', at],
      [first, 'accepted', 'Olive Owner', at],
    ]);
    const trail = await owner.client.succeed(listAuditEvents, {});
    const decisions = trail.events.filter(({ action }) => action.startsWith('device.event-'));
    expect(decisions.slice(0, 2).map(({ action, detail }) => [action, detail])).toEqual([
      ['device.event-accepted', { kind: 'signed-in', sequence: 2, reasons: ['wrong-proof'] }],
      ['device.event-accepted', { kind: 'signed-in', sequence: 1, reasons: ['wrong-proof'] }],
    ]);
  });

  it('is decided once by two users at once', async () => {
    await sendWrong();
    const [event] = (await list()).events;
    const positions = [event?.position ?? 0];
    await Promise.all([
      decide(positions, 'accepted'),
      decide(positions, 'rejected'),
      decide(positions, 'accepted'),
    ]);
    const [row] = await rows.query(
      `select count(*)::int from audit_events where device_id = $1 and action like 'device.event-%'`,
      [tablet.id],
    );
    expect(row?.count).toBe(1);
    expect(await readToReview()).toBe(0);
  });

  it('decides on nothing of another device', async () => {
    await sendWrong();
    const [event] = (await list()).events;
    tablet = await TestDevice.make(server.url);
    await tablet.authorize(owner.client, freshUsername());
    await decide([event?.position ?? 0], 'rejected');
    const [row] = await rows.query('select verdict from device_events where position = $1', [
      event?.position ?? 0,
    ]);
    expect(row?.verdict).toBeNull();
  });

  it('tells those limited to units no name from beyond them', async () => {
    const { organization } = owner.session;
    const unitId = await addUnit(server, organization.id, freshUsername());
    const limited = await addMember(server, owner.client, 'admin');
    await limitToUnits(server, organization.id, limited.user.id, [unitId]);
    expect((await limited.client.refuse(listDeviceReviews, { params: params() })).code).toBe('not_found');
    await rows.query('update devices set unit_id = $1 where id = $2', [unitId, tablet.id]);
    await sendWrong(2);
    const [event] = (await list()).events;
    await decide([event?.position ?? 0], 'rejected');
    const { events } = await list(limited.client);
    expect(events.map((one) => [one.user, one.verdict, one.verdictBy])).toEqual([
      [null, null, null],
      [null, 'rejected', null],
    ]);
  });
});

describe('the mail about a wrong PIN', () => {
  const readMails = async () =>
    (
      await rows.query(
        `select recipient, language from mails where kind = 'offline-review' and organization_id = $1 order by recipient`,
        [owner.session.organization.id],
      )
    ).map(({ recipient, language }) => [recipient, language]);

  it('goes to those who may revoke all devices, in their language, once a day for each tablet', async () => {
    await rows.query(`delete from mails where kind = 'offline-review'`, []);
    await rows.query(`update users set state = 'suspended' where email is not null and id <> $1`, [
      owner.session.user.id,
    ]);
    const { organization } = owner.session;
    const [all, limited, staff] = [
      await addMember(server, owner.client, 'admin'),
      await addMember(server, owner.client, 'admin'),
      await addMember(server, owner.client, 'staff'),
    ];
    await limitToUnits(server, organization.id, limited.user.id, [
      await addUnit(server, organization.id, freshUsername()),
    ]);
    await owner.client.succeed(updateUser, {
      params: { userId: all.user.id },
      body: { revision: all.user.revision, language: 'de' },
    });
    const told = [
      ['olive@northgate.example', 'en'],
      [all.user.email, 'de'],
    ].toSorted((a, b) => String(a[0]).localeCompare(String(b[0])));
    expect(staff.user.email).not.toBeNull();

    server.clock.now = new Date(Math.ceil(server.clock.now.getTime() / dayMs) * dayMs);
    await sendWrong(2);
    expect(await readMails()).toEqual(told);
    await sendWrong();
    server.clock.advance(dayMs - 1);
    await sendWrong();
    expect(await readMails()).toEqual(told);
    server.clock.advance(1);
    await sendWrong();
    expect(await readMails()).toHaveLength(4);
    await renewOwner();
    tablet = await TestDevice.make(server.url);
    await tablet.authorize(owner.client, freshUsername());
    await sendWrong();
    expect(await readMails()).toHaveLength(6);
  });

  it('comes for a proof that can’t be opened, too, and for no other reason', async () => {
    const before = await readMails();
    await sendNotes({ server, tablet }, [
      await noteSignIn({ server, tablet }, user.id, pin, { leaseUntil: 0 }),
      await tablet.signEvent({ kind: 'sign-in-failed', userId: user.id, at: server.clock.now.getTime() }),
    ]);
    expect(await readToReview()).toBe(1);
    expect(await readMails()).toEqual(before);
    await sendNotes({ server, tablet }, [
      await noteSignIn({ server, tablet }, user.id, pin, { proof: 'not.a.proof' }),
    ]);
    expect((await readMails()).length).toBeGreaterThan(before.length);
  });
});
