// Keeps when the server was last heard, so that a cold start without it can say since when.
import { openDatabase } from './database.ts';

const everyMilliseconds = 60_000;
let notedAt = 0;

/** Notes that the server was heard just now; written at most once a minute. `now` is the tablet's clock. */
export async function noteContact(now: number): Promise<void> {
  if (Math.abs(now - notedAt) < everyMilliseconds) return;
  notedAt = now;
  const transaction = (await openDatabase())?.transaction('state', 'readwrite');
  // It ends under us when the browser clears the storage of a revoked device; the calls below tell so, too.
  transaction?.done.catch(() => undefined);
  const state = await transaction?.store.get('current');
  if (!transaction || !state) return;
  const highestTimeSeen = Math.max(state.highestTimeSeen, now + state.serverTimeOffset);
  await transaction.store.put({ ...state, lastContactAt: now, highestTimeSeen }, 'current');
  await transaction.done;
}
