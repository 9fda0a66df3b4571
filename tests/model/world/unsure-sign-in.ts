// A sign-in of which the tablet never heard: what it left at the server must be what the rules allow.
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { applyGuess } from './guess-rules.ts';
import type { ModelTablet } from './model-tablet.ts';
import { type Attempt, applyAttempt, countAttempt, heedOpened, type judgeAttempt } from './online-rules.ts';
import type { World } from './world.ts';

async function readCounts({ server, organization }: World, tablet: ModelTablet) {
  const [device] = await server.query(
    `select pin_failures, guess_level, (extract(epoch from pin_paused_until) * 1000)::float8 as paused_until, pin_sessions.user_id,
       pin_sessions.id as session_id, (extract(epoch from pin_sessions.created_at) * 1000)::float8 as opened_at
     from devices left join pin_sessions on pin_sessions.device_id = devices.id where devices.id = $1`,
    [tablet.id],
  );
  const users = await server.query('select id, pin_failures from users where organization_id = $1', [
    organization.id,
  ]);
  return {
    failures: Number(device?.pin_failures),
    level: Number(device?.guess_level),
    pausedUntil: Math.round(Number(device?.paused_until ?? 0)),
    sessionId: String(device?.session_id ?? ''),
    holderId: String(device?.user_id ?? ''),
    openedAt: Math.round(Number(device?.opened_at ?? 0)),
    users: new Map(users.map(({ id, pin_failures }) => [String(id), Number(pin_failures)])),
  };
}

/** Says what a person's failures and the tablet's are. */
const countsOf = ({ organization }: World, tablet: ModelTablet) => ({
  failures: tablet.failures,
  level: tablet.level.amount,
  pausedUntil: tablet.pausedUntil,
  users: [...organization.users.values()].map(({ failures }) => failures),
});

/** Takes from the server how far it came: not at all, counted, or to the end. */
export async function heedUnsure(
  world: World,
  tablet: ModelTablet,
  attempt: Attempt,
  judged: ReturnType<typeof judgeAttempt>,
): Promise<void> {
  const { organization } = world;
  const now = world.server.clock.now.getTime();
  const counts = await readCounts(world, tablet);
  const isOpened =
    counts.sessionId !== '' && counts.sessionId !== tablet.opened?.id && counts.openedAt === now;
  const before = countsOf(world, tablet);
  const users = [...organization.users.keys()].map((id) => counts.users.get(id));
  const { failures, level, pausedUntil } = counts;
  const left = { failures, level, pausedUntil };
  if (isOpened) {
    expect(judged.verdict, 'somebody was let in whom the rules forbid').toBe('let in');
    expect(counts.holderId, 'who was let in').toBe(judged.holder?.id);
    tablet.onlineSession = null;
    heedOpened(world, tablet, counts.sessionId, counts.holderId);
    applyAttempt(world, tablet, attempt, judged);
  } else if (counts.failures !== before.failures) {
    // Counted before it was looked at, whatever it was.
    countAttempt(world, tablet, attempt);
    // A crash between the two leaves a try that was counted and not looked at.
    const isLookedAt = !isDeepStrictEqual(countsOf(world, tablet), { ...left, users });
    if (isLookedAt && !judged.holder && judged.verdict !== 'device_paused')
      applyGuess(world, tablet, attempt);
  }
  expect({ ...counts, users }, 'what a sign-in without an answer left behind').toMatchObject(
    countsOf(world, tablet),
  );
}
