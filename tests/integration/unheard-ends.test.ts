// Sessions that the server opened and of whose end it heard late, or never: they are at no second place for ever.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { getSession } from '../../src/contract/endpoints/session.ts';
import { suggestPin, type User } from '../../src/contract/endpoints/users.ts';
import { noteSignIn, sendNotes } from './harness/note-offline.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addUser,
  freshUsername,
  type Member,
  openSession,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const minuteMs = 60_000;

let server: TestServer;
let rows: StoredRows;
let owner: Member;
let pin: string;
let user: User;
let tablet: TestDevice;
let other: TestDevice;
beforeAll(async () => {
  const database = await makeDatabase();
  server = await makeServer({ databaseUrl: database.url });
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
  return () => rows.close();
});
beforeEach(async () => {
  owner = { ...owner, client: await openSession(server, owner.session) };
  [tablet, other] = [await TestDevice.make(server.url), await TestDevice.make(server.url)];
  for (const one of [tablet, other]) await one.authorize(owner.client, freshUsername());
  ({ pin } = await owner.client.succeed(suggestPin, {}));
  user = await addUser(owner.client, 'staff', { pin });
});

const now = () => server.clock.now.getTime();
const openSessionId = async () =>
  String((await rows.query('select id from pin_sessions where device_id = $1', [tablet.id]))[0]?.id);
const noteEnd = (sessionId: string, userId = user.id, device = tablet) =>
  device.signEvent({ kind: 'session-ended', userId, sessionId, reason: 'idle', at: now() });
const readReasons = async () =>
  (
    await rows.query('select reasons from device_events where device_id = $1 order by position', [other.id])
  ).map(({ reasons }) => reasons);

it('ends a session at the sync, at the time at which the tablet noted its end', async () => {
  await tablet.signInWithPin(pin);
  server.clock.advance(minuteMs);
  const end = await noteEnd(await openSessionId());
  server.clock.advance(minuteMs);
  const elsewhere = await noteSignIn({ server, tablet: other }, user.id, pin);
  expect((await tablet.call(getSession, {})).status).toBe(200);
  await sendNotes({ server, tablet }, [end]);
  expect((await tablet.call(getSession, {})).status).toBe(401);
  await sendNotes({ server, tablet: other }, [elsewhere]);
  expect(await readReasons()).toEqual([[]]);
});

it('still finds somebody at two places before that time', async () => {
  await tablet.signInWithPin(pin);
  server.clock.advance(minuteMs);
  const elsewhere = await noteSignIn({ server, tablet: other }, user.id, pin);
  server.clock.advance(minuteMs);
  await sendNotes({ server, tablet }, [await noteEnd(await openSessionId())]);
  await sendNotes({ server, tablet: other }, [elsewhere]);
  expect(await readReasons()).toEqual([['two-places']]);
});

it('ends no session of another tablet, of another user, or opened since', async () => {
  await tablet.signInWithPin(pin);
  const first = await openSessionId();
  const stranger = await addUser(owner.client, 'staff', { pin: '482917' });
  await sendNotes({ server, tablet: other }, [await noteEnd(first, user.id, other)]);
  await sendNotes({ server, tablet }, [await noteEnd(first, stranger.id)]);
  expect((await tablet.call(getSession, {})).status).toBe(200);
  await tablet.signInWithPin(pin);
  await sendNotes({ server, tablet }, [await noteEnd(first)]);
  expect((await tablet.call(getSession, {})).status).toBe(200);
});

it('writes down that a sign-in has replaced a session, which ends it for its user', async () => {
  await tablet.signInWithPin(pin);
  server.clock.advance(minuteMs);
  await addUser(owner.client, 'staff', { pin: '915028' });
  await tablet.signInWithPin('915028');
  const events = await rows.query(
    `select action, detail, actor_id = $2 as own from audit_events where device_id = $1 and action like 'pin.%' order by position`,
    [tablet.id, user.id],
  );
  expect(events).toEqual([
    { action: 'pin.signed-in', detail: {}, own: true },
    { action: 'pin.session-ended', detail: { reason: 'replaced' }, own: true },
    { action: 'pin.signed-in', detail: {}, own: false },
  ]);
  server.clock.advance(minuteMs);
  await sendNotes({ server, tablet: other }, [await noteSignIn({ server, tablet: other }, user.id, pin)]);
  expect(await readReasons()).toEqual([[]]);
});

it('knows that somebody is there who has replaced a session of their own', async () => {
  await tablet.signInWithPin(pin);
  server.clock.advance(minuteMs);
  await tablet.signInWithPin(pin);
  server.clock.advance(minuteMs);
  await sendNotes({ server, tablet: other }, [await noteSignIn({ server, tablet: other }, user.id, pin)]);
  expect(await readReasons()).toEqual([['two-places']]);
});
