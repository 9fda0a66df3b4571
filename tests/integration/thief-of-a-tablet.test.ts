// What somebody gets who has a tablet’s key and its roster, or a PIN of their own: few guesses, and nobody else’s PIN disabled.
import { createHash, randomUUID } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { listDevices, revokeDevice } from '../../src/contract/endpoints/devices.ts';
import { updateOrganization } from '../../src/contract/endpoints/organization.ts';
import { findPinWeakness } from '../../src/contract/pin-rules.ts';
import { problemSchema } from '../../src/contract/problem.ts';
import { verifierOf } from '../../src/server/crypto/verifier.ts';
import { type Answer, codeOf } from './harness/api-client.ts';
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

/** So light that thousands of PINs can be looked through for those with the same 10 bits. */
const hashOf = (pin: string) => createHash('sha256').update(`light ${pin}`).digest();
const bitsOf = (pin: string) => verifierOf(hashOf(pin));

let server: TestServer;
let rows: StoredRows;
let owner: Member;
let tablet: TestDevice;
beforeAll(async () => {
  const database = await makeDatabase();
  server = await makeServer({ databaseUrl: database.url });
  vi.spyOn(server.context.hashing, 'hashPin').mockImplementation((pin) => Promise.resolve(hashOf(pin)));
  rows = await openStoredRows(database.adminUrl);
  owner = await setUpOrganization(server);
  return () => rows.close();
});

async function addTablet(): Promise<TestDevice> {
  const made = await TestDevice.make(server.url);
  await made.authorize(owner.client, freshUsername());
  return made;
}

beforeEach(async () => {
  // Guesses of an earlier test are forgotten by then.
  server.clock.advance(3 * dayMs);
  owner = { ...owner, client: await openSession(server, owner.session) };
  await rows.query(`update users set state = 'suspended' where pin_sealed is not null`);
  tablet = await addTablet();
});

let number = 204_817;
function nextPin(fits: (pin: string) => boolean): string {
  for (;;) {
    number = (number + 7_919) % 1_000_000;
    const pin = String(number).padStart(6, '0');
    if (!findPinWeakness(pin, 6) && fits(pin)) return pin;
  }
}

const taken = new Set<number>();

/** Somebody whose 10 bits nobody else has. */
async function addPerson() {
  const pin = nextPin((other) => !taken.has(bitsOf(other)));
  taken.add(bitsOf(pin));
  const { id } = await addUser(owner.client, 'staff', { pin });
  const used = new Set([pin]);
  /** Another PIN with the same 10 bits, which is what a thief guesses. */
  const guess = () => {
    const other = nextPin((one) => bitsOf(one) === bitsOf(pin) && !used.has(one));
    used.add(other);
    return other;
  };
  return { id, pin, guess };
}

const addPeople = (many: number) => Promise.all(Array.from({ length: many }, () => addPerson()));
const problemOf = ({ body }: Answer) => problemSchema.parse(body);

async function readFailures(ids: readonly string[]): Promise<number[]> {
  const found = await rows.query('select id, pin_failures from users where id = any ($1)', [[...ids]]);
  const byId = new Map(found.map((row) => [String(row.id), Number(row.pin_failures)]));
  return ids.map((id) => byId.get(id) ?? -1);
}

/** Taps a PIN once the pause that others brought is over. */
async function tap(pin: string, where = tablet, userId?: string): Promise<Answer> {
  const answer = await where.signInWithPin(pin, userId);
  const { retryAt } = answer.status === 200 ? {} : problemOf(answer);
  if (codeOf(answer) !== 'device_paused' || !retryAt) return answer;
  server.clock.advance(Date.parse(retryAt) - server.clock.now.getTime());
  return where.signInWithPin(pin, userId);
}

