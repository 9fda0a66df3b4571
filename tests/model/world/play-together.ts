// Commands that run several things at once: syncs of page and worker, a sign-in, two tablets, a change by an admin.
import { expect } from 'vitest';
import type { Command } from './commands.ts';
import { heedServerRows } from './heed-server-rows.ts';
import { withCrash } from './model-server.ts';
import type { ModelTablet, Told } from './model-tablet.ts';
import { pick } from './pick.ts';
import { playAdmin } from './play-admin.ts';
import { syncTwiceAndSignIn } from './sync-and-sign-in.ts';
import { heedSync, makeTold, runSync, sync } from './sync-tablet.ts';
import type { World } from './world.ts';

type Together<D extends Command['do']> = Extract<Command, { do: D }>;

/** Two tablets at the same instant, either of which may meet a fault or end, before a server that may end, too. */
async function syncTwo(world: World, tablet: ModelTablet, command: Together<'sync-two'>): Promise<void> {
  const other = pick(world.tablets, command.other);
  if (!other || other === tablet || other.isWiped) return;
  const { fault, crashAt, serverCrash } = command;
  const tolds = new Map<ModelTablet, Told[]>([tablet, other].map((each) => [each, [makeTold(world, each)]]));
  const {
    crashed: serverCrashed,
    value,
    error,
  } = await withCrash(serverCrash, () =>
    Promise.all([runSync(world, tablet, { fault, crashAt }), runSync(world, other, {})]),
  );
  if (!value) throw error;
  const newRows = await heedServerRows(world, {
    // What one of them sent may be in what the other was told.
    afterRow: () => {
      for (const [each, told] of tolds) told.push(makeTold(world, each));
    },
  });
  for (const [at, each] of [tablet, other].entries()) {
    const ran = value[at];
    const told = tolds.get(each);
    if (ran && told) await heedSync(world, each, { ...ran, serverCrashed }, { tolds: told, newRows });
  }
  world.seen.note('two tablets at once');
}

/** An admin changes something while a tablet syncs: it was told of the time before, or of the time after. */
async function changeDuringSync(
  world: World,
  tablet: ModelTablet,
  { change }: Together<'change-during-sync'>,
): Promise<void> {
  // What still waits would be judged before or after the change.
  if (!tablet.isOnline || (await sync(world, tablet)) === 'wiped') return;
  const before = makeTold(world, tablet);
  world.server.clock.advance(1013);
  const at = world.server.clock.now.getTime();
  const leaseUntil = before.leaseUntil + at - before.at;
  const [ran] = await Promise.all([
    runSync(world, tablet),
    playAdmin(world, { ...change, serverCrash: null }),
  ]);
  expect(await heedServerRows(world)).toBe(0);
  const after = makeTold(world, tablet);
  const tolds = [{ ...before, at, leaseUntil }, after];
  await heedSync(world, tablet, ran, { tolds, newRows: 0 });
  world.seen.note('change during a sync');
  if (JSON.stringify(tolds[0]) === JSON.stringify(after) || tablet.isWiped) return;
  const isAfter = JSON.stringify(tablet.told) === JSON.stringify(after);
  world.seen.note(`change during a sync came ${isAfter ? 'before' : 'after'} its pull`);
}

export type TogetherCommand = Together<'sync-twice-and-sign-in' | 'sync-two' | 'change-during-sync'>;

/** Does what a command says that runs several things at once. */
export async function playTogether(
  world: World,
  tablet: ModelTablet,
  command: TogetherCommand,
): Promise<void> {
  switch (command.do) {
    case 'sync-twice-and-sign-in':
      return syncTwiceAndSignIn(world, tablet, command);
    case 'sync-two':
      return syncTwo(world, tablet, command);
    case 'change-during-sync':
      return changeDuringSync(world, tablet, command);
  }
}
