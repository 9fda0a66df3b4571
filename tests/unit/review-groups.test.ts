// What waits for a review goes together by its reasons, and what is decided stays.
import { expect, it } from 'vitest';
import { groupOpen, listDecided } from '../../src/app/admin/devices/review-groups.ts';
import { describeNote, reviewAdvice } from '../../src/app/admin/devices/review-words.ts';
import { type ReviewReason, reviewReasons } from '../../src/contract/device-events.ts';
import type { ReviewEvent } from '../../src/contract/endpoints/device-reviews.ts';

const at = '2026-11-22T10:02:00.000Z';

function makeEvent(position: number, reasons: ReviewReason[], decidedAt: string | null = null): ReviewEvent {
  return {
    position,
    sequence: position,
    kind: 'signed-in',
    user: null,
    tabletAt: at,
    estimatedAt: at,
    receivedAt: at,
    reasons,
    verdict: decidedAt === null ? null : 'accepted',
    verdictBy: null,
    verdictAt: decidedAt,
  };
}

it('puts events with the very same reasons together, whatever their order, the oldest first', () => {
  const groups = groupOpen([
    makeEvent(5, ['clock', 'gap']),
    makeEvent(4, ['gap']),
    makeEvent(3, ['gap', 'clock']),
    makeEvent(2, ['gap'], at),
    makeEvent(1, ['gap']),
  ]);
  expect(groups.map(({ reasons, events }) => [reasons, events.map(({ position }) => position)])).toEqual([
    [['gap'], [1, 4]],
    [
      ['gap', 'clock'],
      [3, 5],
    ],
  ]);
});

it('lists what is decided, the newest decision first', () => {
  const later = '2026-11-22T10:03:00.000Z';
  const decided = listDecided([
    makeEvent(1, ['gap'], at),
    makeEvent(2, ['gap']),
    makeEvent(3, ['gap'], later),
    makeEvent(4, ['gap'], at),
  ]);
  expect(decided.map(({ position }) => position)).toEqual([3, 4, 1]);
});

it('says what to do about every reason, in whole sentences', () => {
  expect(Object.keys(reviewAdvice).toSorted()).toEqual(Object.keys(reviewReasons).toSorted());
  for (const advice of Object.values(reviewAdvice)) expect(advice).toMatch(/^[A-Z].+\.$/);
});

it('names a kind of a newer version as it stands', () => {
  expect(describeNote('signed-in')).toBe('Signed in');
  expect(describeNote('toString')).toBe('toString');
});
