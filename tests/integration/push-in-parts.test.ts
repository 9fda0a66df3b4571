// A tablet that sends very much, or somebody with its key: nobody else waits for it, and nothing of it is lost.
import { sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pushEvents } from '../../src/contract/endpoints/device.ts';
import { revokeDevice } from '../../src/contract/endpoints/devices.ts';
import { suggestPin, type User } from '../../src/contract/endpoints/users.ts';
import { openDatabase, type Queries } from '../../src/server/database/database.ts';
import { lockRevision } from '../../src/server/domain/access/change.ts';
import { eventsADay } from '../../src/server/domain/offline/event-budget.ts';
import { noteSignIn, readNotes, sendNotes } from './harness/note-offline.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
import { type SentEvent, TestDevice } from './harness/test-device.ts';
import {
  addUser,
  freshUsername,
  type Member,
  openSession,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const dayMs = 24 * 3_600_000;

let databaseUrl: string;
let server: TestServer;
let rows: StoredRows;
let owner: Member;
let pin: string;
let user: User;
let tablet: TestDevice;
beforeAll(async () => {
  const database = await makeDatabase();
  databaseUrl = database.url;
  server = await makeServer({ databaseUrl, pace: { requests: 'request' } });
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
  return () => rows.close();
});
beforeEach(async () => {
  owner = { ...owner, client: await openSession(server, owner.session) };
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, freshUsername());
  ({ pin } = await owner.client.succeed(suggestPin, {}));
  user = await addUser(owner.client, 'staff', { pin });
});

const now = () => server.clock.now.getTime();
const fail = () => tablet.signEvent({ kind: 'sign-in-failed', userId: user.id, at: now() });
const push = (events: SentEvent[]) => sendNotes({ server, tablet }, events);
const taken = async () => (await readNotes(rows, tablet)).map(({ sequence }) => sequence);
const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

async function failures(many: number): Promise<SentEvent[]> {
  const events = [];
  for (let at = 0; at < many; at += 1) events.push(await fail());
  return events;
}

/** Uses up so much of the tablet's day. */
const fillDay = (events: number) =>
  rows.query(
    `insert into device_events (id, organization_id, device_id, sequence, hash, kind, estimated_at, received_at, reasons, detail)
     select gen_random_uuid(), $1, $2, 0, 'filled ' || n, 'locked', $3, $3, '{}', '{}' from generate_series(1, $4::int) n`,
    [owner.session.organization.id, tablet.id, server.clock.now, events],
  );

/** Does work while somebody else, another process say, holds a lock in the organization. */
async function whileLocked<T>(lock: (tx: Queries) => Promise<unknown>, work: () => Promise<T>): Promise<T> {
  const other = openDatabase(databaseUrl, () => undefined, null, 'tool');
  try {
    return await other.inOrganization(owner.session.organization.id, async (tx) => {
      await lock(tx);
      return work();
    });
  } finally {
    await other.close();
  }
}

describe('a batch', () => {
  it('waits for no change of the organization, and holds none up', async () => {
    const events = [await noteSignIn({ server, tablet }, user.id, pin), await fail()];
    const { id } = owner.session.organization;
    expect(
      await whileLocked(
        (tx) => lockRevision(tx, id),
        () => push(events),
      ),
    ).toEqual({ upTo: 2 });
  });

  it('is taken in parts: what came before somebody who is being changed stays, and the rest comes later', async () => {
    const { pin: otherPin } = await owner.client.succeed(suggestPin, {});
    const other = await addUser(owner.client, 'staff', { pin: otherPin });
    const events = await failures(25);
    events.push(await tablet.signEvent({ kind: 'sign-in-failed', userId: other.id, at: now() }));
    const body = { now: now(), events };
    const answer = await whileLocked(
      (tx) => tx.execute(sql`select 1 from users where id = ${other.id} for update`),
      () => tablet.call(pushEvents, { body }),
    );
    expect([answer.status, await taken()]).toEqual([503, upTo(20)]);
    expect(await push(events)).toEqual({ upTo: 26 });
    expect(await taken()).toEqual(upTo(26));
  });

  it('is taken as far as a day of its tablet goes, and the rest on the next one', async () => {
    await fillDay(eventsADay - 12);
    const events = await failures(30);
    expect(await push(events)).toEqual({ upTo: 12 });
    expect(await push(events)).toEqual({ upTo: 12 });
    // A storage that was put back counts anew, and must forget nothing of what is not taken.
    const again = await tablet.signEvent({ kind: 'sign-in-failed', userId: user.id, sequence: 3, at: now() });
    expect(await push([again])).toEqual({ upTo: 2 });
    server.clock.advance(dayMs + 1);
    expect(await push(events)).toEqual({ upTo: 30 });
    expect((await taken()).filter((sequence) => sequence > 0)).toEqual(upTo(30));
  });
});

