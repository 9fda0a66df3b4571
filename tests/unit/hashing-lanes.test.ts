// Whose turn it is to be hashed: the work is a promise of the test's, so the order does not hang on the machine.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLanes, usualLimits } from '../../src/server/crypto/hashing-lanes.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Work that has begun, by its name, with what ends it. */
function openStage(threads: number) {
  const inTurn = openLanes(threads, usualLimits);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = (lane: 'pin' | 'password', name: string, group: string, member: string, isTap = false) =>
    inTurn(
      lane,
      { group, member },
      () => {
        begun.push(name);
        return new Promise<void>((resolve) => ends.set(name, resolve));
      },
      isTap,
    );
  const settle = async () => {
    // The next turn is given as the promise of this work is answered, or when a rest is over.
    for (let step = 0; step < 20; step += 1) {
      await Promise.resolve();
      vi.advanceTimersByTime(0);
    }
  };
  const end = async (name: string) => {
    await settle();
    ends.get(name)?.();
    await settle();
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

describe('passwords', () => {
  const ask2 = (ask: ReturnType<typeof openStage>['ask']) =>
    ['p1', 'p2'].map((name) => ask('password', name, 'shop', 'somebody'));

  it('rest for twice the time of their work while users tap PINs, where there are two threads', async () => {
    const { ask, begun, end } = openStage(2);
    const pin = ask('pin', 'a1', 'shop', 'a', true);
    await end('a1');
    const passwords = ask2(ask);
    await end('');
    vi.advanceTimersByTime(150);
    await end('p1');
    vi.advanceTimersByTime(299);
    await end('');
    expect(begun).toEqual(['a1', 'p1']);
    // A PIN that comes meanwhile does not wait.
    const other = ask('pin', 'b1', 'shop', 'b');
    await end('b1');
    expect(begun).toEqual(['a1', 'p1', 'b1']);
    vi.advanceTimersByTime(1);
    await end('p2');
    await Promise.all([pin, other, ...passwords]);
    expect(begun).toEqual(['a1', 'p1', 'b1', 'p2']);
  });

  it('rest for two seconds at most, however long their work or the database took', async () => {
    const { ask, begun, end } = openStage(2);
    const passwords = ask2(ask);
    await end('');
    vi.advanceTimersByTime(2_500);
    const pin = ask('pin', 'a1', 'shop', 'a', true);
    await end('a1');
    await end('p1');
    vi.advanceTimersByTime(1_999);
    await end('');
    expect(begun).toEqual(['p1', 'a1']);
    vi.advanceTimersByTime(1);
    await end('p2');
    await Promise.all([pin, ...passwords]);
    expect(begun).toEqual(['p1', 'a1', 'p2']);
  });

  it.each([
    ['a second after the last tap', 2, 851, true],
    ['where there are more threads', 3, 150, true],
    ['while PINs are hashed for which nobody waits at a pad', 2, 150, false],
  ])('follow one another %s', async (_when, threads, msOfWork, isTap) => {
    const { ask, begun, end } = openStage(threads);
    const pin = ask('pin', 'a1', 'shop', 'a', isTap);
    await end('a1');
    vi.advanceTimersByTime(150);
    const passwords = ask2(ask);
    await end('');
    vi.advanceTimersByTime(msOfWork);
    await end('p1');
    expect(begun).toEqual(['a1', 'p1', 'p2']);
    await end('p2');
    await Promise.all([pin, ...passwords]);
  });
});
