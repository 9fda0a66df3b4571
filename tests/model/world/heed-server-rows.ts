// Looks at the events that came to the server: whose they are, and whether what the server thinks of each one is right.
import { expect } from 'vitest';
import { addGuesses, countTry, isBelieved } from './guess-rules.ts';
import { isGuess, judgeChain, judgeRow, type Row } from './judge-row.ts';
import type { ModelTablet } from './model-tablet.ts';
import { failuresMost } from './organization.ts';
import { nowOn } from './run-on-tablet.ts';
import type { World } from './world.ts';

const pauseMs = 15 * 60_000;
const dayMs = 24 * 3_600_000;
const failedPeopleMost = 3;

async function readNewRows(world: World): Promise<Row[]> {
  const { server, organization, tablets } = world;
  const rows = await server.query(
    `select position::int, device_id, hash, sequence::int, kind, reasons,
       (extract(epoch from estimated_at) * 1000)::float8 as estimate from device_events
     where organization_id = $1 and position > $2 order by position`,
    [organization.id, world.position],
  );
  return rows.map((row) => {
    world.position = Number(row.position);
    const hash = String(row.hash);
    const tablet = tablets.find(({ id }) => id === row.device_id);
    const noted = tablet?.noted.get(hash);
    if (!tablet || !noted) throw new Error('the server has an event that no tablet noted');
    expect(world.taken.has(hash), 'an event is there twice').toBe(false);
    world.taken.add(hash);
    const reasons = Array.isArray(row.reasons) ? row.reasons.map(String) : [];
    return {
      tablet,
      noted,
      kind: String(row.kind),
      sequence: Number(row.sequence),
      reasons,
      estimate: Math.round(Number(row.estimate)),
      before: tablet.end,
    };
  });
}

/** @param isCounted whether a tablet in force had something to guess at: nothing else uses up a PIN */
function countFailure(world: World, { tablet, noted, kind }: Row, isCounted: boolean): void {
  const userId = String(noted.payload.userId);
  const now = world.server.clock.now.getTime();
  const isToBelieve = isBelieved(world, tablet);
  tablet.failedOffline.push({ userId, at: now });
  tablet.toldFailures.push(now);
  const user = world.organization.users.get(userId);
  if (!user || !isCounted || tablet.revokedAt !== null || !isToBelieve) return;
  if (!countTry(world, tablet, user)) return;
  if (user.failures < failuresMost) {
    user.failures += 1;
    if (user.failures === failuresMost) world.seen.note('PIN disabled by offline failures');
  }
  if (kind === 'signed-in') addGuesses(world, tablet, 1);
}

/** Wrong PINs of more than three people within a day pause the tablet. */
function pauseIfNeeded({ server, seen }: World, tablet: ModelTablet): void {
  const now = server.clock.now.getTime();
  const recent = tablet.failedOffline.filter(({ at }) => at > now - dayMs);
  const people = new Set(recent.map(({ userId }) => userId)).size;
  if (people <= failedPeopleMost) return;
  tablet.pausedUntil = Math.max(tablet.pausedUntil, now + pauseMs);
  // What led to this pause leads to no other.
  tablet.failedOffline.length = 0;
  seen.note('device paused for offline failures');
}

type Options = {
  /** What the tablet said its clock showed when it sent the events. */
  readonly sentAt?: (tablet: ModelTablet) => number;
  /** Called after each event. */
  readonly afterRow?: () => void;
};

/** Takes what is new at the server into the model. @returns how many events that are */
export async function heedServerRows(
  world: World,
  { sentAt = (tablet) => nowOn(world, tablet), afterRow }: Options = {},
): Promise<number> {
  const failed = new Set<ModelTablet>();
  const rows = await readNewRows(world);
  for (const each of rows) {
    const { tablet, noted, sequence, kind, reasons, estimate } = each;
    const row = { ...each, before: { ...tablet.end } };
    expect(sequence).toBe(noted.sequence);
    expect(kind).toBe(noted.payload.kind);
    expect(
      reasons.filter((reason) => reason === 'gap' || reason === 'broken-chain'),
      'the chain',
    ).toEqual(judgeChain(tablet, noted));
    const found = judgeRow(world, row, sentAt(tablet));
    if (sequence > row.before.sequence) tablet.end.at = estimate;
    const isWrongProof = kind === 'signed-in' && found.includes('wrong-proof');
    // Of people who had nothing there to guess at, no wrong PIN counts.
    const isFailure = isWrongProof || (kind === 'sign-in-failed' && !found.includes('not-allowed'));
    if (isFailure) countFailure(world, row, isGuess(world, row));
    if (isFailure && tablet.revokedAt === null) failed.add(tablet);
    if (kind === 'signed-in' || kind === 'session-ended') {
      const userId = String(noted.payload.userId);
      const starts = kind === 'signed-in';
      world.marks.push({ userId, deviceId: tablet.id, at: estimate, starts, isOver: false });
    }
    for (const reason of reasons.length > 0 ? reasons : ['nothing']) world.seen.noteNamed('found', reason);
    afterRow?.();
  }
  for (const tablet of failed) pauseIfNeeded(world, tablet);
  return rows.length;
}
