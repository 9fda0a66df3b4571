// What a comparison looks like from outside where there is nothing, or less, to compare; how long it takes is measured by the bench.
import { beforeEach, expect, it, vi } from 'vitest';
import type { HashingWork } from '../../src/server/crypto/hashing-thread.ts';

const { works, comparisonMs } = vi.hoisted(() => ({ works: [] as HashingWork[], comparisonMs: 40 }));
vi.mock('../../src/server/crypto/hashing-threads.ts', () => ({
  hashOnThread: async (work: HashingWork) => {
    works.push(work);
    return { value: work.kind === 'verify' ? false : 'a hash', ms: comparisonMs };
  },
}));

import { createHashing } from '../../src/server/crypto/hashing.ts';

const asker = { group: 'shop', member: 'somebody' };
const comparing =
  (phcs: string[], alike = 1) =>
  async () => ({ phcs, alike });
const kinds = () => works.map(({ kind }) => kind);

beforeEach(() => {
  works.length = 0;
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
