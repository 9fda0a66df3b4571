// A tablet that lost its storage is linked again as the device that it was: same name and history, another key and token.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { pullChanges, pushEvents } from '../../src/contract/endpoints/device.ts';
import { authorizeDevice, listDevices, revokeDevice } from '../../src/contract/endpoints/devices.ts';
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
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let rows: StoredRows;
let owner: Member;
let userId: string;
beforeAll(async () => {
  const database = await makeDatabase();
  server = await makeServer({ databaseUrl: database.url });
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
  userId = (await addUser(owner.client, 'staff', { pin: '482917' })).id;
  return () => rows.close();
});

async function makeTablet(): Promise<{ tablet: TestDevice; name: string }> {
  const name = freshUsername();
  const tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, name);
  return { tablet, name };
}

/** The same tablet with an empty browser, as the admin who stands at it links it. */
async function relink(name: string, replaces: string, admin = owner) {
  const tablet = await TestDevice.make(server.url);
  for (const [cookie, value] of admin.client.cookies) tablet.cookies.set(cookie, value);
  const answer = await tablet.call(authorizeDevice, { body: { name, replaces } });
  tablet.cookies.clear();
  if (answer.status !== 200) return { tablet, answer, chain: null };
  const { device, token, chain } = authorizeDevice.output.parse(answer.body);
  return { tablet: Object.assign(tablet, { id: device.id, token }), answer, chain };
}

const note = (tablet: TestDevice, place: { sequence?: number; previous?: string } = {}) =>
  tablet.signEvent({ kind: 'sign-in-failed', userId, at: server.clock.now.getTime(), ...place });
const push = (tablet: TestDevice, events: { sequence: number; jws: string }[]) =>
  tablet.succeed(pushEvents, { body: { now: server.clock.now.getTime(), events } });

describe('a tablet that is linked again', () => {
  it('is the same device, and its old key and token are worth nothing from then on', async () => {
    const { tablet: lost, name } = await makeTablet();
    await lost.pull();
    const { tablet, answer } = await relink(name, lost.id);
    expect(answer.status).toBe(200);
    expect(tablet.id).toBe(lost.id);
    expect(await tablet.pull()).toMatchObject({ reset: true, policy: { deviceName: name } });
    const { status } = await lost.call(pullChanges, {});
    expect(status).toBe(401);
    // Neither the new key with the old token, nor the other way round.
    for (const [key, token] of [
      [tablet, lost.token],
      [lost, tablet.token],
    ] as const) {
      const mixed = Object.assign(key.at(server.url), { token });
      expect((await mixed.call(pullChanges, {})).status).toBe(401);
    }
    const { devices } = await owner.client.succeed(listDevices, {});
    expect(devices.filter((device) => device.name === name)).toHaveLength(1);
    const events = await rows.query(
      'select action, detail from audit_events where device_id = $1 order by position',
      [lost.id],
    );
    expect(events.at(-1)).toMatchObject({ action: 'device.authorized', detail: { relinked: true } });
  });

  it('goes on where its chain ended, so that nothing is taken for what came before or is missed', async () => {
    const { tablet: lost, name } = await makeTablet();
    await push(lost, [await note(lost), await note(lost)]);
    const unsent = await note(lost);
    const { tablet, chain } = await relink(name, lost.id);
    expect(chain?.sequence).toBe(2);
    const next = await note(tablet, { sequence: 3, previous: chain?.hash ?? '' });
    expect(await push(tablet, [next])).toEqual({ upTo: 3 });
    // One of the old key that turns up after all is read, and looked at since it comes too late for its place.
    await push(tablet, [unsent]);
    const stranger = await TestDevice.make(server.url);
    const forged = await lost.signEvent({ kind: 'sign-in-failed', userId, sequence: 4 }, stranger.keys);
    await push(tablet, [forged]);
    const stored = await rows.query(
      'select sequence::int, kind, reasons, jws from device_events where device_id = $1 order by position',
      [lost.id],
    );
    expect(stored).toEqual([
      { sequence: 1, kind: 'sign-in-failed', reasons: [], jws: null },
      { sequence: 2, kind: 'sign-in-failed', reasons: [], jws: null },
      { sequence: 3, kind: 'sign-in-failed', reasons: [], jws: null },
      { sequence: 3, kind: 'sign-in-failed', reasons: ['broken-chain'], jws: null },
      { sequence: 4, kind: 'unreadable', reasons: ['bad-signature'], jws: forged.jws },
    ]);
  });

  it('brings what it noted before and could not send, however often it was linked again', async () => {
    const { tablet: lost, name } = await makeTablet();
    await push(lost, [await note(lost)]);
    const unsent = [await note(lost), await note(lost)];
    await relink(name, lost.id);
    const { tablet } = await relink(name, lost.id);
    const previous = createHash('sha256')
      .update(unsent.at(-1)?.jws ?? '')
      .digest('base64url');
    const next = await note(tablet, { sequence: 4, previous });
    expect(await push(tablet, [...unsent, next])).toEqual({ upTo: 4 });
    const [read] = await rows.query(
      `select count(*)::int from device_events where device_id = $1 and kind = 'sign-in-failed' and reasons = '{}'`,
      [lost.id],
    );
    expect(read?.count).toBe(4);
  });

  it('keeps its name whatever is typed, and one of five at once holds the last token', async () => {
    const { tablet: lost, name } = await makeTablet();
    const again = await Promise.all(Array.from({ length: 5 }, () => relink(freshUsername(), lost.id)));
    expect(again.map(({ answer }) => answer.status)).toEqual([200, 200, 200, 200, 200]);
    const pulls = await Promise.all(again.map(({ tablet }) => tablet.call(pullChanges, {})));
    expect(pulls.filter(({ status }) => status === 200)).toHaveLength(1);
    const { devices } = await owner.client.succeed(listDevices, {});
    expect(devices.find(({ id }) => id === lost.id)?.name).toBe(name);
  });
});

describe('is not linked again', () => {
  it('a device that was revoked: it stays cut off', async () => {
    const { tablet: lost, name } = await makeTablet();
    await owner.client.succeed(revokeDevice, { params: { deviceId: lost.id }, body: {} });
    expect((await relink(name, lost.id)).answer.status).toBe(404);
  });

  it('a device that the admin may not see, which is like one that is not there', async () => {
    const unit = await addUnit(server, owner.session.organization.id, freshUsername());
    const admin = await addMember(server, owner.client, 'admin');
    await limitToUnits(server, owner.session.organization.id, admin.user.id, [unit]);
    const { tablet: lost, name } = await makeTablet();
    const [hidden, missing] = [
      await relink(name, lost.id, admin),
      await relink(name, crypto.randomUUID(), admin),
    ];
    expect(hidden.answer.status).toBe(404);
    expect({ ...Object(hidden.answer.body), requestId: '' }).toEqual({
      ...Object(missing.answer.body),
      requestId: '',
    });
    expect((await lost.call(pullChanges, {})).status).toBe(200);
  });
});
