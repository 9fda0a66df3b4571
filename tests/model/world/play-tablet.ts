// What people do at tablets in a history, and what the tablets do by themselves: always with the product's own code.
import { IDBFactory } from 'fake-indexeddb';
import { expect } from 'vitest';
import type { SpentTries } from '../../../src/device/database.ts';
import type { Command } from './commands.ts';
import { heedServerRows } from './heed-server-rows.ts';
import type { ModelTablet, Stored, Told } from './model-tablet.ts';
import { inOneForm, rosterFor } from './organization.ts';
import { pinAt, twinOf, wrongFor } from './pins.ts';
import { pick } from './play-admin.ts';
import { type Conditions, type DeviceCode, type Outcome, runInBrowser } from './tablet-browser.ts';
import type { World } from './world.ts';

const empty: SpentTries = { device: 0, users: {} };

export const nowOn = ({ server }: World, { ahead }: ModelTablet) => server.clock.now.getTime() + ahead;

function run<T>(
  world: World,
  tablet: ModelTablet,
  work: (code: DeviceCode) => Promise<T>,
  conditions?: Conditions,
): Promise<Outcome<T>> {
  const { storage, isOnline } = tablet;
  return runInBrowser(
    { server: world.server, storage, isOnline, now: nowOn(world, tablet) },
    work,
    conditions,
  );
}

/** Looks into the tablet's database; a wiped one has none. */
export async function readStored(world: World, tablet: ModelTablet): Promise<Stored> {
  const { value, error } = await run(world, tablet, async ({ openDatabase }) => {
    const database = await openDatabase();
    if (!database) {
      return { device: undefined, state: undefined, users: [], roles: [], outbox: [], tries: undefined };
    }
    const [device, state, users, roles, outbox, tries] = await Promise.all([
      database.get('device', 'current'),
      database.get('state', 'current'),
      database.getAll('users'),
      database.getAll('roles'),
      database.getAll('outbox'),
      database.get('spentTries', 'current'),
    ]);
    return { device, state, users, roles, outbox, tries };
  });
  if (!value) throw error;
  return value;
}

/** Notes a try that a crash left unnoted, as the next sync or sign-in would: then neither notes anything but its own. */
async function noteLeftTry(world: World, tablet: ModelTablet): Promise<void> {
  const { device, tries } = await readStored(world, tablet);
  if (!device || !tries?.unnoted) return;
  const { error } = await run(world, tablet, ({ noteUnnotedTry }) => noteUnnotedTry(device));
  if (error !== undefined) throw error;
  const fresh = tablet.remember(await readStored(world, tablet));
  expect(fresh[0]?.payload.id, 'the try that was left').toBe(tries.unnoted.id);
}

/** What the tablet forgot must be at the server. */
function checkForgotten(world: World, tablet: ModelTablet, { outbox }: Stored): void {
  const kept = new Set(tablet.remember({ outbox }).map(({ hash }) => hash));
  expect(kept.size, 'a sync notes nothing').toBe(0);
  const waiting = new Set(outbox.map(({ sequence }) => sequence));
  for (const { hash, sequence } of tablet.noted.values()) {
    if (tablet.undone.has(hash) || waiting.has(sequence)) continue;
    expect(world.taken.has(hash), `the tablet forgot event ${sequence}, and the server has none`).toBe(true);
  }
}

/** What the server has to tell the tablet at this moment. */
function makeTold({ server, organization }: World, { unitId }: ModelTablet): Told {
  const at = server.clock.now.getTime();
  return {
    at,
    roster: rosterFor(organization, unitId),
    isOfflineWanted: organization.offlineSignIn,
    leaseUntil: at + organization.leaseHours * 3_600_000,
  };
}

function heedPull(world: World, tablet: ModelTablet, stored: Stored): void {
  const told = makeTold(world, tablet);
  if (stored.state?.rosterAt !== told.at) return;
  expect(inOneForm(stored), 'the roster right after a pull').toEqual(told.roster);
  expect(stored.state.leaseUntil, 'the lease').toBe(told.leaseUntil);
  expect(stored.state.serverTimeOffset + tablet.ahead, 'the difference of the clocks').toBe(0);
  tablet.told = told;
  tablet.offset = -tablet.ahead;
  tablet.highest = told.at;
}

