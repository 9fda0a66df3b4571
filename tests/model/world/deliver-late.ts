// A batch of events that comes late: sent again, or long after it was lost, with a proof of its own and the body of then.
import { expect } from 'vitest';
import * as z from 'zod';
import { pushEvents } from '../../../src/contract/endpoints/device.ts';
import { heedServerRows } from './heed-server-rows.ts';
import type { ModelTablet } from './model-tablet.ts';
import { pick } from './pick.ts';
import { readDeviceOf, runOnTablet } from './run-on-tablet.ts';
import type { World } from './world.ts';

/** @param which of the tablet's batches, the newest first, counted round and round */
export async function deliverLate(world: World, tablet: ModelTablet, which: number): Promise<void> {
  const batch = pick(tablet.batches.toReversed(), which);
  const device = await readDeviceOf(world, tablet);
  if (batch === undefined || !device) return;
  const body = z.parse(pushEvents.body, JSON.parse(batch));
  const hashes = [...tablet.noted.values()]
    .filter(({ jws }) => body.events.some((event) => event.jws === jws))
    .map(({ hash }) => hash);
  const unknown = hashes.filter((hash) => !world.taken.has(hash));
  const { value, error } = await runOnTablet(
    world,
    tablet,
    ({ callAsDevice }) => callAsDevice(device, pushEvents, { body }),
    { serverCrash: null },
    { isOnline: true },
  );
  if (error !== undefined) throw error;
  const newRows = await heedServerRows(world, { sentAt: () => body.now });
  expect(newRows, 'what a late batch brought').toBe(unknown.length);
  expect(value?.upTo, 'the last event that the server has').toBe(tablet.end.sequence);
  world.seen.note(unknown.length > 0 ? 'late batch that was lost before' : 'late batch known by then');
}
