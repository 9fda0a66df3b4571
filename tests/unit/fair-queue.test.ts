// A queue that many ask at once: whose turn comes when, and who is refused when it is full.
import { describe, expect, it, vi } from 'vitest';
import { type Asker, Busy, openFairQueue } from '../../src/server/fair-queue.ts';

const usual = { ofGroup: 10, whole: 100, waitMs: 1_000 };

/** A queue, and what came of each who asked: `turns` in their order, and `refused`. */
function openQueue(limits = usual) {
  const queue = openFairQueue(limits, () => new Busy());
  const turns: string[] = [];
  const refused: string[] = [];
  const ask = (group: string, member = '') => {
    const name = member ? `${group}/${member}` : group;
    queue.wait({ group, member }).then(
      () => turns.push(name),
      () => refused.push(name),
    );
  };
  const settle = () => new Promise(setImmediate);
  const serve = async (count: number, may?: (asker: Asker) => boolean) => {
    for (let at = 0; at < count; at += 1) queue.next(may);
    await settle();
    return turns;
  };
  return { queue, ask, serve, settle, refused };
}

describe('turns', () => {
  it('go round the groups, however many wait of one', async () => {
    const { ask, serve } = openQueue();
    for (const group of ['a', 'a', 'a', 'b', 'c', 'b']) ask(group);
    expect(await serve(6)).toEqual(['a', 'b', 'c', 'a', 'b', 'a']);
  });

  it('go round the members of a group', async () => {
    const { ask, serve } = openQueue();
    for (const member of ['x', 'x', 'x', 'y', 'z']) ask('a', member);
    expect(await serve(5)).toEqual(['a/x', 'a/y', 'a/z', 'a/x', 'a/x']);
  });

  it('pass over a group that may have none now, which keeps its place', async () => {
    const { ask, serve } = openQueue();
    for (const group of ['a', 'b', 'b']) ask(group);
    expect(await serve(1, ({ group }) => group !== 'a')).toEqual(['b']);
    expect(await serve(2)).toEqual(['b', 'a', 'b']);
  });

  it('are given to nobody who is not there', () => {
    expect(openQueue().queue.next()).toBeNull();
  });
});

describe('a queue that is full', () => {
  it('refuses the newest of whoever has most places in it, not those who come after', async () => {
    const { ask, settle, refused, serve } = openQueue({ ...usual, whole: 4 });
    for (const group of ['flood', 'flood', 'flood', 'flood', 'quiet', 'flood']) ask(group);
    await settle();
    expect(refused).toEqual(['flood', 'flood']);
    expect(await serve(4)).toEqual(['flood', 'quiet', 'flood', 'flood']);
  });

  it('bounds each group, and shares its places among the members', async () => {
    const { ask, settle, refused, serve } = openQueue({ ...usual, ofGroup: 3 });
    for (const member of ['x', 'x', 'x', 'x', 'y']) ask('a', member);
    ask('b');
    await settle();
    expect(refused).toEqual(['a/x', 'a/x']);
    expect(await serve(4)).toEqual(['a/x', 'b', 'a/y', 'a/x']);
  });
});

it('refuses who has waited for too long, and nobody else', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { ask, serve, settle, refused } = openQueue();
  ask('early');
  vi.advanceTimersByTime(600);
  ask('late');
  vi.advanceTimersByTime(600);
  await settle();
  expect(refused).toEqual(['early']);
  expect(await serve(2)).toEqual(['late']);
  vi.useRealTimers();
});

it('refuses everybody when it is cleared', async () => {
  const { queue, ask, settle, refused } = openQueue();
  for (const group of ['a', 'b', 'a']) ask(group);
  queue.clear();
  await settle();
  expect(refused.toSorted()).toEqual(['a', 'a', 'b']);
});