/** Syncs once, as page and worker do. @returns how it went */
export async function sync(world: World, tablet: ModelTablet, conditions: Conditions = {}): Promise<string> {
  if (tablet.isWiped) return 'wiped';
  await noteLeftTry(world, tablet);
  const place = { lock: () => undefined, eraseOwn: async () => undefined };
  const { value, error, crashed, serverCrashed } = await run(
    world,
    tablet,
    ({ syncAndTell }) => syncAndTell(place),
    conditions,
  );
  if (error !== undefined && !crashed) throw error;
  await heedServerRows(world);
  const stored = await readStored(world, tablet);
  if (!stored.device) {
    expect(tablet.revokedAt, 'a tablet in force wiped itself').not.toBeNull();
    expect([stored.users, stored.outbox, stored.state]).toEqual([[], [], undefined]);
    tablet.isWiped = true;
    return 'wiped';
  }
  heedPull(world, tablet, stored);
  checkForgotten(world, tablet, stored);
  const tries = stored.tries ?? empty;
  if (tries.device === 0 && tablet.tries.device > 0) {
    expect(stored.outbox, 'tries were forgotten that the server does not know').toEqual([]);
    tablet.tries = empty;
  }
  expect(tries, 'the tries that are left').toEqual(tablet.tries);
  if (crashed) return 'crashed';
  if (!tablet.isOnline) expect(value?.type).toBe('offline');
  return serverCrashed ? 'server-crashed' : (value?.type ?? 'refused');
}

type SignIn = Extract<Command, { do: 'sign-in' }>;

function pinFor({ organization }: World, { pin, user: number }: SignIn) {
  const user = pick([...organization.users.values()], number);
  if (!user) return null;
  const own = user.pin ?? pinAt(number, 6);
  const typed = { right: own, wrong: wrongFor(user.pin), twin: twinOf(own), old: pinAt(number + 1, 6) };
  return { userId: user.id, pin: typed[pin] };
}

/** After a crash only the storage knows how far it came: no less than before, and one try more at most. */
function heedCrash(tablet: ModelTablet, userId: string, stored: Stored, wasWrong: boolean): void {
  const { unnoted: _, ...tries } = stored.tries ?? empty;
  const [before = 0, after = 0] = [tablet.tries.users[userId], tries.users[userId]];
  const isForgiven = after === 0 && tries.device === tablet.tries.device;
  if (wasWrong) expect(after, 'a wrong PIN was noted, and its try not spent').toBe(before + 1);
  if (!isForgiven) {
    expect([before, before + 1], 'the tries of a person after a crash').toContain(after);
    expect(tries.device - tablet.tries.device, 'the tries of a tablet after a crash').toBe(after - before);
  }
  tablet.tries = tries;
  if (stored.state) tablet.highest = stored.state.highestTimeSeen;
}

async function signInOnce(world: World, tablet: ModelTablet, command: SignIn): Promise<void> {
  const who = pinFor(world, command);
  if (!who) return;
  const { userId, pin } = who;
  await noteLeftTry(world, tablet);
  const { device } = await readStored(world, tablet);
  if (!device) return;
  const now = nowOn(world, tablet);
  tablet.noteTime(now);
  const forbidden = tablet.whatForbids(userId, pin, now);
  const { value, error, crashed } = await run(
    world,
    tablet,
    ({ signInOffline }) => signInOffline(device, userId, pin),
    { crashAt: command.crashAt },
  );
  const stored = await readStored(world, tablet);
  const fresh = tablet.remember(stored);
  for (const { payload } of fresh) {
    if (payload.kind !== 'signed-in') continue;
    expect(forbidden, 'a sign-in was noted that the rules forbid').toBeNull();
    tablet.typed.set(String(payload.sessionId), { userId, pin, rosterAt: tablet.told?.at ?? 0 });
  }
  const wasWrong = fresh.some(({ payload }) => payload.kind === 'sign-in-failed');
  if (crashed) return heedCrash(tablet, userId, stored, wasWrong);
  const refused = error instanceof Error && 'reason' in error ? error.reason : null;
  if (error !== undefined && refused === null) throw error;
  expect(refused, 'why nobody was let in').toBe(forbidden);
  if (value) {
    expect(tablet.typed.has(value.id), 'a sign-in without its event').toBe(true);
    tablet.session = value;
  }
  if (value || refused === 'wrong-pin') tablet.noteTry(userId, value !== undefined);
}

