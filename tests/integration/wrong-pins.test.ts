// Wrong PINs on a tablet: how they are counted, the pauses that they bring, and what resets them.
import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { liftDevicePause, listDevices } from '../../src/contract/endpoints/devices.ts';
import { problemSchema } from '../../src/contract/problem.ts';
import { auditEvents, devices } from '../../src/server/database/schema.ts';
import { type Answer, type ApiClient, codeOf } from './harness/api-client.ts';
import { outlastBusy } from './harness/outlast-busy.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addUnit,
  addUser,
  limitToUnits,
  type Member,
  openSession,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const rightPin = '840372';
const wrongPin = '840373';
const secondMs = 1000;
const pausesMs = [30, 60, 120, 300, 900, 900].map((seconds) => seconds * secondMs);

let server: TestServer;
let owner: Member;
let admin: ApiClient;
let organizationId: string;
let tablets = 0;

async function makeTablet(): Promise<TestDevice> {
  tablets += 1;
  const name = `Tablet ${tablets}`;
  const tablet = await TestDevice.make(server.url);
  await tablet.authorize(admin, name);
  return tablet;
}

beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
  await addUser(owner.client, 'staff', { pin: rightPin, firstName: 'Pia', lastName: 'Pin' });
});
beforeEach(async () => {
  // The clock of an earlier test may have run past the owner's fresh password.
  admin = await openSession(server, owner.session);
});

const problemOf = ({ body }: Answer) => problemSchema.parse(body);
const inOrganization = <T>(work: Parameters<typeof server.context.database.inOrganization<T>>[1]) =>
  server.context.database.inOrganization(organizationId, work);
const readEvents = (deviceId: string) =>
  inOrganization((tx) =>
    tx.select().from(auditEvents).where(eq(auditEvents.deviceId, deviceId)).orderBy(auditEvents.position),
  );

/** Taps wrong PINs until the tablet locks, after waiting out the pauses before. */
async function pauseTablet(tablet: TestDevice, failures = 5): Promise<Answer> {
  let last = await tablet.signInWithPin(wrongPin);
  for (let count = 1; count < failures; count += 1) {
    const { retryAt } = problemOf(last);
    if (retryAt) server.clock.advance(Date.parse(retryAt) - server.clock.now.getTime());
    last = await tablet.signInWithPin(wrongPin);
  }
  return last;
}

