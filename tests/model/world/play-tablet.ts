// What people do at tablets in a history, and what the tablets do by themselves: always with the product's own code.
import { expect } from 'vitest';
import type { AdminCommand } from './admin-commands.ts';
import type { Command } from './commands.ts';
import { deliverLate } from './deliver-late.ts';
import type { ModelTablet } from './model-tablet.ts';
import { pick } from './pick.ts';
import { type OnlineCommand, playOnline } from './play-online.ts';
import { playTogether, type TogetherCommand } from './play-together.ts';
import { nowOn, runOnTablet } from './run-on-tablet.ts';
import { endSession, signInOnce } from './sign-in-offline.ts';
import { sync } from './sync-tablet.ts';
import { keepImage, loseOutbox, putImageBack } from './tablet-image.ts';
import type { World } from './world.ts';

export type TabletCommand = Exclude<Extract<Command, { tablet: number }>, AdminCommand>;

const isTogether = (command: TabletCommand): command is TogetherCommand =>
  ['sync-twice-and-sign-in', 'sync-two', 'change-during-sync'].includes(command.do);

const isOnlineOne = (command: TabletCommand): command is OnlineCommand =>
  ['sign-in-online', 'guess-at-once', 'use-session', 'end-online'].includes(command.do);

/** A command that needs something finds a tablet that has it, if there is one. */
const fitFor =
  (what: TabletCommand['do']) =>
  (tablet: ModelTablet): boolean => {
    if (tablet.isWiped) return false;
    if (what === 'use-session' || what === 'end-online') return tablet.onlineSession !== null;
    if (what === 'end-session') return tablet.session !== null;
    if (what === 'put-image-back') return tablet.image !== null;
    return what !== 'deliver-late' || tablet.batches.length > 0;
  };

/** Does what a command at a tablet says. */
export async function playTablet(world: World, command: TabletCommand): Promise<void> {
  const tablet = pick(world.tablets.filter(fitFor(command.do)), command.tablet);
  if (!tablet) return;
  if (isTogether(command)) return playTogether(world, tablet, command);
  if (isOnlineOne(command)) return playOnline(world, tablet, command);
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
    case 'try-everybody':
      for (let user = 0; user < world.organization.users.size; user += 1) {
        const wrong = { do: 'sign-in', tablet: command.tablet, user, pin: 'wrong', crashAt: null } as const;
        for (let time = 0; time < command.times; time += 1) {
          await signInOnce(world, tablet, { ...wrong, times: 1 });
        }
      }
      return;
    case 'lose-outbox':
      return loseOutbox(world, tablet);
    case 'end-session':
      return endSession(world, tablet, command.crashAt);
    case 'look-at-pad': {
      const now = nowOn(world, tablet);
      tablet.noteTime(now);
      const { error } = await runOnTablet(world, tablet, ({ noteTime }) => noteTime(now));
      if (error !== undefined) throw error;
      return;
    }
    case 'keep-image':
      return keepImage(world, tablet);
    case 'put-image-back':
      return putImageBack(world, tablet);
    case 'deliver-late':
      return deliverLate(world, tablet, command.batch);
    case 'part':
      tablet.isOnline = false;
      return;
    case 'heal':
      tablet.isOnline = true;
      return;
    case 'set-tablet-clock':
      tablet.ahead += command.minutes * 60_000;
      tablet.clockSets += 1;
  }
}
