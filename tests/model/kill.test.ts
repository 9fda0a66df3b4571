// kill -9 of server and PostgreSQL in the middle of writes: what was acknowledged is there afterwards, and once.
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pushEvents } from '../../src/contract/endpoints/device.ts';
import { signIn } from '../../src/contract/endpoints/session.ts';
import { setUp } from '../../src/contract/endpoints/setup.ts';
import { createUser } from '../../src/contract/endpoints/users.ts';
import { hasUnixSockets } from '../../src/server/database/embedded/address.ts';
import { ApiClient, codeOf } from '../integration/harness/api-client.ts';
import { type SentEvent, TestDevice } from '../integration/harness/test-device.ts';
import { findRoleId, testPassword } from '../integration/harness/test-organization.ts';
import { KilledServer, type Victim } from './kill/killed-server.ts';

const kills = process.env.FLOORKEY_SOAK ? 200 : 10;
const victims: readonly Victim[] = ['server', 'postgres', 'both'];
const email = 'olive@northgate.example';
/** Sooner than the fresh password grows old. */
const signInMs = 3 * 60_000;

let server: KilledServer;
let owner: ApiClient;
let tablet: TestDevice;
let roleId: string;
beforeAll(async () => {
  const made = await KilledServer.make();
  server = made.server;
  owner = new ApiClient(server.url);
  const names = { organizationName: 'Bakery', firstName: 'Olive', lastName: 'Owner' };
  await owner.succeed(setUp, { body: { code: made.setupCode, email, password: testPassword, ...names } });
  roleId = await findRoleId(owner, 'staff');
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner, 'Counter');
}, 120_000);
afterAll(() => server.stop());

/** What the server said yes to, and what it has yet to say yes to. */
const added = new Set<string>();
const taken: number[] = [];
let unsent: SentEvent[] = [];
let events = 0;
let people = 0;

/** Adds people until the server is gone; one whose answer was lost is asked for again. */
async function addPeople(stop: AbortSignal, writer: number): Promise<void> {
  while (!stop.aborted) {
    const username = `writer-${writer}-${people}`;
    people += 1;
    for (let isKnown = false; !isKnown && !stop.aborted; ) {
      const answer = await owner.call(createUser, { body: { username, roleId } }).catch(() => null);
      const isAdded = answer !== null && answer.status < 300;
      isKnown = isAdded || (answer !== null && codeOf(answer) === 'username_taken');
      if (isAdded) added.add(username);
      if (answer === null) await pause(20);
    }
  }
}

/** Notes events and sends what is unsent, as a tablet does, until the server is gone. */
async function sendEvents(stop: AbortSignal, userId: string): Promise<void> {
  while (!stop.aborted) {
    for (let count = randomInt(1, 4); count > 0; count -= 1) {
      unsent.push(await tablet.signEvent({ kind: 'locked', what: 'user', userId, at: Date.now() }));
      events += 1;
    }
    await flush();
  }
}

async function flush(): Promise<void> {
  const body = { now: Date.now(), events: unsent.slice(0, 100) };
  const answer = await tablet.call(pushEvents, { body }).catch(() => null);
  if (answer?.status !== 200) return pause(20);
  const { upTo } = pushEvents.output.parse(answer.body);
  for (const { sequence } of unsent) if (sequence <= upTo) taken.push(sequence);
  unsent = unsent.filter(({ sequence }) => sequence > upTo);
}

async function checkRows(): Promise<void> {
  const users = await server.query(`select username from users where username like 'writer-%'`, []);
  const names = users.map(({ username }) => String(username));
  expect(new Set(names).size, 'a person is there twice').toBe(names.length);
  expect(
    [...added].filter((name) => !names.includes(name)),
    'people who were lost',
  ).toEqual([]);
  const rows = await server.query(
    'select sequence::int, reasons from device_events where device_id = $1 order by position',
    [tablet.id],
  );
  // In order, without a gap, each once.
  expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, at) => at + 1));
  expect(rows.length).toBeGreaterThanOrEqual(taken.at(-1) ?? 0);
  expect(rows.flatMap(({ reasons }) => reasons)).toEqual([]);
}

it.runIf(hasUnixSockets)(
  `loses nothing that it acknowledged, and does nothing twice, over ${kills} kills in the middle of writes`,
  async () => {
    let signedInAt = Date.now();
    const [row] = await server.query('select id from users limit 1', []);
    const userId = String(row?.id);
    for (let kill = 0; kill < kills; kill += 1) {
      const stop = new AbortController();
      const work = [addPeople(stop.signal, 1), addPeople(stop.signal, 2), sendEvents(stop.signal, userId)];
      await pause(randomInt(50, 400));
      const killing = server.kill(victims[kill % victims.length] ?? 'both');
      await pause(randomInt(1, 20));
      stop.abort();
      await Promise.all([killing, ...work]);
      await checkRows();
      if (Date.now() - signedInAt < signInMs) continue;
      await owner.succeed(signIn, { body: { email, password: testPassword } });
      signedInAt = Date.now();
    }
    while (unsent.length > 0) await flush();
    expect(taken).toEqual(Array.from({ length: events }, (_, at) => at + 1));
    await checkRows();
    expect(added.size).toBeGreaterThan(kills);
    process.stdout.write(`${kills} kills, ${added.size} people, ${events} events\n`);
  },
);