describe('a wrong PIN', () => {
  it('counts down the tries that are left, and pauses after the fifth', async () => {
    const tablet = await makeTablet();
    for (const triesLeft of [4, 3, 2, 1]) {
      const problem = problemOf(await tablet.signInWithPin(wrongPin));
      expect(problem).toMatchObject({ code: 'wrong_pin', triesLeft });
      expect(problem.retryAt).toBeUndefined();
    }
    const fifth = problemOf(await tablet.signInWithPin(wrongPin));
    expect(fifth).toMatchObject({ code: 'wrong_pin', triesLeft: 0 });
    expect(Date.parse(fifth.retryAt ?? '')).toBe(server.clock.now.getTime() + 30 * secondMs);
    expect(
      (await readEvents(tablet.id)).filter(({ action }) => action === 'pin.sign-in-failed'),
    ).toHaveLength(5);
  });

  it('is refused without a look at it during pauses of 30 s, 1, 2, 5 and 15 min, to the millisecond', async () => {
    const tablet = await makeTablet();
    await pauseTablet(tablet, 4);
    const hash = vi.spyOn(server.context.hashing, 'hashPin');
    for (const pauseMs of pausesMs) {
      const wrong = problemOf(await tablet.signInWithPin(wrongPin));
      const until = server.clock.now.getTime() + pauseMs;
      expect(wrong).toMatchObject({
        code: 'wrong_pin',
        triesLeft: 0,
        retryAt: new Date(until).toISOString(),
      });
      hash.mockClear();
      server.clock.advance(pauseMs - 1);
      const paused = problemOf(await tablet.signInWithPin(rightPin));
      expect(paused).toMatchObject({ code: 'device_paused', retryAt: new Date(until).toISOString() });
      expect(hash).not.toHaveBeenCalled();
      server.clock.advance(1);
    }
    expect((await tablet.signInWithPin(rightPin)).status).toBe(200);
    hash.mockRestore();
    // A right PIN forgets the failures in a row.
    expect(problemOf(await tablet.signInWithPin(wrongPin))).toMatchObject({ triesLeft: 4 });
  });

  it('shows the pause to the admin for as long as it lasts', async () => {
    const tablet = await makeTablet();
    await pauseTablet(tablet);
    const find = async () =>
      (await admin.succeed(listDevices, {})).devices.find(({ id }) => id === tablet.id)?.pausedUntil;
    expect(Date.parse((await find()) ?? '')).toBe(server.clock.now.getTime() + 30 * secondMs);
    server.clock.advance(30 * secondMs);
    expect(await find()).toBeNull();
  });

  it('is evaluated exactly five times out of two hundred guesses at once', async () => {
    const tablet = await makeTablet();
    await tablet.pull();
    const hash = vi.spyOn(server.context.hashing, 'hashPin');
    const answers = await Promise.all(
      // What had to wait too long was counted for nothing, and comes again.
      Array.from({ length: 200 }, (_, at) => outlastBusy(() => tablet.signInWithPin(String(850_000 + at)))),
    );
    expect(hash).toHaveBeenCalledTimes(5);
    hash.mockRestore();
    const codes = answers.map(codeOf);
    expect(codes.filter((code) => code === 'wrong_pin')).toHaveLength(5);
    expect(codes.filter((code) => code === 'device_paused')).toHaveLength(195);
    expect(
      (await readEvents(tablet.id)).filter(({ action }) => action === 'pin.sign-in-failed'),
    ).toHaveLength(5);
  });

  it('is evaluated exactly five times when the guesses are spread over two processes', async () => {
    const tablet = await makeTablet();
    await tablet.pull();
    const other = await makeServer({
      databaseUrl: server.context.database.connectionString,
      clock: server.clock,
    });
    const twin = tablet.at(other.url);
    const hashes = [server, other].map(({ context }) => vi.spyOn(context.hashing, 'hashPin'));
    await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        outlastBusy(() => (at % 2 ? tablet : twin).signInWithPin(wrongPin)),
      ),
    );
    expect(hashes.reduce((sum, hash) => sum + hash.mock.calls.length, 0)).toBe(5);
    for (const hash of hashes) hash.mockRestore();
    await other.stop();
  });

  it('pauses one tablet and leaves the others alone', async () => {
    const [paused, other] = [await makeTablet(), await makeTablet()];
    await pauseTablet(paused);
    expect((await other.signInWithPin(rightPin)).status).toBe(200);
    expect(codeOf(await paused.signInWithPin(rightPin))).toBe('device_paused');
  });

  it('keeps its pause and its count over a restart of the server', async () => {
    const tablet = await makeTablet();
    await pauseTablet(tablet);
    const restarted = await makeServer({
      databaseUrl: server.context.database.connectionString,
      clock: server.clock,
    });
    const twin = tablet.at(restarted.url);
    expect(codeOf(await twin.signInWithPin(rightPin))).toBe('device_paused');
    server.clock.advance(30 * secondMs);
    const sixth = problemOf(await twin.signInWithPin(wrongPin));
    expect(Date.parse(sixth.retryAt ?? '')).toBe(server.clock.now.getTime() + 60 * secondMs);
    await restarted.stop();
  });

  it('is forgiven by an admin who lifts the pause, which is recorded', async () => {
    const tablet = await makeTablet();
    await pauseTablet(tablet, 7);
    const device = await admin.succeed(liftDevicePause, { params: { deviceId: tablet.id } });
    expect(device.pausedUntil).toBeNull();
    expect(problemOf(await tablet.signInWithPin(wrongPin))).toMatchObject({
      code: 'wrong_pin',
      triesLeft: 4,
    });
    expect((await tablet.signInWithPin(rightPin)).status).toBe(200);
    const lifted = (await readEvents(tablet.id)).filter(({ action }) => action === 'device.pause-lifted');
    expect(lifted).toMatchObject([{ actorId: owner.session.user.id }]);
  });

  it('means the longest pause from the hundredth in a day on, whatever right ones came between', async () => {
    const tablet = await makeTablet();
    const setDay = (pinDayFailures: number, pinDayStartedAt: Date) =>
      inOrganization((tx) =>
        tx.update(devices).set({ pinDayFailures, pinDayStartedAt }).where(eq(devices.id, tablet.id)),
      );
    await setDay(98, server.clock.now);
    expect(problemOf(await tablet.signInWithPin(wrongPin)).retryAt).toBeUndefined();
    expect((await tablet.signInWithPin(rightPin)).status).toBe(200);
    const hundredth = problemOf(await tablet.signInWithPin(wrongPin));
    expect(Date.parse(hundredth.retryAt ?? '')).toBe(server.clock.now.getTime() + 900 * secondMs);
    server.clock.advance(900 * secondMs);
    const next = problemOf(await tablet.signInWithPin(wrongPin));
    expect(Date.parse(next.retryAt ?? '')).toBe(server.clock.now.getTime() + 900 * secondMs);
    // A new day begins 24 hours after the old one.
    await inOrganization((tx) =>
      tx.update(devices).set({ pinFailures: 0, pinPausedUntil: null }).where(eq(devices.id, tablet.id)),
    );
    await setDay(100, new Date(server.clock.now.getTime() - 24 * 3600 * secondMs));
    expect(problemOf(await tablet.signInWithPin(wrongPin)).retryAt).toBeUndefined();
  });

  it('does not count when the server was too busy to look at it', async () => {
    const { HashingBusy } = await import('../../src/server/crypto/hashing.ts');
    const tablet = await makeTablet();
    const hash = vi.spyOn(server.context.hashing, 'hashPin').mockRejectedValue(new HashingBusy());
    for (let tries = 0; tries < 7; tries += 1)
      expect(codeOf(await tablet.signInWithPin(rightPin))).toBe('busy');
    hash.mockRestore();
    expect(problemOf(await tablet.signInWithPin(wrongPin))).toMatchObject({ triesLeft: 4 });
  });

  it('says the same of a PIN that nobody has and of one that may not be used here', async () => {
    const tablet = await makeTablet();
    const unit = await addUnit(server, organizationId, 'Far');
    const far = await addUser(admin, 'staff', { pin: '718305' });
    await limitToUnits(server, organizationId, far.id, [unit]);
    const plain = (answer: Answer) => ({ ...problemOf(answer), requestId: '' });
    const nobody = plain(await tablet.signInWithPin(wrongPin));
    await tablet.signInWithPin(rightPin);
    expect(plain(await tablet.signInWithPin('718305'))).toEqual(nobody);
  });
});
