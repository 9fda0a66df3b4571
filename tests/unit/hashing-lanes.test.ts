// Whose turn it is to be hashed: the work is a promise of the test's, so the order does not hang on the machine.
import { expect, it } from 'vitest';
import { openLanes, usualLimits } from '../../src/server/crypto/hashing-lanes.ts';

/** Work that has begun, by its name, with what ends it. */
function openStage(threads: number) {
  const inTurn = openLanes(threads, usualLimits);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = (lane: 'pin' | 'password', name: string, group: string, member: string) =>
    inTurn(lane, { group, member }, () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    });
  const end = async (name: string) => {
    ends.get(name)?.();
    // The next turn is given as the promise of this work is answered.
    for (let step = 0; step < 10; step += 1) await Promise.resolve();
  };
  return { ask, begun, end };
}

it('keeps a thread that passwords never take, and gives it to organizations and their tablets in turn', async () => {
  const { ask, begun, end } = openStage(2);
  const asked = [
    ...['p1', 'p2', 'p3', 'p4'].map((name) => ask('password', name, 'shop', 'somebody')),
    ...['a1', 'a2', 'a3', 'a4'].map((name) => ask('pin', name, 'busy', 'a')),
    ask('pin', 'b1', 'busy', 'b'),
    ask('pin', 'c1', 'quiet', 'c'),
  ];
  await end('');
  expect(begun).toEqual(['p1', 'a1']);
  for (let at = 1; at < 6; at += 1) await end(begun.at(-1) ?? '');
  // The tablet that taps alone in its organization waits for one other PIN, and passwords for all of them.
  expect(begun.indexOf('c1')).toBeLessThanOrEqual(3);
  expect(begun.indexOf('b1')).toBeLessThanOrEqual(4);
  expect(begun.filter((name) => name.startsWith('p'))).toEqual(['p1']);
  expect(begun).toHaveLength(7);
  // With the PINs through, the other thread stays free for the next of them.
  await end(begun.at(-1) ?? '');
  expect(begun).toHaveLength(7);
  const late = ask('pin', 'd1', 'quiet', 'd');
  await end('');
  expect(begun.at(-1)).toBe('d1');
  await end('d1');
  for (const name of ['p1', 'p2', 'p3', 'p4']) await end(name);
  await Promise.all([...asked, late]);
});
