// Plays one history from its first command to the check at its end.
import { checkEnd } from './check-end.ts';
import type { Command } from './commands.ts';
import type { ModelServer } from './model-server.ts';
import { playAdmin } from './play-admin.ts';
import { playTablet } from './play-tablet.ts';
import { makeWorld, type World } from './world.ts';

async function play(world: World, command: Command): Promise<void> {
  const { clock } = world.server;
  clock.advance(1013);
  switch (command.do) {
    case 'wait':
    case 'set-server-clock':
      clock.advance(command.minutes * 60_000);
      if (command.do === 'wait') return;
      // The tablets' own clocks go on as they did.
      for (const tablet of world.tablets) tablet.ahead -= command.minutes * 60_000;
      return;
    case 'sync':
    case 'sign-in':
    case 'end-session':
    case 'look-at-pad':
    case 'keep-image':
    case 'put-image-back':
    case 'part':
    case 'heal':
    case 'set-tablet-clock':
      return playTablet(world, command);
    default:
      return playAdmin(world, command);
  }
}

/** @throws when a rule was broken, in the middle or at the end */
export async function playHistory(server: ModelServer, commands: readonly Command[]): Promise<void> {
  const world = await makeWorld(server);
  for (const command of commands) await play(world, command);
  await checkEnd(world);
}
