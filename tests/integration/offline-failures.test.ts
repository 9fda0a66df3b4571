// Wrong PINs that tablets noted offline: each counted once, and the pause that those of several people bring.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { liftDevicePause } from '../../src/contract/endpoints/devices.ts';
import { suggestPin, type User } from '../../src/contract/endpoints/users.ts';
import { noteSignIn, sendNotes } from './harness/note-offline.ts';
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

const wrongPin = '730284';

let server: TestServer;
let rows: StoredRows;
let owner: Member;
let user: User;
let tablet: TestDevice;
beforeAll(async () => {
  const database = await makeDatabase();
  server = await makeServer({ databaseUrl: database.url });
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
  return () => rows.close();
});

async function renewOwner(): Promise<void> {
  owner = { ...owner, client: await openSession(server, owner.session) };
}

async function addPerson(): Promise<User> {
  const { pin } = await owner.client.succeed(suggestPin, {});
  return addUser(owner.client, 'staff', { pin });
}

beforeEach(async () => {
  await renewOwner();
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, freshUsername());
  user = await addPerson();
});

const fail = (userId = user.id) =>
  tablet.signEvent({ kind: 'sign-in-failed', userId, at: server.clock.now.getTime() });
const guess = (userId = user.id) => noteSignIn({ server, tablet }, userId, wrongPin);
const push = (events: SentEvent[]) => sendNotes({ server, tablet }, events);
const readFailures = async (userId = user.id) =>
  (await rows.query('select pin_failures from users where id = $1', [userId]))[0]?.pin_failures;

describe('a wrong PIN', () => {
  it('counts once, however often its event comes: in one batch, in later ones, in several at once', async () => {
    const [wrong, failed] = [await guess(), await fail()];
    expect(await push([wrong, wrong, failed, wrong, failed])).toEqual({ upTo: 2 });
    expect(await readFailures()).toBe(2);
    await push([failed, wrong]);
    await Promise.all(Array.from({ length: 6 }, () => push([wrong, failed, wrong])));
    expect(await readFailures()).toBe(2);
    const fresh = await guess();
    await Promise.all(Array.from({ length: 6 }, () => push([fresh, fresh])));
    expect(await readFailures()).toBe(3);
  });

  it('names in the audit trail whose PIN was tried, and is found among the sign-ins', async () => {
    const failed = await fail();
    const locked = await tablet.signEvent({
      kind: 'locked',
      what: 'user',
      userId: user.id,
      at: server.clock.now.getTime(),
    });
    await push([failed, locked]);
    const query = { deviceId: tablet.id, action: 'sign-ins' };
    const { events } = await owner.client.succeed(listAuditEvents, { query });
    const about = { actor: null, subjectId: user.id, subject: user.name };
    expect(events).toMatchObject([
      { action: 'pin.locked-offline', ...about },
      { action: 'pin.sign-in-failed-offline', ...about },
    ]);
  });
});

describe('the pause after wrong PINs of more than three users', () => {
  const readPause = async () => (await tablet.pull()).policy.pausedUntil;
  const lift = () => owner.client.succeed(liftDevicePause, { params: { deviceId: tablet.id } });
  const failOfFour = async () => {
    const people = await Promise.all([1, 2, 3, 4].map(() => addPerson()));
    const events = [];
    for (const { id } of people) events.push(await fail(id));
    return events;
  };

  it('stays lifted, whether the same batch comes again or one more user fails', async () => {
    const events = await failOfFour();
    await push(events);
    expect(await readPause()).not.toBeNull();
    await lift();
    await push(events);
    expect(await readPause()).toBeNull();
    await push([await fail(), await guess()]);
    expect(await readPause()).toBeNull();
  });

  it('stays over when it has ended, until four users fail anew', async () => {
    await push(await failOfFour());
    server.clock.advance(15 * 60_000);
    expect(await readPause()).toBeNull();
    const end = { kind: 'session-ended', userId: user.id, sessionId: user.id, reason: 'idle' } as const;
    await push([await tablet.signEvent({ ...end, at: server.clock.now.getTime() })]);
    await push([await fail()]);
    expect(await readPause()).toBeNull();
    await renewOwner();
    await push(await failOfFour());
    expect(await readPause()).not.toBeNull();
  });

  it('comes for proofs that can’t be opened, too: who tampers would send those', async () => {
    const events = [];
    for (const { id } of await Promise.all([1, 2, 3, 4].map(() => addPerson()))) {
      events.push(await noteSignIn({ server, tablet }, id, wrongPin, { proof: 'not.a.proof' }));
    }
    await push(events.slice(0, 3));
    expect(await readPause()).toBeNull();
    await push(events);
    expect(await readPause()).not.toBeNull();
  });
});
