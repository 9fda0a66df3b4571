// kill -9 of server and PostgreSQL in the middle of writes: what was acknowledged is there afterwards, and once.
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signIn } from '../../src/contract/endpoints/password.ts';
import { setUp } from '../../src/contract/endpoints/setup.ts';
import { hasUnixSockets } from '../../src/server/database/embedded/address.ts';
import { ApiClient } from '../integration/harness/api-client.ts';
import { TestDevice } from '../integration/harness/test-device.ts';
import { findRoleId, testPassword } from '../integration/harness/test-organization.ts';
import { awaitMails, checkMails, checkRows, checkTrail } from './kill/check-whole.ts';
import { KilledServer, type Victim } from './kill/killed-server.ts';
import { EventWriter, PeopleWriter } from './kill/writers.ts';

const isSoak = Boolean(process.env.FLOORKEY_SOAK);
/** Each victim falls at least twice. */
const killsWanted = isSoak ? 200 : 16;
// The fresh server between two kills of PostgreSQL starts it again at once; one that sees it die again waits longer each time.
const victims: readonly Victim[] = [
  'server',
  'backend',
  'server',
  'postgres',
  'both',
  'backend',
  'server',
  'postgres',
];
const email = 'olive@northgate.example';
const writing = { timeout: 60_000, interval: 5 };
/** Sooner than the fresh password grows old. */
const signInMs = 3 * 60_000;

let server: KilledServer;
let owner: ApiClient;
let tablet: TestDevice;
let people: PeopleWriter[];
let events: EventWriter;
beforeAll(async () => {
  const made = await KilledServer.make();
  server = made.server;
  owner = new ApiClient(server.url);
  const names = { organizationName: 'Bakery', firstName: 'Olive', lastName: 'Owner' };
  await owner.succeed(setUp, { body: { code: made.setupCode, email, password: testPassword, ...names } });
  const roleId = await findRoleId(owner, 'staff');
  tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner, 'Counter');
  people = [new PeopleWriter(owner, roleId, 'one', false), new PeopleWriter(owner, roleId, 'two', true)];
  const [row] = await server.query('select id from users limit 1', []);
  events = new EventWriter(tablet, String(row?.id));
}, 120_000);
afterAll(() => server.stop());

const countAcknowledged = () => people.reduce((sum, { added }) => sum + added.length, events.taken.length);

/** @returns how long the victim was missed, in milliseconds */
async function killAtWork(victim: Victim): Promise<number> {
  const before = countAcknowledged();
  await expect.poll(countAcknowledged, writing).toBeGreaterThan(before);
  await pause(randomInt(0, 100));
  const from = performance.now();
  await server.kill(victim);
  return performance.now() - from;
}

async function killWhileAllWrite(victim: Victim): Promise<number> {
  const stop = new AbortController();
  const work = [...people, events].map((writer) => writer.work(stop.signal));
  const [missed] = await Promise.all([killAtWork(victim).finally(() => stop.abort()), ...work]);
  return missed;
}

function report(missed: ReadonlyMap<Victim, readonly number[]>): string {
  const parts = [...missed].map(([victim, each]) => {
    const mean = each.reduce((sum, ms) => sum + ms, 0) / Math.max(1, each.length);
    return `${victim} ${each.length} × ${Math.round(mean)} ms`;
  });
  return parts.join(', ');
}

it.runIf(hasUnixSockets)(
  'loses nothing that it acknowledged, and does nothing twice, over many kills in the middle of writes',
  async () => {
    const missed = new Map<Victim, number[]>(victims.map((victim) => [victim, []]));
    const started = performance.now();
    let signedInAt = Date.now();
    let kills = 0;
    while (kills < killsWanted) {
      const victim = victims[kills % victims.length] ?? 'both';
      missed.get(victim)?.push(await killWhileAllWrite(victim));
      kills += 1;
      if (kills % 20 === 0) process.stdout.write(`${kills} kills: ${report(missed)}\n`);
      await checkRows(server, people, events, tablet.id);
      if (Date.now() - signedInAt < signInMs) continue;
      await owner.succeed(signIn, { body: { email, password: testPassword } });
      signedInAt = Date.now();
    }
    await events.finish();
    expect(events.taken).toEqual(Array.from({ length: events.noted }, (_, at) => at + 1));
    await checkRows(server, people, events, tablet.id);
    await checkTrail(server);
    await checkMails(server);
    const seconds = Math.round((performance.now() - started) / 1000);
    if (isSoak) await awaitMails(server);
    const mails = await checkMails(server);
    const added = people.flatMap((writer) => writer.added).length;
    expect(Math.min(added, mails)).toBeGreaterThan(0);
    process.stdout.write(
      `${kills} kills in ${seconds} s (${report(missed)}), ${added} people, ${mails} mails, ${events.noted} events\n`,
    );
  },
);
