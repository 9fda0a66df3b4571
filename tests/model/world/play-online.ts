// What people do at tablets that the server hears: sign in with a PIN, guess, go on working, lock.
import { expect } from 'vitest';
import { endPinSession, signInWithPin } from '../../../src/contract/endpoints/device.ts';
import { getSession } from '../../../src/contract/endpoints/session.ts';
import type { DeviceRecord } from '../../../src/device/store/database.ts';
import type { Command } from './commands.ts';
import { countPeople, findMatches } from './guess-rules.ts';
import { heedServerRows } from './heed-server-rows.ts';
import type { ModelTablet } from './model-tablet.ts';
import {
  type Attempt,
  applyAttempt,
  heedOpened,
  isStanding,
  judgeAttempt,
  type Verdict,
} from './online-rules.ts';
import { pick } from './pick.ts';
import { wrongFor } from './pins.ts';
import { readDeviceOf, readStored, runOnTablet } from './run-on-tablet.ts';
import { pinFor } from './sign-in-offline.ts';
import { heedWipe } from './sync-tablet.ts';
import type { Conditions, DeviceCode } from './tablet-browser.ts';
import { heedUnsure } from './unsure-sign-in.ts';
import type { World } from './world.ts';

/** A session opened for somebody, or the code of the refusal. */
type Answer = { readonly token: string; readonly userId: string } | { readonly code: string };

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  throw error;
}

/** As the page does it: a refusal of the device wipes the tablet. */
async function call<T>(
  { heedRefusal }: DeviceCode,
  device: DeviceRecord,
  work: () => Promise<T>,
): Promise<T | { readonly code: string }> {
  return heedRefusal(device, work).catch((error: unknown) => ({ code: codeOf(error) }));
}

async function tapPin(
  world: World,
  code: DeviceCode,
  device: DeviceRecord,
  { userId, pin }: Attempt,
): Promise<Answer> {
  const body = world.organization.signInStyle === 'pin' ? { pin } : { pin, userId };
  return call(code, device, async () => {
    const { token, session } = await code.callAsDevice(device, signInWithPin, { body });
    return { token, userId: session.user.id };
  });
}

/** Takes what a refused tablet sent in its last minute, and whether it is wiped. */
async function heedRefusal(world: World, tablet: ModelTablet): Promise<void> {
  await heedServerRows(world);
  heedWipe(world, tablet, await readStored(world, tablet));
}

function openSession(
  world: World,
  tablet: ModelTablet,
  { token, userId }: { token: string; userId: string },
) {
  const [id = ''] = token.split('.');
  tablet.onlineSession = { token, userId, mark: heedOpened(world, tablet, id, userId) };
}

async function signInOnline(
  world: World,
  tablet: ModelTablet,
  attempt: Attempt,
  conditions: Conditions,
): Promise<void> {
  const device = await readDeviceOf(world, tablet);
  if (!device) return;
  const judged = judgeAttempt(world, tablet, attempt);
  const { value, error, serverCrashed, met } = await runOnTablet(
    world,
    tablet,
    (code) => tapPin(world, code, device, attempt),
    conditions,
  );
  const answer = value && ('code' in value ? value.code : 'let in');
  if (serverCrashed || (met !== null && answer !== judged.verdict)) {
    world.seen.note('online unsure');
    await heedServerRows(world);
    await heedUnsure(world, tablet, attempt, judged);
    return heedRefusal(world, tablet);
  }
  if (!value) throw error;
  expect(answer, 'what came of a PIN').toBe(judged.verdict);
  if ('token' in value) {
    expect(value.userId, 'who was let in').toBe(judged.holder?.id);
    openSession(world, tablet, value);
  }
  applyAttempt(world, tablet, attempt, judged);
  world.seen.noteNamed('online', judged.verdict);
  if (judged.verdict === 'device_revoked') await heedRefusal(world, tablet);
}

