// Clocks of tablets that jumped while nobody heard them, and stood right again before the sync.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { pushEvents } from '../../src/contract/endpoints/device.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { openStoredRows, type StoredRows } from './harness/stored-rows.ts';
import { type SentEvent, TestDevice } from './harness/test-device.ts';
import { addUser, freshUsername, type Member, setUpOrganization } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const minuteMs = 60_000;
const edgeMs = 5 * minuteMs;

let server: TestServer;
let rows: StoredRows;
let owner: Member;
let userId: string;
let tablet: TestDevice;
beforeAll(async () => {
  const database = await makeDatabase();
  server = await makeServer({ databaseUrl: database.url });
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
  userId = (await addUser(owner.client, 'staff', { pin: '482917' })).id;
  return () => rows.close();
});
beforeEach(async () => {
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, freshUsername());
});

const now = () => server.clock.now.getTime();
const noteAt = (at: number) => tablet.signEvent({ kind: 'sign-in-failed', userId, at });
const push = (events: SentEvent[]) => tablet.succeed(pushEvents, { body: { now: now(), events } });
async function readReasons(): Promise<unknown[]> {
  const stored = await rows.query(
    'select reasons from device_events where device_id = $1 order by position',
    [tablet.id],
  );
  return stored.map(({ reasons }) => reasons);
}

it.each([
  [-1, []],
  [0, []],
  [1, ['clock']],
])(
  'one that was ahead by five minutes and %i ms shows by an event of a time to come',
  async (more, reasons) => {
    await push([await noteAt(now() + edgeMs + more)]);
    expect(await readReasons()).toEqual([reasons]);
  },
);

it.each([
  [-1, []],
  [0, []],
  [1, ['clock']],
])(
  'one that went back by five minutes and %i ms shows by an event that is older than the one before',
  async (more, reasons) => {
    const first = now() - 60 * minuteMs;
    await push([await noteAt(first), await noteAt(first - edgeMs - more), await noteAt(first + 1)]);
    expect(await readReasons()).toEqual([[], reasons, []]);
  },
);

it('is found out over two batches, and an event that can’t be read between them is no measure', async () => {
  const stranger = await TestDevice.make(server.url);
  const first = now() - 60 * minuteMs;
  await push([await noteAt(first)]);
  const forged = await tablet.signEvent({ kind: 'sign-in-failed', userId, at: first }, stranger.keys);
  await push([forged, await noteAt(first + 1)]);
  await push([await noteAt(first - edgeMs)]);
  expect(await readReasons()).toEqual([[], ['bad-signature'], [], ['clock']]);
});
