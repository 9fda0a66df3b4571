// Plays one history from its first command to the check at its end.
import { isAdminCommand } from './admin-commands.ts';
import { checkEnd } from './check-end.ts';
import type { Command } from './commands.ts';
import type { History } from './histories.ts';
import type { ModelServer } from './model-server.ts';
import { playAdmin } from './play-admin.ts';
import { playTablet } from './play-tablet.ts';
import type { Seen } from './seen.ts';
import { sync } from './sync-tablet.ts';
import { makeWorld, type World } from './world.ts';

async function play(world: World, command: Command): Promise<void> {
  const { clock } = world.server;
  clock.advance(1013);
  switch (command.do) {
    case 'wait':
      return clock.advance(command.minutes * 60_000);
    case 'set-server-clock':
      clock.advance(command.minutes * 60_000);
      // The tablets' own clocks go on as they did.
      for (const tablet of world.tablets) {
        tablet.ahead -= command.minutes * 60_000;
        tablet.clockSets += 1;
      }
      return;
    default:
      return isAdminCommand(command) ? playAdmin(world, command) : playTablet(world, command);
  }
}

/** @throws when a rule was broken, in the middle or at the end */
export async function playHistory(
  server: ModelServer,
  seen: Seen,
  { style, unsynced, commands }: History,
): Promise<void> {
  const world = await makeWorld(server, seen, style);
  for (const [at, tablet] of world.tablets.entries()) if (at !== unsynced) await sync(world, tablet);
  for (const command of commands) await play(world, command);
  await checkEnd(world);
}
