// Whom the server may let in on a tablet with a PIN, worked out anew from the words of the design.
import { applyGuess, applyRight, countTry, findMatches, hasRoom, isUsedUp } from './guess-rules.ts';
import type { ModelTablet } from './model-tablet.ts';
import { failuresMost, type ModelUser, mayUse } from './organization.ts';
import type { Mark } from './places.ts';
import type { World } from './world.ts';

const failuresBeforePause = 5;
const pauseSeconds = [30, 60, 120, 300, 900];
const longestSessionMs = 12 * 3_600_000;

export type Attempt = { readonly userId: string; readonly pin: string };
export type Verdict = 'let in' | 'wrong_pin' | 'device_paused' | 'pin_disabled' | 'device_revoked';

/** `isCounted`: the tablet is blamed for the try. */
type Judged = { verdict: Verdict; holder: ModelUser | null; isCounted: boolean };

/** What the server must answer, and who it is that a right PIN lets in. */
export function judgeAttempt(world: World, tablet: ModelTablet, { userId, pin }: Attempt): Judged {
  const { server, organization } = world;
  const refused = (verdict: Verdict, isCounted = false) => ({ verdict, holder: null, isCounted });
  if (tablet.revokedAt !== null) return refused('device_revoked');
  if (tablet.pausedUntil > server.clock.now.getTime()) return refused('device_paused');
  const byName = organization.signInStyle === 'name-then-pin';
  const named = byName ? organization.users.get(userId) : undefined;
  const isOut = (user: ModelUser) => user.failures >= failuresMost || isUsedUp(world, tablet, user);
  // Where a name comes first, a PIN that is disabled is not looked at, and the tablet is not blamed.
  if (named && isOut(named)) return refused('pin_disabled');
  if (!hasRoom(world, tablet)) return refused('device_paused', true);
  const holder = [...organization.users.values()].find(
    (user) =>
      user.pin === pin && (!byName || user.id === userId) && mayUse(organization, user, tablet.unitId),
  );
  if (holder && (byName || !isOut(holder))) return { verdict: 'let in', holder, isCounted: true };
  const isAnybodyOut = !byName && findMatches(world, tablet, pin).some(isOut);
  return refused(isAnybodyOut ? 'pin_disabled' : 'wrong_pin', true);
}

/** A try is counted before it is looked at. */
export function countAttempt(world: World, tablet: ModelTablet, { userId }: Attempt): void {
  const { server, organization, seen } = world;
  tablet.failures += 1;
  const pauses = tablet.failures - failuresBeforePause;
  const seconds = pauses < 0 ? 0 : (pauseSeconds[Math.min(pauses, pauseSeconds.length - 1)] ?? 0);
  tablet.pausedUntil = seconds > 0 ? server.clock.now.getTime() + seconds * 1000 : 0;
  const user = organization.users.get(userId);
  if (organization.signInStyle !== 'name-then-pin' || !user) return;
  user.failures += 1;
  countTry(world, tablet, user);
  if (user.failures === failuresMost) seen.note('PIN disabled by online failures');
}

/** What an attempt leaves behind: failures in a row of tablet and person, and pauses. */
export function applyAttempt(
  world: World,
  tablet: ModelTablet,
  attempt: Attempt,
  { verdict, holder, isCounted }: Judged,
): void {
  if (holder) {
    holder.failures = 0;
    Object.assign(tablet, { failures: 0, pausedUntil: 0 });
    applyRight(world, tablet, holder);
    return;
  }
  if (!isCounted) return;
  countAttempt(world, tablet, attempt);
  if (verdict !== 'device_paused') applyGuess(world, tablet, attempt);
}

/** Ends what the server opened for somebody, or on a tablet, without a word in its record. */
export function endOnlineSessions({ tablets }: World, isMeant: (tablet: ModelTablet) => boolean): void {
  for (const { opened } of tablets.filter(isMeant)) if (opened) opened.mark.isOver = true;
}

/** Takes a session that the server has opened on a tablet into the model; it replaces the one that was open there. */
export function heedOpened({ server, marks }: World, tablet: ModelTablet, id: string, userId: string): Mark {
  if (tablet.opened) tablet.opened.mark.isOver = true;
  const at = server.clock.now.getTime();
  const mark = { userId, deviceId: tablet.id, at, starts: true, isOver: false };
  marks.push(mark);
  tablet.opened = { id, mark };
  return mark;
}

/** Whether a session still stands: person, role, unit and tablet are looked at anew each time. */
export function isStanding({ server, organization }: World, tablet: ModelTablet): boolean {
  const { onlineSession } = tablet;
  const user = onlineSession && organization.users.get(onlineSession.userId);
  if (!onlineSession || !user || onlineSession.mark.isOver) return false;
  const age = server.clock.now.getTime() - onlineSession.mark.at;
  return tablet.revokedAt === null && age < longestSessionMs && mayUse(organization, user, tablet.unitId);
}
