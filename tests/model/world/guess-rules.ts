// How guesses are counted against people and tablets, worked out anew from the words of the design.
import type { ModelTablet } from './model-tablet.ts';
import { failuresMost, type ModelUser, mayUse } from './organization.ts';
import { bitsOf } from './pins.ts';
import type { World } from './world.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const triesMost = 5;
const eventsMost = 20;
const levelMost = 12;
const levelOfAll = 24;
const levelWhenMany = 4;
const forgottenADay = 8;
const payMs = 4 * hourMs;
const longestPauseMs = 15 * 60_000;
const peopleMost = 3;

export type Tries = {
  pin: string | null;
  pinSetAt: number;
  failures: number;
  failedAt: number;
  paidAt: number;
};

/** What counts of a person on a tablet; another PIN forgets it. */
function triesOf(tablet: ModelTablet, { id, pin, pinSetAt }: ModelUser): Tries {
  const known = tablet.triesOf.get(id);
  if (known && known.pin === pin && known.pinSetAt === pinSetAt) return known;
  const fresh = {
    pin,
    pinSetAt,
    failures: 0,
    failedAt: Number.NEGATIVE_INFINITY,
    paidAt: Number.NEGATIVE_INFINITY,
  };
  tablet.triesOf.set(id, fresh);
  return fresh;
}

/** Whether a person has no try left on a tablet. */
export function isUsedUp({ server }: World, tablet: ModelTablet, user: ModelUser): boolean {
  const { failures, failedAt } = triesOf(tablet, user);
  return failures >= triesMost && server.clock.now.getTime() - failedAt < dayMs;
}

/** Takes one try of a person on a tablet. @returns whether one was left */
export function countTry(world: World, tablet: ModelTablet, user: ModelUser): boolean {
  if (isUsedUp(world, tablet, user)) return false;
  const tries = triesOf(tablet, user);
  const now = world.server.clock.now.getTime();
  tries.failures = now - tries.failedAt >= dayMs ? 1 : tries.failures + 1;
  tries.failedAt = now;
  return true;
}

const levelOf = ({ level }: ModelTablet, now: number) =>
  Math.max(level.amount - (Math.max(now - level.at, 0) / dayMs) * forgottenADay, 0);

function mostOf({ server, tablets }: World, tablet: ModelTablet): number {
  const now = server.clock.now.getTime();
  if (levelOf(tablet, now) < levelWhenMany) return levelMost;
  const all = tablets.reduce((sum, one) => sum + levelOf(one, now), 0);
  return all >= levelOfAll ? levelWhenMany : levelMost;
}

/** Whether one more guess on a tablet is looked at. */
export function hasRoom(world: World, tablet: ModelTablet): boolean {
  return levelOf(tablet, world.server.clock.now.getTime()) < mostOf(world, tablet);
}

/** Adds guesses to what a tablet is suspected of; too many pause it. */
export function addGuesses(world: World, tablet: ModelTablet, guesses: number): void {
  if (guesses === 0) return;
  const now = world.server.clock.now.getTime();
  const amount = levelOf(tablet, now) + guesses;
  tablet.level = { amount, at: now };
  const most = mostOf(world, tablet);
  if (amount < most) return;
  const pauseMs = Math.max(((amount - most) / forgottenADay) * dayMs, longestPauseMs);
  tablet.pausedUntil = Math.max(tablet.pausedUntil, Math.trunc(now + pauseMs));
}

/** Those who may use a tablet and whose PIN has the same 10 bits. */
export function findMatches({ organization }: World, tablet: ModelTablet, pin: string): ModelUser[] {
  return [...organization.users.values()].filter(
    (user) =>
      mayUse(organization, user, tablet.unitId) && user.pin !== null && bitsOf(user.pin) === bitsOf(pin),
  );
}

/** At how many people wrong PINs were entered on a tablet lately. */
export function countPeople({ server, organization }: World, tablet: ModelTablet): number {
  const now = server.clock.now.getTime();
  return [...organization.users.values()].filter((user) => {
    const { failures, failedAt } = triesOf(tablet, user);
    return failures > 0 && failedAt > now - hourMs && failedAt > tablet.triesSettledAt;
  }).length;
}

/** A wrong PIN that was looked at. */
export function applyGuess(
  world: World,
  tablet: ModelTablet,
  { userId, pin }: { userId: string; pin: string },
): void {
  const now = world.server.clock.now.getTime();
  const isByName = world.organization.signInStyle === 'name-then-pin';
  const matches = findMatches(world, tablet, pin);
  let guesses = 0;
  for (const user of matches) {
    if (isByName && user.id === userId) guesses += 1;
    if (isByName || user.failures >= failuresMost || !countTry(world, tablet, user)) continue;
    user.failures += 1;
    guesses += 1;
    if (user.failures === failuresMost) world.seen.note('PIN disabled by online failures');
  }
  addGuesses(world, tablet, guesses);
  if (!isByName || countPeople(world, tablet) <= peopleMost) return;
  tablet.triesSettledAt = now;
  tablet.pausedUntil = Math.max(tablet.pausedUntil, now + longestPauseMs);
}

/** Somebody came in: their wrong tries are forgotten, and once in hours they pay for a mistype. */
export function applyRight(world: World, tablet: ModelTablet, user: ModelUser): void {
  const now = world.server.clock.now.getTime();
  const tries = triesOf(tablet, user);
  const pays = now - tries.paidAt >= payMs;
  tries.failures = 0;
  if (!pays) return;
  tries.paidAt = now;
  const amount = levelOf(tablet, now);
  if (amount === 0) return;
  const { organization } = world;
  const people = [...organization.users.values()].filter((one) =>
    mayUse(organization, one, tablet.unitId),
  ).length;
  tablet.level = { amount: Math.max(amount - people / 1024, 0), at: now };
}

/** Whether a tablet is believed a wrong PIN that it noted. */
export function isBelieved({ server }: World, tablet: ModelTablet): boolean {
  const now = server.clock.now.getTime();
  return (
    tablet.pausedUntil <= now && tablet.toldFailures.filter((at) => at > now - dayMs).length < eventsMost
  );
}
