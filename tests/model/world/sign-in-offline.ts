// Signing in at a tablet that nobody hears, with the product's own code: who is let in, what is noted, which tries are spent.
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { Command } from './commands.ts';
import { countsOfTries, type ModelTablet, type Stored, triesAfter, whatForbids } from './model-tablet.ts';
import { pick } from './pick.ts';
import { pinAt, twinOf, wrongFor } from './pins.ts';
import { noteLeftTry, nowOn, readDeviceOf, readStored, rememberNew, runOnTablet } from './run-on-tablet.ts';
import type { World } from './world.ts';

export type SignIn = Extract<Command, { do: 'sign-in' }>;

/** Who taps their name, and the PIN that is typed. */
export function pinFor({ organization }: World, { pin, user: number }: Pick<SignIn, 'pin' | 'user'>) {
  const user = pick([...organization.users.values()], number);
  if (!user) return null;
  const own = user.pin ?? pinAt(number, 6);
  const typed = { right: own, wrong: wrongFor(user.pin), twin: twinOf(own), old: pinAt(number + 1, 6) };
  return { userId: user.id, pin: typed[pin] };
}

/** After a crash only the storage knows how far it came: no less than before, and one try more at most. */
function heedCrash(
  tablet: ModelTablet,
  userId: string,
  stored: Stored,
  noted: { wrong: boolean; right: boolean },
): void {
  const tries = countsOfTries(stored.tries);
  const spent = triesAfter(tablet.tries, userId, false);
  const forgiven = triesAfter(tablet.tries, userId, true);
  const allowed = noted.wrong ? [spent] : noted.right ? [forgiven] : [tablet.tries, spent];
  const isAllowed = allowed.some((each) => isDeepStrictEqual(each, tries));
  expect(isAllowed, `the tries after a crash: ${JSON.stringify(tries)}`).toBe(true);
  tablet.tries = tries;
  if (stored.state) tablet.highest = stored.state.highestTimeSeen;
}

/** What somebody types at a tablet without the server. */
export async function signInOnce(world: World, tablet: ModelTablet, command: SignIn): Promise<void> {
  const who = pinFor(world, command);
  const device = who && (await readDeviceOf(world, tablet));
  if (!who || !device) return;
  const { userId, pin } = who;
  const now = nowOn(world, tablet);
  tablet.noteTime(now);
  const forbidden = whatForbids(tablet, userId, pin, now);
  const { value, error, crashed } = await runOnTablet(
    world,
    tablet,
    ({ signInOffline }) => signInOffline(device, userId, pin),
    { crashAt: command.crashAt },
  );
  const stored = await readStored(world, tablet);
  const fresh = rememberNew(world, tablet, stored.outbox);
  for (const { payload } of fresh) {
    expect([payload.at, payload.offset], 'time and difference of an event').toEqual([now, tablet.offset]);
    if (payload.kind !== 'signed-in') continue;
    expect(forbidden, 'a sign-in was noted that the rules forbid').toBeNull();
    const { at: rosterAt = 0, leaseUntil = 0 } = tablet.told ?? {};
    tablet.typed.set(String(payload.sessionId), { userId, pin, rosterAt, leaseUntil });
  }
  const isNoted = (kind: string) => fresh.some(({ payload }) => payload.kind === kind);
  if (crashed) {
    world.seen.note('tablet crashed in a sign-in');
    heedCrash(tablet, userId, stored, { wrong: isNoted('sign-in-failed'), right: isNoted('signed-in') });
    return noteLeftTry(world, tablet);
  }
  const refused = error instanceof Error && 'reason' in error ? String(error.reason) : null;
  if (error !== undefined && refused === null) throw error;
  expect(refused, 'why nobody was let in').toBe(forbidden);
  world.seen.noteNamed('offline', refused ?? 'let in');
  if (value) {
    expect(tablet.typed.has(value.id), 'a sign-in without its event').toBe(true);
    tablet.session = value;
  }
  if (value || refused === 'wrong-pin') tablet.tries = triesAfter(tablet.tries, userId, value !== undefined);
  expect(countsOfTries(stored.tries), 'the tries after a sign-in').toEqual(tablet.tries);
  expect(stored.tries?.unnoted, 'a try that no event tells of').toBeUndefined();
}

/** Somebody who is signed in without the server locks the tablet. */
export async function endSession(world: World, tablet: ModelTablet, crashAt: number | null): Promise<void> {
  const { session } = tablet;
  const device = session && (await readDeviceOf(world, tablet));
  if (!session || !device) return;
  tablet.session = null;
  const { error, crashed } = await runOnTablet(
    world,
    tablet,
    ({ endOfflineSession }) => endOfflineSession(device, session, 'locked'),
    { crashAt },
  );
  if (error !== undefined && !crashed) throw error;
  const fresh = rememberNew(world, tablet, (await readStored(world, tablet)).outbox);
  if (!crashed) expect(fresh.map(({ payload }) => payload.sessionId)).toEqual([session.id]);
}
