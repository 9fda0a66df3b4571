// What a comparison looks like from outside where there is nothing, or less, to compare; how long it takes is measured by the bench.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HashingWork } from '../../src/server/crypto/hashing-thread.ts';

const { works, comparisonMs, duringWork } = vi.hoisted(() => ({
  works: [] as HashingWork[],
  comparisonMs: 40,
  duringWork: vi.fn<() => void>(),
}));
vi.mock('../../src/server/crypto/hashing-threads.ts', () => ({
  hashOnThread: async (work: HashingWork) => {
    works.push(work);
    duringWork();
    return { value: work.kind === 'verify' ? false : 'a hash', ms: comparisonMs };
  },
}));

import { createHashing, HashingBusy } from '../../src/server/crypto/hashing.ts';

const asker = { group: 'shop', member: 'somebody' };
const comparing =
  (phcs: string[], alike = 1) =>
  async () => ({ phcs, alike });
const kinds = () => works.map(({ kind }) => kind);

beforeEach(() => {
  works.length = 0;
  duringWork.mockReset();
});

it('takes the time of a recent comparison, and none of its work, where there is nothing to compare', async () => {
  const hashing = await createHashing({ threads: 1 });
  works.length = 0;
  await hashing.verifyPassword(comparing(['a hash']), 'not it', asker);
  expect(await hashing.verifyPassword(comparing([]), 'not it', asker)).toEqual([]);
  expect(works).toEqual([expect.objectContaining({ kind: 'verify' }), { kind: 'rest', ms: comparisonMs }]);
});

it('makes a real comparison where nothing is known of how long one takes now', async () => {
  const hashing = await createHashing({ threads: 1 });
  works.length = 0;
  await hashing.verifyPassword(comparing([]), 'not it', asker);
  expect(kinds()).toEqual(['verify']);
});

it('lets the answer wait as long as the comparisons would take that are not made', async () => {
  const hashing = await createHashing({ threads: 1 });
  works.length = 0;
  await hashing.verifyPassword(comparing(['one', 'two', 'three'], 3), 'not it', asker);
  expect(kinds()).toEqual(['verify', 'verify', 'verify']);
  works.length = 0;
  const from = performance.now();
  await hashing.verifyPassword(comparing(['one'], 3), 'not it', asker);
  expect(kinds()).toEqual(['verify']);
  // Timers may fire a moment early.
  expect(performance.now() - from).toBeGreaterThan(2 * comparisonMs - 5);
});

describe('with the clock in hand', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('waits as long for nobody’s address as for somebody’s, also where the newest time gets old meanwhile', async () => {
    const hashing = await createHashing({ threads: 1 });
    await hashing.verifyPassword(comparing(['a hash']), 'not it', asker);
    vi.advanceTimersByTime(980);
    // What takes the time of a comparison takes it past the second in which a time is fresh.
    duringWork.mockImplementation(() => vi.advanceTimersByTime(comparisonMs));
    const from = process.hrtime.bigint();
    await hashing.verifyPassword(comparing([], 3), 'not it', asker);
    expect(kinds().at(-1)).toBe('rest');
    expect(Number(process.hrtime.bigint() - from) / 1e6).toBeGreaterThan(2 * comparisonMs - 5);
  });

  it('gives a turn back whose look-up is stuck, so that the next one signs in', async () => {
    const hashing = await createHashing({ threads: 1 });
    const stuck = hashing.verifyPassword(() => new Promise(() => {}), 'not it', asker);
    const refused = expect(stuck).rejects.toThrow(HashingBusy);
    const next = hashing.verifyPassword(comparing(['a hash']), 'not it', asker);
    await vi.advanceTimersByTimeAsync(2_500);
    await refused;
    expect(await next).toEqual([false]);
  });
});
