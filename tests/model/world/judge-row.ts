// What the server must find of an event, by the model's own knowledge of clocks, rights, PINs and of who was where.
import { expect } from 'vitest';
import { isBelieved, isUsedUp } from './guess-rules.ts';
import type { ModelTablet, Noted } from './model-tablet.ts';
import { mayBeGuessed, mayUse, mayWorkOffline } from './organization.ts';
import { wasElsewhere } from './places.ts';
import type { World } from './world.ts';

export type Row = {
  readonly tablet: ModelTablet;
  readonly noted: Noted;
  readonly kind: string;
  readonly sequence: number;
  readonly reasons: readonly string[];
  /** When it was, as the server thinks. */
  readonly estimate: number;
  /** The last event that the server had taken by then. */
  readonly before: Readonly<ModelTablet['end']>;
};

const toleranceMs = 5 * 60_000;

/** Numbers follow one another, and each event names the one before; where not, the server must say so. */
export function judgeChain({ end }: ModelTablet, { sequence, hash, payload }: Noted): string[] {
  const { sequence: last, hash: lastHash } = end;
  if (sequence > last) Object.assign(end, { sequence, hash });
  if (sequence > last + 1) return ['gap'];
  return sequence <= last || payload.previous !== lastHash ? ['broken-chain'] : [];
}

function judgeProof(
  world: World,
  tablet: ModelTablet,
  sessionId: string,
  found: readonly string[],
): string[] {
  const typed = tablet.typed.get(sessionId);
  const user = typed && world.organization.users.get(typed.userId);
  if (!typed || !user) throw new Error('nobody typed a PIN for this event');
  // That the PIN must be changed is what the revocation of this very tablet asks for.
  const asked = { ...user, isTemporary: user.isTemporary && tablet.revokedAt === null };
  const isAllowed =
    mayUse(world.organization, user, tablet.unitId) && mayWorkOffline(world.organization, asked);
  const reasons = isAllowed ? [] : ['not-allowed'];
  // Where no guess is counted any more, none is judged.
  const isJudged = tablet.revokedAt === null && isBelieved(world, tablet) && !isUsedUp(world, tablet, user);
  if (!isJudged) return [...reasons, 'not-checked'];
  if (user.pin === typed.pin) return reasons;
  // A storage that was put back may hold a roster that is older than all that the server remembers.
  const isForgotten = tablet.wasPutBack && found.includes('wrong-proof');
  return [...reasons, user.pinSetAt > typed.rosterAt && !isForgotten ? 'changed-pin' : 'wrong-proof'];
}

/** When it was, as well as the server can know: by the tablet's clock as that stands when it sends. */
function judgeTime({ server }: World, { tablet, noted, estimate }: Row, sentAt: number): void {
  const now = server.clock.now.getTime();
  const at = Number(noted.payload.at);
  expect(estimate, 'when the server thinks it was').toBe(Math.min(at + now - sentAt, now));
  const isLate = sentAt !== now + tablet.ahead;
  if (isLate || tablet.clockSets !== noted.clockSets) return;
  expect(estimate, 'when it was, with clocks that nobody set').toBe(noted.trueAt);
}

function judgeClocks(
  { server }: World,
  { tablet, noted, kind, sequence, estimate, before }: Row,
  sentAt: number,
): string[] {
  const now = server.clock.now.getTime();
  const difference = now - sentAt;
  const believed = Number(noted.payload.offset);
  const madeAt = Number(noted.payload.at) + difference;
  const runsBack = sequence > before.sequence && before.at !== null && before.at - madeAt > toleranceMs;
  const isOff =
    Math.abs(difference) > toleranceMs ||
    Math.abs(believed - difference) > toleranceMs ||
    madeAt - now > toleranceMs ||
    runsBack;
  const isRevoked = tablet.revokedAt !== null && estimate > tablet.revokedAt;
  const lease = tablet.typed.get(String(noted.payload.sessionId))?.leaseUntil ?? 0;
  return [
    ...(isOff ? ['clock'] : []),
    ...(isRevoked ? ['after-revocation'] : []),
    ...(kind === 'signed-in' && lease < estimate ? ['after-lease'] : []),
  ];
}

/** Whether the person was elsewhere meanwhile; what is found is right where that can be said either way. */
function judgePlaces({ marks }: World, row: Row): string[] {
  const { tablet, noted, kind, reasons, estimate } = row;
  const start = tablet.starts.get(String(noted.payload.sessionId));
  const isEnd = kind === 'session-ended';
  if (isEnd && (!start || start.reasons.includes('two-places'))) return [];
  const stay = {
    userId: String(noted.payload.userId),
    deviceId: tablet.id,
    from: isEnd && start ? start.at : estimate,
    to: isEnd ? estimate : null,
  };
  const isElsewhere = wasElsewhere(marks, stay) ?? reasons.includes('two-places');
  return isElsewhere ? ['two-places'] : [];
}

/** Whether a wrong PIN was one for which the tablet had something to compare it with. */
export function isGuess({ organization }: World, { tablet, noted }: Row): boolean {
  const user = organization.users.get(String(noted.payload.userId));
  return user !== undefined && mayBeGuessed(organization, user, tablet.unitId);
}

const tainting = ['wrong-proof', 'not-checked', 'not-allowed'];

/** @param sentAt the tablet's clock when it sent the event. @returns what the server had to find, and did */
export function judgeRow(world: World, row: Row, sentAt: number): readonly string[] {
  const { tablet, noted, kind, reasons, estimate } = row;
  const sessionId = String(noted.payload.sessionId);
  judgeTime(world, row, sentAt);
  const wanted = judgeClocks(world, row, sentAt);
  if (kind === 'signed-in') {
    wanted.push(...judgeProof(world, tablet, sessionId, reasons), ...judgePlaces(world, row));
    tablet.starts.set(sessionId, { reasons: wanted, at: estimate });
  } else if (kind === 'session-ended') {
    // All of a session is marked with what was wrong at its start.
    const start = tablet.starts.get(sessionId)?.reasons ?? [];
    wanted.push(...start.filter((reason) => tainting.includes(reason)), ...judgePlaces(world, row));
  } else if (kind === 'sign-in-failed' && !isGuess(world, row)) {
    wanted.push('not-allowed');
  }
  const chain = ['gap', 'broken-chain'];
  const found = reasons.filter((reason) => !chain.includes(reason));
  expect(found.toSorted(), `what the server thinks of “${kind}”`).toEqual(wanted.toSorted());
  return found;
}