describe('wrong PINs of more than three users pause the tablet', () => {
  const readPause = async () => (await tablet.pull()).policy.pausedUntil;
  /** They fill one part, and somebody else’s right PIN comes in the next. */
  async function noteFailuresOfFour(): Promise<SentEvent[]> {
    const people = [];
    for (let at = 0; at < 4; at += 1)
      people.push(await addUser(owner.client, 'staff', await owner.client.succeed(suggestPin, {})));
    const events = [];
    for (const { id } of [...people, ...people, ...people].slice(0, 10))
      events.push(await tablet.signEvent({ kind: 'sign-in-failed', userId: id, at: now() }));
    return [...events, await noteSignIn({ server, tablet }, user.id, pin)];
  }
  const breakOffAfterFirstPart = async (events: SentEvent[]) => {
    const answer = await whileLocked(
      (tx) => tx.execute(sql`select 1 from users where id = ${user.id} for update`),
      () => tablet.call(pushEvents, { body: { now: now(), events } }),
    );
    expect(answer.status).toBe(503);
  };

  it('also where the batch broke off after them, and brings none when it comes again', async () => {
    const events = await noteFailuresOfFour();
    await breakOffAfterFirstPart(events);
    expect([await taken(), await readPause()]).toEqual([upTo(10), null]);
    expect(await push(events)).toEqual({ upTo: 11 });
    expect(await readPause()).not.toBeNull();
  });

  it('also where the day of the tablet ends with them', async () => {
    await fillDay(eventsADay - 10);
    expect(await push(await noteFailuresOfFour())).toEqual({ upTo: 10 });
    expect(await readPause()).not.toBeNull();
  });

  it('also where its day has ended by the time that the batch comes again', async () => {
    const events = await noteFailuresOfFour();
    await breakOffAfterFirstPart(events);
    await fillDay(eventsADay - 10);
    expect(await push(events)).toEqual({ upTo: 10 });
    expect(await readPause()).not.toBeNull();
  });

  it('and once, though the tablet is paused already: they bring no pause when that one is over', async () => {
    await rows.query('update devices set pin_paused_until = $2 where id = $1', [
      tablet.id,
      new Date(now() + 30_000),
    ]);
    const events = await noteFailuresOfFour();
    await push(events);
    expect(await readPause()).toBe(new Date(now() + 15 * 60_000).toISOString());
    server.clock.advance(15 * 60_000);
    await push([await noteSignIn({ server, tablet }, user.id, pin)]);
    expect(await readPause()).toBeNull();
  });
});

it('is revoked at once, however much it sends at that moment', async () => {
  const batches = [];
  for (let at = 0; at < 6; at += 1) batches.push(await failures(100));
  let answered = 0;
  const flood = batches.map((events) =>
    tablet.call(pushEvents, { body: { now: now(), events } }).finally(() => {
      answered += 1;
    }),
  );
  await Promise.race(flood);
  const revoked = await owner.client.call(revokeDevice, { params: { deviceId: tablet.id }, body: {} });
  expect([revoked.status, answered < 6]).toEqual([200, true]);
  await Promise.all(flood);
}, 120_000);

it('is wiped, and what it sent before its receipt is taken all the same where the receipt overtakes it', async () => {
  const events = await failures(12);
  await owner.client.succeed(revokeDevice, { params: { deviceId: tablet.id }, body: {} });
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  const { sent } = await whileLocked(
    (tx) => tx.execute(sql`update devices set wiped_at = ${server.clock.now} where id = ${tablet.id}`),
    async () => {
      const pushed = push(events);
      await expect.poll(() => rows.query(waiting, []), { timeout: 10_000 }).toHaveLength(1);
      return { sent: pushed };
    },
  );
  expect(await sent).toEqual({ upTo: 12 });
  expect(await taken()).toEqual(upTo(12));
  expect(await push([await fail()])).toEqual({ upTo: 12 });
});
