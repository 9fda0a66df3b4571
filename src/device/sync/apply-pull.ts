// Applies what a pull brought to the stores of the tablet.
import type { Pull, RosterRole, RosterUser } from '../../contract/endpoints/device.ts';
import type { SyncState } from '../store/database.ts';

type RosterStore<T> = {
  clear(): Promise<unknown>;
  put(value: T): Promise<unknown>;
  delete(id: string): Promise<unknown>;
};

export type PulledStores = {
  readonly users: RosterStore<RosterUser>;
  readonly roles: RosterStore<RosterRole>;
  readonly state: { put(value: SyncState, key: 'current'): Promise<unknown> };
};

function applyRows<T>(
  store: RosterStore<T>,
  reset: boolean,
  dels: readonly string[],
  puts: readonly T[],
): Promise<unknown>[] {
  return [
    ...(reset ? [store.clear()] : []),
    ...dels.map((id) => store.delete(id)),
    ...puts.map((row) => store.put(row)),
  ];
}

/** Says where the tablet stands after a pull; `now` is the tablet's clock in milliseconds. */
export function stateAfterPull(pull: Pull, now: number): SyncState {
  const serverTime = Date.parse(pull.serverTime);
  return {
    cursor: pull.cursor,
    policy: pull.policy,
    leaseUntil: Date.parse(pull.lease.until),
    lastContactAt: now,
    serverTimeOffset: serverTime - now,
    // The server's word counts more than what a wrong clock has shown before.
    highestTimeSeen: serverTime,
    rosterAt: serverTime,
  };
}

/** Tells whether a screen has anything new to show after a pull. */
export function changesSomething(before: SyncState | undefined, pull: Pull): boolean {
  const rows =
    pull.puts.users.length + pull.puts.roles.length + pull.dels.users.length + pull.dels.roles.length;
  return pull.reset || rows > 0 || JSON.stringify(before?.policy) !== JSON.stringify(pull.policy);
}

/** Applies a pull within the caller's transaction: first reset, then dels, then puts, then the new cursor. */
export async function applyPull(stores: PulledStores, pull: Pull, after: SyncState): Promise<void> {
  // All at once, without waiting in between: IndexedDB keeps the order, and a waiting transaction would commit early.
  await Promise.all([
    ...applyRows(stores.users, pull.reset, pull.dels.users, pull.puts.users),
    ...applyRows(stores.roles, pull.reset, pull.dels.roles, pull.puts.roles),
    stores.state.put(after, 'current'),
  ]);
}
