// Requests at a steady rate, of which no more than so many are open at once.
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Sends until it is told to end.
 * @param most how many may be open at once
 * @returns how many were answered, by status
 */
export async function sendAtPace(
  perSecond: number,
  most: number,
  isOver: () => boolean,
  send: (at: number) => Promise<number>,
): Promise<Map<number, number>> {
  const answers = new Map<number, number>();
  const open = new Set<Promise<void>>();
  const started = performance.now();
  for (let at = 0; !isOver(); at += 1) {
    await wait(Math.max(0, started + (at * 1000) / perSecond - performance.now()));
    if (open.size >= most) await Promise.race(open);
    const one: Promise<void> = send(at)
      .catch(() => 0)
      .then((status) => void answers.set(status, (answers.get(status) ?? 0) + 1))
      .finally(() => open.delete(one));
    open.add(one);
  }
  await Promise.all(open);
  return answers;
}

/** Such as "401 × 100, 429 × 1900". */
export const describeAnswers = (answers: ReadonlyMap<number, number>) =>
  [...answers]
    .toSorted(([a], [b]) => a - b)
    .map(([status, count]) => `${status === 0 ? 'cut off' : status} × ${count}`)
    .join(', ');
