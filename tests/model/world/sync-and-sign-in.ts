// Page and worker of one tablet sync at the same instant at which somebody signs in without the server.
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { SpentTries } from '../../../src/device/store/database.ts';
import type { Command } from './commands.ts';
import { heedServerRows } from './heed-server-rows.ts';
import {
  countsOfTries,
  type Knowledge,
  type ModelTablet,
  type Noted,
  noTries,
  type Stored,
  type Told,
  triesAfter,
  whatForbids,
} from './model-tablet.ts';
import { noteLeftTry, nowOn, readDeviceOf, readStored, rememberNew, runOnTablet } from './run-on-tablet.ts';
import { pinFor } from './sign-in-offline.ts';
import { checkForgotten, hasPulled, heedPull, heedWipe, makeTold } from './sync-tablet.ts';
import type { World } from './world.ts';

type Who = { readonly userId: string; readonly pin: string };

const eventsIn = (batches: readonly string[]): { sequence: number; jws: string }[] =>
  batches.flatMap((body) => JSON.parse(body).events);

/** What the tablet may have gone by: what it knew before, or what a pull brought meanwhile. */
function listKnowledge(tablet: ModelTablet, tolds: readonly Told[], pulled: boolean): Knowledge[] {
  const { told, offset, highest, tries } = tablet;
  const before: Knowledge = { told, offset, highest, tries };
  if (!pulled) return [before];
  const after = tolds.map((each) => ({ told: each, offset: 0 - tablet.ahead, highest: each.at }));
  return [before, ...after.flatMap((each) => [tries, noTries].map((left) => ({ ...each, tries: left })))];
}

/** A sign-in that was noted must have been allowed by the roster that it names. */
function heedNoted(
  tablet: ModelTablet,
  known: readonly Knowledge[],
  fresh: readonly Noted[],
  who: Who,
  now: number,
) {
  for (const { payload } of fresh) {
    if (payload.kind !== 'signed-in') continue;
    const fitting = known.filter(({ told }) => told?.at === payload.rosterAt);
    const forbidden = fitting.map((each) => whatForbids(each, who.userId, who.pin, now));
    expect(forbidden, 'a sign-in was noted that the rules forbid').toContain(null);
    const leaseUntil = fitting[0]?.told?.leaseUntil ?? 0;
    expect(payload.leaseUntil, 'the lease that an event names').toBe(leaseUntil);
    tablet.typed.set(String(payload.sessionId), { ...who, rosterAt: Number(payload.rosterAt), leaseUntil });
  }
}

/** No wrong try may vanish that the server doesn't know of. */
function heedTries(
  tablet: ModelTablet,
  stored: Stored,
  { userId }: Who,
  { pulled, fresh }: { pulled: boolean; fresh: readonly Noted[] },
): void {
  const found = countsOfTries(stored.tries);
  const bases: SpentTries[] = pulled ? [tablet.tries, noTries] : [tablet.tries];
  const allowed = bases.flatMap((each) => [
    each,
    triesAfter(each, userId, false),
    triesAfter(each, userId, true),
  ]);
  const isAllowed = allowed.some((each) => isDeepStrictEqual(each, found));
  expect(isAllowed, `the tries after a sync and a sign-in: ${JSON.stringify(found)}`).toBe(true);
  const waiting = new Set(stored.outbox.map(({ jws }) => jws));
  const unknown = fresh.filter(({ payload, jws }) => payload.kind === 'sign-in-failed' && waiting.has(jws));
  if (unknown.length > 0) {
    expect(found.users[userId] ?? 0, 'the tries of which the server does not know').toBeGreaterThan(0);
  }
  tablet.tries = found;
}

/** Does all three at once, with a tablet that may lose its power meanwhile. */
export async function syncTwiceAndSignIn(
  world: World,
  tablet: ModelTablet,
  command: Extract<Command, { do: 'sync-twice-and-sign-in' }>,
): Promise<void> {
  const who = pinFor(world, command);
  const device = who && (await readDeviceOf(world, tablet));
  if (!who || !device) return;
  const now = nowOn(world, tablet);
  tablet.noteTime(now);
  const tolds = [makeTold(world, tablet)];
  const sentBefore = tablet.batches.length;
  const turn = Promise.withResolvers<void>();
  if (command.answers === 0) turn.resolve();
  const { value, error, crashed } = await runOnTablet(
    world,
    tablet,
    async (page, worker) => {
      const syncs = Promise.all([page.syncAndTell(), worker.syncAndTell()]);
      await Promise.race([turn.promise, syncs]);
      const signingIn = page.signInOffline(device, who.userId, who.pin).catch((failure: unknown) => failure);
      const [signedIn] = await Promise.all([signingIn, syncs]);
      return { signedIn };
    },
    { crashAt: command.crashAt, serverCrash: null },
    {
      tabs: 2,
      onAnswer: (count) => {
        if (count >= command.answers) turn.resolve();
      },
    },
  );
  if (error !== undefined && !crashed) throw error;
  const stored = await readStored(world, tablet);
  const events = [...eventsIn(tablet.batches.slice(sentBefore)), ...stored.outbox];
  const fresh = rememberNew(world, tablet, events);
  const pulled = hasPulled(world, stored);
  const known = listKnowledge(tablet, tolds, pulled);
  heedNoted(tablet, known, fresh, who, now);
  await heedServerRows(world, { afterRow: () => void tolds.push(makeTold(world, tablet)) });
  if (crashed) world.seen.note('tablet crashed in a sync');
  if (heedWipe(world, tablet, stored)) return;
  heedPull(world, tablet, stored, tolds);
  checkForgotten(world, tablet, stored);
  heedTries(tablet, stored, who, { pulled, fresh });
  if (stored.state && !pulled) tablet.highest = stored.state.highestTimeSeen;
  world.seen.note('two syncs and a sign-in at once');
  if (crashed) await noteLeftTry(world, tablet);
  if (crashed || !value) return;
  const { signedIn } = value;
  const reason = signedIn instanceof Error && 'reason' in signedIn ? String(signedIn.reason) : null;
  const allKnown = listKnowledge(tablet, tolds, pulled).concat(known);
  const forbidden = allKnown.map((each) => whatForbids(each, who.userId, who.pin, now));
  expect(forbidden, 'why nobody was let in').toContain(reason);
  if (signedIn instanceof Error) return;
  expect(
    fresh.map(({ payload }) => payload.kind),
    'a sign-in without its event',
  ).toContain('signed-in');
}
