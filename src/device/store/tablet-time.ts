// What time it is at the server, as well as the tablet can tell, and whether its clock can be trusted with the lease.
import { openDatabase, type SyncState } from './database.ts';

/** So much a clock may be corrected backwards by itself, in milliseconds. */
const settlingMilliseconds = 60_000;

/** `clock`: it shows less than was seen before; `lease`: the time without the server is over. */
export type TimeDoubt = 'clock' | 'lease';

/** The server's clock, estimated; `now` is the tablet's, in milliseconds. */
export function estimateServerTime(state: Pick<SyncState, 'serverTimeOffset'>, now: number): number {
  return now + state.serverTimeOffset;
}

/** Says why the tablet must not let anybody in by itself at this time; `null` when it may. */
export function doubtTime(
  state: Pick<SyncState, 'serverTimeOffset' | 'highestTimeSeen' | 'leaseUntil'>,
  now: number,
): TimeDoubt | null {
  const time = estimateServerTime(state, now);
  if (Math.max(time, state.highestTimeSeen) >= state.leaseUntil) return 'lease';
  return time < state.highestTimeSeen - settlingMilliseconds ? 'clock' : null;
}

/**
 * Notes the time that has come, so that a clock set back shows; when the lease is over, deletes the roster. What was
 * noted for the server stays.
 * @returns whether the lease has just ended
 */
export async function noteTime(now: number): Promise<boolean> {
  const database = await openDatabase();
  if (!database) return false;
  const transaction = database.transaction(['state', 'users', 'roles'], 'readwrite', {
    durability: 'strict',
  });
  transaction.done.catch(() => undefined);
  const states = transaction.objectStore('state');
  const state = await states.get('current');
  if (!state) return false;
  const time = Math.max(state.highestTimeSeen, estimateServerTime(state, now));
  const ended = time >= state.leaseUntil && state.cursor !== '';
  const work: Promise<unknown>[] = [
    states.put({ ...state, highestTimeSeen: time, ...(ended ? { cursor: '' } : {}) }, 'current'),
  ];
  if (ended) work.push(transaction.objectStore('users').clear(), transaction.objectStore('roles').clear());
  await Promise.all([...work, transaction.done]);
  return ended;
}
