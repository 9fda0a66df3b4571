// A sync of a tablet with the product's own code, and all that must hold right after it.
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { heedServerRows } from './heed-server-rows.ts';
import { countsOfTries, type ModelTablet, noTries, type Stored, type Told } from './model-tablet.ts';
import { inOneForm, rosterFor } from './organization.ts';
import { readStored, rememberNew, runOnTablet } from './run-on-tablet.ts';
import type { Conditions, Outcome } from './tablet-browser.ts';
import type { World } from './world.ts';

/** What the server has to tell the tablet at this moment. */
export function makeTold({ server, organization }: World, { unitId }: ModelTablet): Told {
  const at = server.clock.now.getTime();
  return {
    at,
    roster: rosterFor(organization, unitId),
    isOfflineWanted: organization.offlineSignIn,
    leaseUntil: at + organization.leaseHours * 3_600_000,
  };
}

/** What the tablet forgot must be at the server. */
export function checkForgotten(world: World, tablet: ModelTablet, { outbox }: Stored): void {
  const waiting = new Set(outbox.map(({ sequence }) => sequence));
  for (const { hash, sequence } of tablet.noted.values()) {
    if (tablet.undone.has(hash) || waiting.has(sequence)) continue;
    expect(world.taken.has(hash), `the tablet forgot event ${sequence}, and the server has none`).toBe(true);
  }
}

/** Whether a pull has gone through in this very command. */
export const hasPulled = ({ server }: World, { state }: Stored) =>
  state?.rosterAt === server.clock.now.getTime();

/**
 * Takes what a pull brought into the model.
 * @param tolds what the server may have told, where something else happened at the same time
 * @returns which of them it was
 */
export function heedPull(world: World, tablet: ModelTablet, stored: Stored, tolds: readonly Told[]): number {
  const { state } = stored;
  if (!state || !hasPulled(world, stored)) return -1;
  const roster = inOneForm(stored);
  const isTold = (told: Told) =>
    isDeepStrictEqual(told.roster, roster) &&
    told.leaseUntil === state.leaseUntil &&
    told.isOfflineWanted === (state.policy.offline !== null);
  const which = tolds.findIndex(isTold);
  const told = tolds.at(which);
  if (!told) throw new Error('the server had nothing to tell');
  expect(roster, 'the roster right after a pull').toEqual(told.roster);
  expect(state.leaseUntil, 'the lease').toBe(told.leaseUntil);
  expect(state.policy.offline !== null, 'whether signing in offline is wanted').toBe(told.isOfflineWanted);
  expect(state.serverTimeOffset + tablet.ahead, 'the difference of the clocks').toBe(0);
  tablet.told = told;
  tablet.offset = 0 - tablet.ahead;
  tablet.highest = told.at;
  return which;
}

/** Spent tries are forgotten by a whole sync alone: a pull of this moment, and nothing left that the server doesn't know. */
export function checkTries(world: World, tablet: ModelTablet, stored: Stored): void {
  const counts = countsOfTries(stored.tries);
  if (isDeepStrictEqual(counts, noTries) && !isDeepStrictEqual(tablet.tries, noTries)) {
    expect(hasPulled(world, stored), 'tries were forgotten without a sync').toBe(true);
    expect(stored.outbox, 'tries were forgotten that the server does not know').toEqual([]);
    world.seen.note('tries forgotten');
    tablet.tries = noTries;
  }
  expect(counts, 'the tries that are left').toEqual(tablet.tries);
}

/** Notes that a tablet is wiped, which only a revoked one may be. @returns whether it is */
export function heedWipe({ seen, taken }: World, tablet: ModelTablet, stored: Stored): boolean {
  if (stored.device) return false;
  expect(tablet.revokedAt, 'a tablet in force wiped itself').not.toBeNull();
  expect([stored.users, stored.outbox, stored.state]).toEqual([[], [], undefined]);
  tablet.isWiped = true;
  const unsent = [...tablet.noted.keys()].filter((hash) => !taken.has(hash) && !tablet.undone.has(hash));
  seen.note(unsent.length > 0 ? 'wiped with events unsent' : 'wiped');
  return true;
}

function noteServerCrash({ seen }: World, stored: Stored, newRows: number): void {
  if (stored.outbox.length === 0) seen.note('server crashed in a pull');
  else if (newRows > 0) seen.note('server crashed in a push after its commit');
  else seen.note('server crashed in a push before its commit');
}

type Ran = Outcome<{ type: string } | undefined>;

export const runSync = (
  world: World,
  tablet: ModelTablet,
  conditions: Conditions = { serverCrash: null },
): Promise<Ran> => runOnTablet(world, tablet, ({ syncAndTell }) => syncAndTell(), conditions);

/** Looks at a sync that has run. @returns how it went */
export async function heedSync(
  world: World,
  tablet: ModelTablet,
  { value, error, crashed, serverCrashed }: Ran,
  { tolds, newRows }: { tolds: readonly Told[]; newRows: number },
): Promise<string> {
  if (error !== undefined && !crashed) throw error;
  const stored = await readStored(world, tablet);
  if (crashed) world.seen.note('tablet crashed in a sync');
  if (serverCrashed) noteServerCrash(world, stored, newRows);
  if (heedWipe(world, tablet, stored)) return 'wiped';
  expect(rememberNew(world, tablet, stored.outbox), 'a sync notes nothing').toEqual([]);
  heedPull(world, tablet, stored, tolds);
  checkForgotten(world, tablet, stored);
  if (hasPulled(world, stored) && !tablet.wasPutBack) {
    expect(stored.outbox, 'what was noted before goes before the pull').toEqual([]);
  }
  checkTries(world, tablet, stored);
  if (crashed) return 'crashed';
  if (!tablet.isOnline) expect(value?.type).toBe('offline');
  if (serverCrashed) return 'server-crashed';
  if (value?.type === 'pulled') {
    expect(stored.tries, 'the tries after a whole sync').toEqual(noTries);
    const pausedUntil = Date.parse(stored.state?.policy.pausedUntil ?? '') || 0;
    const isPaused = tablet.pausedUntil > world.server.clock.now.getTime();
    if (tolds.length === 1) expect(pausedUntil, 'the pause').toBe(isPaused ? tablet.pausedUntil : 0);
    world.seen.note('synced');
  } else world.seen.note(value?.type === 'offline' ? 'sync offline' : 'sync refused');
  return value?.type ?? 'refused';
}

/** Syncs once, as page and worker do. @returns how it went */
export async function sync(world: World, tablet: ModelTablet, conditions?: Conditions): Promise<string> {
  if (tablet.isWiped) return 'wiped';
  const ran = await runSync(world, tablet, conditions);
  const newRows = await heedServerRows(world);
  return heedSync(world, tablet, ran, { tolds: [makeTold(world, tablet)], newRows });
}
