// How much waits on a tablet, as an admin sees it before, while and after the tablet sends.
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { pushEvents } from '../../src/contract/endpoints/device.ts';
import { listDevices } from '../../src/contract/endpoints/devices.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import { addUser, freshUsername, type Member, setUpOrganization } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let userId: string;
let tablet: TestDevice;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  userId = (await addUser(owner.client, 'staff', { pin: '482917' })).id;
});
beforeEach(async () => {
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, freshUsername());
  await tablet.pull();
});

const now = () => server.clock.now.getTime();
const [oldestAt, nextAt] = ['2026-11-22T09:40:00.000Z', '2026-11-22T09:50:00.000Z'];
const note = () => tablet.signEvent({ kind: 'sign-in-failed', userId, at: now() });
async function readQueue() {
  const { devices } = await owner.client.succeed(listDevices, {});
  const device = devices.find(({ id }) => id === tablet.id);
  return [device?.queueLength, device?.oldestUnsentAt];
}

it('is what is left after a batch, and nothing after the last one', async () => {
  const [one, two, three] = [await note(), await note(), await note()];
  const first = { length: 3, oldestAt, nextAt };
  await tablet.succeed(pushEvents, { body: { now: now(), events: [one, two], queue: first } });
  expect(await readQueue()).toEqual([1, nextAt]);
  const last = { length: 1, oldestAt: nextAt };
  await tablet.succeed(pushEvents, { body: { now: now(), events: [three], queue: last } });
  expect(await readQueue()).toEqual([0, null]);
});

it('is what the tablet said before a push that failed', async () => {
  const events = [await note(), await note()];
  const { inOrganization } = server.context.database;
  // After what waits was noted.
  const broken = vi
    .spyOn(server.context.database, 'inOrganization')
    .mockImplementationOnce(inOrganization)
    .mockRejectedValueOnce(new Error('the database went away'));
  const answer = await tablet.call(pushEvents, {
    body: { now: now(), events, queue: { length: 2, oldestAt } },
  });
  broken.mockRestore();
  expect(answer.status).toBe(500);
  expect(await readQueue()).toEqual([2, oldestAt]);
});

it('stays as it was where a tablet does not tell it', async () => {
  await tablet.succeed(pushEvents, { body: { now: now(), events: [await note()] } });
  expect(await readQueue()).toEqual([0, null]);
});
