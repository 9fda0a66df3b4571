// A tablet whose storage was copied: both places are paused, nothing is deleted, the admins are told, and linking it again ends it.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pullChanges, pushEvents, signInWithPin } from '../../src/contract/endpoints/device.ts';
import { authorizeDevice, listDevices, revokeDevice } from '../../src/contract/endpoints/devices.ts';
import { getSession } from '../../src/contract/endpoints/session.ts';
import type { SyncMarks } from '../../src/device/store/database.ts';
import { moveOn, writeMarks } from '../../src/device/sync/sync-marks.ts';
import { codeOf } from './harness/api-client.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
import { TestDevice } from './harness/test-device.ts';
import { addUser, freshUsername, type Member, setUpOrganization } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const pin = '840372';
const twoPlaces = 'device_in_two_places';

let server: TestServer;
let owner: Member;
let rows: StoredRows;
let userId: string;
beforeAll(async () => {
  const database = await makeDatabase();
  server = await makeServer({ databaseUrl: database.url });
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
  userId = (await addUser(owner.client, 'staff', { pin })).id;
  return () => rows.close();
});

/** A browser's storage: the tablet's key and token, and its marks. */
class Place {
  marks: SyncMarks;
  readonly tablet: TestDevice;
  constructor(
    tablet: TestDevice,
    marks: SyncMarks = { next: moveOn({ next: '', used: [] }).next, used: [] },
  ) {
    this.tablet = tablet;
    this.marks = marks;
  }
  copy(): Place {
    return new Place(this.tablet.at(server.url), this.marks);
  }
  /** @returns the code of the refusal, `null` where the pull went through */
  async sync(isAnswerLost = false): Promise<string | null> {
    const code = codeOf(await this.tablet.callRaw(pullChanges, { query: { marks: writeMarks(this.marks) } }));
    if (code === null && !isAnswerLost) this.marks = moveOn(this.marks);
    return code;
  }
}

let place: Place;
let copy: Place;
beforeEach(async () => {
  const tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, freshUsername());
  place = new Place(tablet);
  await place.sync();
  copy = place.copy();
});

const findDevice = async () =>
  (await owner.client.succeed(listDevices, {})).devices.find(({ id }) => id === place.tablet.id);
const collide = async () => {
  for (let syncs = 0; syncs < 3; syncs += 1) {
    for (const each of [place, copy]) if ((await each.sync()) !== null) return;
  }
  throw new Error('two places were not found');
};

describe('a copy of a tablet', () => {
  it('that syncs beside it has both paused: no pull, no PIN, no stream', async () => {
    await place.tablet.signInWithPin(pin);
    await collide();
    for (const { tablet } of [place, copy]) {
      expect(codeOf(await tablet.callRaw(pullChanges))).toBe(twoPlaces);
      expect((await tablet.refuse(signInWithPin, { body: { pin } })).code).toBe(twoPlaces);
      expect(codeOf(await tablet.callRaw(getSession))).toBe(twoPlaces);
      await expect(tablet.openStream()).rejects.toThrow(twoPlaces);
    }
  });

  it('is told to the admins once, in the list and in the audit trail', async () => {
    await collide();
    await Promise.all([place.sync(), copy.sync(), place.sync()]);
    expect(await findDevice()).toMatchObject({
      twoPlacesAt: server.clock.now.toISOString(),
      revokedAt: null,
    });
    const events = await rows.query(
      "select subject from audit_events where device_id = $1 and action = 'device.in-two-places'",
      [place.tablet.id],
    );
    expect(events).toHaveLength(1);
  });

  it('loses nothing of what the tablet noted', async () => {
    await collide();
    const at = server.clock.now.getTime();
    const event = await place.tablet.signEvent({ kind: 'sign-in-failed', userId, at });
    expect(await place.tablet.succeed(pushEvents, { body: { now: at, events: [event] } })).toEqual({
      upTo: 1,
    });
  });

  it('is worth nothing once the tablet is linked again, which then goes on alone', async () => {
    await collide();
    const again = await TestDevice.make(server.url);
    for (const [cookie, value] of owner.client.cookies) again.cookies.set(cookie, value);
    const body = { name: freshUsername(), replaces: place.tablet.id };
    const { token } = await again.succeed(authorizeDevice, { body });
    again.cookies.clear();
    Object.assign(again, { id: place.tablet.id, token });
    const linked = new Place(again);
    for (let syncs = 0; syncs < 3; syncs += 1) expect(await linked.sync()).toBeNull();
    expect(await copy.sync()).toBe('device_unknown');
    expect(await findDevice()).toMatchObject({ twoPlacesAt: null });
  });

  it('is wiped like the tablet when that is revoked', async () => {
    await collide();
    await owner.client.succeed(revokeDevice, { params: { deviceId: place.tablet.id }, body: {} });
    for (const each of [place, copy]) expect(await each.sync()).toBe('device_revoked');
  });

  it('of an older version of the app, which sends no marks, pulls nothing', async () => {
    await place.sync();
    expect(codeOf(await copy.tablet.callRaw(pullChanges))).toBe('changed_meanwhile');
    expect(await place.sync()).toBeNull();
  });
});

describe('a tablet by itself is not taken for two', () => {
  it('whose answers are lost again and again', async () => {
    for (let syncs = 0; syncs < 5; syncs += 1) {
      for (let lost = 0; lost < 3; lost += 1) expect(await place.sync(true)).toBeNull();
      expect(await place.sync()).toBeNull();
    }
  });

  it('whose requests arrive at once, or long after others', async () => {
    const late = place.copy();
    const answers = await Promise.all(Array.from({ length: 8 }, () => place.copy().sync()));
    expect(new Set(answers)).toEqual(new Set([null]));
    expect(await place.sync()).toBeNull();
    expect(await place.sync()).toBeNull();
    expect(await late.sync()).toBeNull();
    expect(await place.sync()).toBeNull();
  });

  it('while the database has lost its newest syncs', async () => {
    const { id } = place.tablet;
    const [before] = await rows.query('select sync_marks from devices where id = $1', [id]);
    await place.sync();
    await place.sync();
    await rows.query('update devices set sync_marks = $2 where id = $1', [id, before?.sync_marks]);
    expect(await place.sync()).toBeNull();
  });
});
