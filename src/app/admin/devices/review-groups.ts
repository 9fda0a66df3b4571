// Parts the events of a review into those that wait, by their reasons, and those that are decided.
import type { ReviewReason } from '../../../contract/device-events.ts';
import type { ReviewEvent } from '../../../contract/endpoints/device-reviews.ts';

export interface ReviewGroup {
  key: string;
  /** What all of its events have in common. */
  reasons: readonly ReviewReason[];
  events: readonly ReviewEvent[];
}

/** Events with the very same reasons go together, in the order in which they were made. */
export function groupOpen(events: readonly ReviewEvent[]): readonly ReviewGroup[] {
  const open = events.filter(({ verdict }) => verdict === null).toSorted((a, b) => a.position - b.position);
  const groups = new Map<string, ReviewEvent[]>();
  for (const event of open) {
    const key = event.reasons.toSorted().join(' ');
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  return [...groups].map(([key, members]) => ({ key, reasons: members[0]?.reasons ?? [], events: members }));
}

/** The newest decision first. */
export function listDecided(events: readonly ReviewEvent[]): readonly ReviewEvent[] {
  return events
    .filter(({ verdict }) => verdict !== null)
    .toSorted((a, b) => (b.verdictAt ?? '').localeCompare(a.verdictAt ?? '') || b.position - a.position);
}