/** Many wrong PINs at the same instant: no more of them are looked at than one after the other. */
async function guessAtOnce(
  world: World,
  tablet: ModelTablet,
  { user: number, count }: { user: number; count: number },
): Promise<void> {
  const device = await readDeviceOf(world, tablet);
  const user = pick([...world.organization.users.values()], number);
  if (!device || !user || tablet.revokedAt !== null) return;
  const attempt = { userId: user.id, pin: wrongFor(user.pin) };
  // Those that bring a pause by what they mean, too, depend on which of them is looked at first.
  const byName = world.organization.signInStyle === 'name-then-pin';
  if (byName ? countPeople(world, tablet) >= 3 : findMatches(world, tablet, attempt.pin).length > 0) return;
  const { value, error } = await runOnTablet(world, tablet, (code) =>
    Promise.all(Array.from({ length: count }, () => tapPin(world, code, device, attempt))),
  );
  if (!value) throw error;
  const wanted: Verdict[] = [];
  for (const _ of value) {
    const judged = judgeAttempt(world, tablet, attempt);
    applyAttempt(world, tablet, attempt, judged);
    wanted.push(judged.verdict);
  }
  const answers = value.map((answer) => ('code' in answer ? answer.code : 'let in'));
  expect(answers.toSorted(), 'what came of many guesses at once').toEqual(wanted.toSorted());
  world.seen.note('many guesses at once');
}

async function goOnWorking(world: World, tablet: ModelTablet): Promise<void> {
  const { onlineSession } = tablet;
  const device = onlineSession && (await readDeviceOf(world, tablet));
  if (!onlineSession || !device) return;
  const { token: pinSession, userId } = onlineSession;
  const { value, error } = await runOnTablet(world, tablet, (code) =>
    call(code, device, () => code.callAsDevice(device, getSession, {}, { pinSession })),
  );
  if (!value) throw error;
  const stands = isStanding(world, tablet);
  const refusal = tablet.revokedAt === null ? 'not_signed_in' : 'device_revoked';
  expect('code' in value ? value.code : value.user.id, 'whose session it is').toBe(stands ? userId : refusal);
  world.seen.note(stands ? 'session stands' : 'session is over');
  if (tablet.revokedAt !== null) await heedRefusal(world, tablet);
}

async function endOnline(world: World, tablet: ModelTablet): Promise<void> {
  const { onlineSession } = tablet;
  const device = onlineSession && (await readDeviceOf(world, tablet));
  if (!onlineSession || !device) return;
  const { error } = await runOnTablet(world, tablet, (code) =>
    call(code, device, () => code.callAsDevice(device, endPinSession, { query: { reason: 'locked' } })),
  );
  if (error !== undefined) throw error;
  if (tablet.revokedAt !== null) return heedRefusal(world, tablet);
  const { userId, mark } = onlineSession;
  tablet.onlineSession = null;
  // A session that was taken away before has no end in the record.
  if (mark.isOver) return;
  mark.isOver = true;
  const at = world.server.clock.now.getTime();
  world.marks.push({ userId, deviceId: tablet.id, at, starts: false, isOver: false });
  world.seen.note('session ended');
}

export type OnlineCommand = Extract<
  Command,
  { do: 'sign-in-online' | 'guess-at-once' | 'use-session' | 'end-online' }
>;

/** Does what a command at a tablet with a server says. */
export async function playOnline(world: World, tablet: ModelTablet, command: OnlineCommand): Promise<void> {
  if (!tablet.isOnline) return;
  switch (command.do) {
    case 'sign-in-online':
      for (let time = 0; time < command.times && !tablet.isWiped; time += 1) {
        const attempt = pinFor(world, command);
        const { fault, serverCrash } = command;
        if (attempt) await signInOnline(world, tablet, attempt, { fault, serverCrash });
      }
      return;
    case 'guess-at-once':
      return guessAtOnce(world, tablet, command);
    case 'use-session':
      return goOnWorking(world, tablet);
    case 'end-online':
      return endOnline(world, tablet);
  }
}