const now = () => server.clock.now.getTime();
const push = (events: SentEvent[]) => sendNotes({ server, tablet }, events);
const fail = (userId: string) => tablet.signEvent({ kind: 'sign-in-failed', userId, at: now() });
const readPauses = async () =>
  rows.query(`select detail from audit_events where device_id = $1 and action = 'device.paused'`, [
    tablet.id,
  ]);

describe('wrong PINs that a tablet says it saw without the server', () => {
  it('count five a user and twenty in all, and none while it is paused', async () => {
    const people = await addPeople(6);
    const ids = people.map(({ id }) => id);
    const forged = [];
    for (let at = 0; at < 30; at += 1) forged.push(await fail(ids[at % 2] ?? ''));
    await push(forged);
    expect(await readFailures(ids.slice(0, 2))).toEqual([5, 5]);
    const more = [];
    for (let at = 0; at < 30; at += 1) more.push(await fail(ids[at % 6] ?? ''));
    await push(more);
    const failures = await readFailures(ids);
    expect(Math.max(...failures)).toBe(5);
    expect(failures.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(20);
    expect((await tablet.pull()).policy.pausedUntil).not.toBeNull();
    const last = await addPerson();
    await push([await fail(last.id)]);
    expect(await readFailures([last.id])).toEqual([0]);
  });

  it('are guesses at a PIN that was there, unless the tablet was given the roster from before it', async () => {
    const { id } = await addPerson();
    const rosterAt = now();
    await tablet.pull();
    const event = (changes: { rosterAt: number }) => noteSignIn({ server, tablet }, id, '730284', changes);
    const honest = await event({ rosterAt });
    server.clock.advance(1000);
    await rows.query('update users set pin_set_at = $2 where id = $1', [id, server.clock.now]);
    await push([honest, await event({ rosterAt: 0 }), await event({ rosterAt: rosterAt - 1 })]);
    expect((await readNotes(rows, tablet)).map(({ reasons }) => reasons)).toEqual([
      ['changed-pin'],
      ['wrong-proof'],
      ['wrong-proof'],
    ]);
    expect(await readFailures([id])).toEqual([2]);
  });
});

describe('a proof of a PIN that a tablet sends', () => {
  const sendBoth = async ({ id, pin, guess }: Awaited<ReturnType<typeof addPerson>>) => {
    const rosterAt = now();
    await tablet.pull();
    for (const one of [pin, guess()])
      await push([await noteSignIn({ server, tablet }, id, one, { rosterAt })]);
    return (await readNotes(rows, tablet)).slice(-2).map(({ reasons }) => reasons);
  };

  it('is not looked at once the tablet has noted as many wrong PINs as are believed, be it right or wrong', async () => {
    const [other, person] = [await addPerson(), await addPerson()];
    for (let at = 0; at < 20; at += 1) await push([await fail(other.id)]);
    const [right, wrong] = await sendBoth(person);
    expect(right).toContain('not-checked');
    expect(wrong).toEqual(right);
    expect(await readFailures([person.id])).toEqual([0]);
  });

  it('is looked at however many wrong PINs of made-up users came before, which pause nothing either', async () => {
    const person = await addPerson();
    for (let at = 0; at < 25; at += 1) await push([await fail(randomUUID())]);
    expect((await tablet.pull()).policy.pausedUntil).toBeNull();
    expect(await sendBoth(person)).toEqual([[], ['wrong-proof']]);
  });

  it('is not looked at once the tablet is revoked: who reads the list of devices could have PINs tried for nothing', async () => {
    const person = await addPerson();
    const notes = [person.pin, person.guess()].map((one) => noteSignIn({ server, tablet }, person.id, one));
    const [right, wrong] = await Promise.all(notes);
    const params = { deviceId: tablet.id };
    await owner.client.succeed(revokeDevice, { params, body: { keepPins: 'It was not lost' } });
    if (right && wrong) await push([right, wrong]);
    expect((await readNotes(rows, tablet)).map(({ reasons }) => reasons.at(-1))).toEqual([
      'not-checked',
      'not-checked',
    ]);
    expect(await readPauses()).toEqual([]);
  });

  it('is not looked at once the user has no try left on the tablet', async () => {
    const person = await addPerson();
    for (let at = 0; at < 5; at += 1) await push([await fail(person.id)]);
    const [right, wrong] = await sendBoth(person);
    expect(right).toContain('not-checked');
    expect(wrong).toEqual(right);
    expect(await readFailures([person.id])).toEqual([5]);
  });
});

describe('a wrong PIN where the PIN says who it is', () => {
  it('counts against those whose 10 bits it matches, and five of them shut them out of that tablet alone', async () => {
    const [guessed, other] = [await addPerson(), await addPerson()];
    for (let count = 0; count < 5; count += 1) expect(codeOf(await tap(guessed.guess()))).toBe('wrong_pin');
    expect(await readFailures([guessed.id, other.id])).toEqual([5, 0]);
    const wrong = problemOf(await tap(guessed.guess()));
    expect(wrong.code).toBe('pin_disabled');
    // That one of them is right is not told.
    const right = problemOf(await tap(guessed.pin));
    expect({ ...right, requestId: '' }).toEqual({ ...wrong, requestId: '' });
    expect(await readFailures([guessed.id])).toEqual([5]);
    expect((await tap(other.pin)).status).toBe(200);
    expect((await (await addTablet()).signInWithPin(guessed.pin)).status).toBe(200);
    server.clock.advance(dayMs);
    expect((await tap(guessed.pin)).status).toBe(200);
  });

  it('counts against nobody when it has nobody’s 10 bits', async () => {
    const { id, pin } = await addPerson();
    await tap(nextPin((one) => bitsOf(one) !== bitsOf(pin)));
    expect(await readFailures([id])).toEqual([0]);
  });

  it('pauses the tablet for hours once twelve had somebody’s, whatever right ones lie between, and tells of it', async () => {
    const own = await addPerson();
    const people = await addPeople(4);
    // Whoever comes in pays for a mistype, once in hours.
    await tablet.signInWithPin(own.pin);
    const started = now();
    let guesses = 0;
    for (let round = 0; round < 4; round += 1) {
      for (const { guess } of people) {
        if (codeOf(await tablet.signInWithPin(guess())) === 'wrong_pin') guesses += 1;
      }
      await tablet.signInWithPin(own.pin);
    }
    expect([guesses, now()]).toEqual([12, started]);
    expect(Math.max(...(await readFailures(people.map(({ id }) => id))))).toBeLessThanOrEqual(5);
    const paused = problemOf(await tablet.signInWithPin(own.pin));
    expect(paused.code).toBe('device_paused');
    expect(await readPauses()).toEqual([{ detail: { guesses: 12 } }]);
    const { devices } = await owner.client.succeed(listDevices, {});
    expect(devices.find(({ id }) => id === tablet.id)?.pausedUntil).toBe(paused.retryAt);
    expect((await (await addTablet()).signInWithPin(own.pin)).status).toBe(200);
  });

  it('takes no more than twenty guesses in a day, however patient somebody is', async () => {
    const people = await addPeople(8);
    const started = now();
    let guesses = 0;
    for (let at = 0; now() - started < dayMs; at += 1) {
      const answer = await tap(people[at % 8]?.guess() ?? '');
      if (now() - started < dayMs && codeOf(answer) === 'wrong_pin') guesses += 1;
      if (codeOf(answer) === 'pin_disabled') server.clock.advance(60_000);
    }
    expect(guesses).toBeLessThanOrEqual(20);
  });
});

describe('wrong PINs at several users where names come first', () => {
  const setStyle = (signInStyle: 'pin' | 'name-then-pin') =>
    owner.client.succeed(updateOrganization, { body: { signInStyle } });
  beforeEach(() => setStyle('name-then-pin'));
  afterEach(() => setStyle('pin').catch(() => undefined));

  it('pause the tablet after the fourth user, and disable nobody’s PIN', async () => {
    const own = await addPerson();
    const people = await addPeople(5);
    const codes = [];
    for (let at = 0; at < 4; at += 1)
      codes.push(codeOf(await tablet.signInWithPin('730284', people[at % 3]?.id)));
    expect((await tablet.signInWithPin(own.pin, own.id)).status).toBe(200);
    codes.push(codeOf(await tablet.signInWithPin('730284', people[3]?.id)));
    expect(new Set(codes)).toEqual(new Set(['wrong_pin']));
    expect(codeOf(await tablet.signInWithPin(own.pin, own.id))).toBe('device_paused');
    expect(await readPauses()).toEqual([{ detail: { people: 4 } }]);
    for (let round = 0; round < 12; round += 1) {
      await tap('730284', tablet, people[round % 5]?.id);
      await tap(own.pin, tablet, own.id);
    }
    expect(Math.max(...(await readFailures(people.map(({ id }) => id))))).toBeLessThanOrEqual(5);
  });

  it('pause the tablet also where a right PIN was on its way before the last one, and lands behind it', async () => {
    const own = await addPerson();
    const people = await addPeople(4);
    for (const { id } of people.slice(0, 3)) await tablet.signInWithPin('730284', id);
    const [counted, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    vi.mocked(server.context.hashing.hashPin).mockImplementationOnce(async (pin) => {
      counted.resolve();
      await gate.promise;
      return hashOf(pin);
    });
    const right = tablet.signInWithPin(own.pin, own.id);
    await counted.promise;
    expect(codeOf(await tablet.signInWithPin('730284', people[3]?.id))).toBe('wrong_pin');
    gate.resolve();
    expect((await right).status).toBe(200);
    expect(codeOf(await tablet.signInWithPin(own.pin, own.id))).toBe('device_paused');
  });
});

describe('what a tablet sends', () => {
  const junk = (sequence: number) => ({ sequence, jws: `junk\u0000 ${crypto.randomUUID()}` });
  const junkBatch = () => Array.from({ length: 100 }, (_, at) => junk(at + 1));
  const countEvents = async () =>
    Number(
      (await rows.query('select count(*) from device_events where device_id = $1', [tablet.id]))[0]?.count,
    );

  it('is kept, a hundred a day, where it can’t be read', async () => {
    for (let batch = 0; batch < 4; batch += 1) await push(junkBatch());
    expect(await countEvents()).toBe(100);
  });

  it('is taken after a revocation, and no more after the receipt', async () => {
    const { id } = await addPerson();
    await owner.client.succeed(revokeDevice, { params: { deviceId: tablet.id }, body: {} });
    expect(await sendNotes({ server, tablet }, [await fail(id)])).toEqual({ upTo: 1 });
    await tablet.sendWipeReceipt();
    expect(await push([await fail(id), ...junkBatch().slice(3)])).toEqual({ upTo: 1 });
    expect(await countEvents()).toBe(1);
  });

  it('may hold times and numbers that are none, and goes on after them', async () => {
    const { id: userId } = await addPerson();
    const odd = [
      { at: 9e15 },
      { at: -9e15 },
      { at: now(), offset: 9e15 },
      { at: now(), offset: -9e15 },
      { at: 0 },
    ];
    for (const changes of odd) {
      await push([await tablet.signEvent({ kind: 'sign-in-failed', userId, ...changes })]);
      await sendNotes(
        { server, tablet },
        [await tablet.signEvent({ kind: 'sign-in-failed', userId, ...changes })],
        0,
      );
    }
    const last = await fail(userId);
    const { upTo } = await push([{ ...last, sequence: Number.MAX_SAFE_INTEGER }]);
    expect(upTo).toBe(10);
    expect(
      await push([await tablet.signEvent({ kind: 'locked', what: 'user', userId, at: now(), sequence: 11 })]),
    ).toEqual({
      upTo: 11,
    });
  });
});