async function endSession(world: World, tablet: ModelTablet, crashAt: number | null): Promise<void> {
  const { session } = tablet;
  const { device } = await readStored(world, tablet);
  if (!session || !device) return;
  tablet.session = null;
  const { error, crashed } = await run(
    world,
    tablet,
    ({ endOfflineSession }) => endOfflineSession(device, session, 'locked'),
    { crashAt },
  );
  if (error !== undefined && !crashed) throw error;
  const fresh = tablet.remember(await readStored(world, tablet));
  if (!crashed) expect(fresh.map(({ payload }) => payload.sessionId)).toEqual([session.id]);
}

/** A whole copy of a tablet's database. */
async function copyStorage(world: World, tablet: ModelTablet): Promise<IDBFactory> {
  const { value: rows, error } = await run(world, tablet, async ({ openDatabase }) => {
    const database = await openDatabase();
    const copied = [];
    for (const name of database?.objectStoreNames ?? []) {
      const [keys, values] = await Promise.all([database?.getAllKeys(name), database?.getAll(name)]);
      copied.push({ name, entries: (keys ?? []).map((key, at) => ({ key, value: values?.[at] })) });
    }
    return copied;
  });
  if (!rows) throw error;
  const storage = new IDBFactory();
  const place = { server: world.server, storage, now: 0, isOnline: true };
  const { error: failure } = await runInBrowser(place, async ({ createDatabase }) => {
    const database = await createDatabase();
    for (const { name, entries } of rows) {
      const { store } = database.transaction(name, 'readwrite');
      for (const { key, value } of entries) {
        if (value === undefined) continue;
        await store.put(value, ...(store.keyPath === null ? [key] : []));
      }
    }
  });
  if (failure !== undefined) throw failure;
  return storage;
}

async function keepImage(world: World, tablet: ModelTablet): Promise<void> {
  const { told, offset, highest, tries } = tablet;
  tablet.image = { storage: await copyStorage(world, tablet), told, offset, highest, tries };
}

async function putImageBack(world: World, tablet: ModelTablet): Promise<void> {
  const { image } = tablet;
  if (!image) return;
  const { storage, ...rest } = image;
  Object.assign(tablet, rest, { storage, session: null, wasPutBack: true });
  // The image itself stays as it is.
  tablet.image = null;
  const { outbox } = await readStored(world, tablet);
  tablet.remember({ outbox });
  const kept = new Set(outbox.map(({ jws }) => jws));
  for (const { hash, jws } of tablet.noted.values()) {
    if (!world.taken.has(hash) && !kept.has(jws)) tablet.undone.add(hash);
  }
}

export type TabletCommand = Extract<Command, { tablet: number }> & {
  do: Exclude<Command['do'], 'move-device' | 'revoke'>;
};

/** Does what a command at a tablet says. */
export async function playTablet(world: World, command: TabletCommand): Promise<void> {
  const tablet = pick(world.tablets, command.tablet);
  if (!tablet || tablet.isWiped) return;
  switch (command.do) {
    case 'sync': {
      const { fault, crashAt, serverCrash } = command;
      const went = await sync(world, tablet, { fault, crashAt, serverCrash });
      const isQuiet = !fault && crashAt === null && serverCrash === null && tablet.isOnline;
      if (isQuiet) expect(went).toBe(tablet.revokedAt === null ? 'pulled' : 'wiped');
      return;
    }
    case 'sign-in':
      for (let time = 0; time < command.times; time += 1) await signInOnce(world, tablet, command);
      return;
    case 'end-session':
      return endSession(world, tablet, command.crashAt);
    case 'look-at-pad': {
      tablet.noteTime(nowOn(world, tablet));
      const { error } = await run(world, tablet, ({ noteTime }) => noteTime(nowOn(world, tablet)));
      if (error !== undefined) throw error;
      return;
    }
    case 'keep-image':
      return keepImage(world, tablet);
    case 'put-image-back':
      return putImageBack(world, tablet);
    case 'part':
      tablet.isOnline = false;
      return;
    case 'heal':
      tablet.isOnline = true;
      return;
    case 'set-tablet-clock':
      tablet.ahead += command.minutes * 60_000;
  }
}
