// How a tablet applies what a pull brought, and what it then knows.
import { describe, expect, it } from 'vitest';
import type { Pull } from '../../src/contract/endpoints/device.ts';
import type { SyncState } from '../../src/device/store/database.ts';
import { applyPull, changesSomething, stateAfterPull } from '../../src/device/sync/apply-pull.ts';

const policy: Pull['policy'] = {
  organizationName: 'Bakery',
  deviceName: 'Line 1',
  signInStyle: 'pin',
  pinLength: 6,
  pinLengths: [6],
  offline: null,
  autoLockSeconds: 120,
  pausedUntil: null,
};
const quietPull: Pull = {
  cursor: '7',
  reset: false,
  puts: { users: [], roles: [] },
  dels: { users: [], roles: [] },
  policy,
  lease: { until: '2030-01-02T00:00:00Z' },
  serverTime: '2030-01-01T00:00:00Z',
  organizationKey: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' },
};
const serverTime = Date.parse(quietPull.serverTime);

function makeStore<T extends { id: string }>(...rows: T[]) {
  const map = new Map(rows.map((row) => [row.id, row]));
  return {
    map,
    clear: async () => map.clear(),
    put: async (row: T) => map.set(row.id, row),
    delete: async (id: string) => map.delete(id),
  };
}

function makeStores() {
  const states: SyncState[] = [];
  return {
    users: makeStore(
      { id: 'a', name: 'Ann', roleId: 'r', verifier: null },
      { id: 'b', name: 'Bob', roleId: 'r', verifier: null },
    ),
    roles: makeStore({ id: 'r', name: 'Staff', permissions: [] }),
    state: { states, put: async (state: SyncState) => states.push(state) },
  };
}

const names = (stores: ReturnType<typeof makeStores>) =>
  [...stores.users.map.values()].map(({ name }) => name);

describe('a pull', () => {
  it('puts what is new, deletes what is gone and keeps the rest', async () => {
    const stores = makeStores();
    const pull = {
      ...quietPull,
      puts: { users: [{ id: 'c', name: 'Cleo', roleId: 'r', verifier: null }], roles: [] },
      dels: { users: ['a'], roles: [] },
    };
    const after = stateAfterPull(pull, serverTime);
    await applyPull(stores, pull, after);
    expect(names(stores)).toEqual(['Bob', 'Cleo']);
    expect([...stores.roles.map.keys()]).toEqual(['r']);
    expect(stores.state.states).toEqual([after]);
  });

  it('forgets everything before the puts of a reset', async () => {
    const stores = makeStores();
    const pull = {
      ...quietPull,
      reset: true,
      puts: { users: [{ id: 'b', name: 'Bo', roleId: 'r', verifier: null }], roles: [] },
    };
    await applyPull(stores, pull, stateAfterPull(pull, serverTime));
    expect(names(stores)).toEqual(['Bo']);
    expect(stores.roles.map.size).toBe(0);
  });

  it('tells how far the tablet’s clock is off', () => {
    expect(stateAfterPull(quietPull, serverTime - 5000).serverTimeOffset).toBe(5000);
  });

  it('takes the server’s word for the time, whatever a wrong clock has shown', () => {
    expect(stateAfterPull(quietPull, serverTime + 9000)).toMatchObject({
      highestTimeSeen: serverTime,
      rosterAt: serverTime,
    });
  });

  it('counts as a change when a row or the policy differs, and not otherwise', () => {
    const before = stateAfterPull(quietPull, serverTime);
    expect(changesSomething(before, { ...quietPull, cursor: '8' })).toBe(false);
    expect(changesSomething(undefined, quietPull)).toBe(true);
    expect(changesSomething(before, { ...quietPull, reset: true })).toBe(true);
    expect(changesSomething(before, { ...quietPull, dels: { users: ['a'], roles: [] } })).toBe(true);
    expect(changesSomething(before, { ...quietPull, policy: { ...policy, pinLength: 4 } })).toBe(true);
  });
});
