// Runs the product's code on one of the model's tablets, and looks into its storage.
import { expect } from 'vitest';
import type { DeviceRecord } from '../../../src/device/store/database.ts';
import type { ModelTablet, Noted, Stored } from './model-tablet.ts';
import {
  type Conditions,
  type DeviceCode,
  type Outcome,
  type Place,
  runInBrowser,
} from './tablet-browser.ts';
import type { World } from './world.ts';

/** The tablet's clock. */
export const nowOn = ({ server }: World, { ahead }: Pick<ModelTablet, 'ahead'>) =>
  server.clock.now.getTime() + ahead;

/** @param isOnline as the network of the tablet is, unless told */
export async function runOnTablet<T>(
  world: World,
  tablet: ModelTablet,
  work: (page: DeviceCode, worker: DeviceCode) => Promise<T>,
  conditions?: Conditions,
  {
    tabs = 1,
    isOnline = tablet.isOnline,
    onAnswer,
  }: { tabs?: 1 | 2; isOnline?: boolean; onAnswer?: Place['onAnswer'] } = {},
): Promise<Outcome<T>> {
  const { server, seen } = world;
  const { storage, batches } = tablet;
  const place = { server, storage, batches, isOnline, onAnswer, now: nowOn(world, tablet) };
  const outcome = await runInBrowser(place, work, conditions, tabs);
  if (outcome.met) seen.noteNamed('met', outcome.met);
  return outcome;
}

/** Looks into the tablet's database; a wiped one has none. */
export async function readStored(world: World, tablet: ModelTablet): Promise<Stored> {
  const { value, error } = await runOnTablet(world, tablet, async ({ openDatabase }) => {
    const database = await openDatabase();
    if (!database) {
      return { device: undefined, state: undefined, users: [], roles: [], outbox: [], tries: undefined };
    }
    const [device, state, users, roles, outbox, tries] = await Promise.all([
      database.get('device', 'current'),
      database.get('state', 'current'),
      database.getAll('users'),
      database.getAll('roles'),
      database.getAll('outbox'),
      database.get('spentTries', 'current'),
    ]);
    return { device, state, users, roles, outbox, tries };
  });
  if (!value) throw error;
  return value;
}

/** The record that makes the tablet a device; a wiped one has none. */
export async function readDeviceOf(world: World, tablet: ModelTablet): Promise<DeviceRecord | undefined> {
  const { value } = await runOnTablet(world, tablet, async ({ openDatabase }) =>
    (await openDatabase())?.get('device', 'current'),
  );
  return value;
}

/** Remembers what the tablet has just noted. */
export function rememberNew(
  { server }: World,
  tablet: ModelTablet,
  events: Parameters<ModelTablet['remember']>[0],
): Noted[] {
  return tablet.remember(events, server.clock.now.getTime());
}

/** Has a tablet that lost its power between a try and its event note that event, as its next sync or sign-in would. */
export async function noteLeftTry(world: World, tablet: ModelTablet): Promise<void> {
  const { device, tries } = await readStored(world, tablet);
  if (!device || !tries?.unnoted) return;
  const { error } = await runOnTablet(world, tablet, ({ noteUnnotedTry }) => noteUnnotedTry(device));
  if (error !== undefined) throw error;
  const fresh = rememberNew(world, tablet, (await readStored(world, tablet)).outbox);
  expect(fresh[0]?.payload.id, 'the try that was left').toBe(tries.unnoted.id);
  world.seen.note('try noted after a crash');
}
