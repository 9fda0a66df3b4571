// One event of a review: what happened and who it was, and when by either clock.
import type { ReviewEvent } from '../../../contract/endpoints/device-reviews.ts';
import { Facts } from '../../ui/admin/facts.tsx';
import { Moment } from '../../ui/admin/moment.tsx';
import { describeNote } from './review-words.ts';

/** What happened, and who it was. */
export function ReviewTitle({ event: { kind, user } }: { event: ReviewEvent }) {
  return (
    <span className="fk-review-title">
      {user ? <bdi>{user.name}</bdi> : 'Unknown user'}
      {': '}
      {describeNote(kind)}
    </span>
  );
}

/** The tablet's time and the server's estimate, side by side. */
export function ReviewTimes({ event: { tabletAt, estimatedAt, receivedAt } }: { event: ReviewEvent }) {
  return (
    <Facts
      facts={[
        {
          label: 'Device’s time',
          value: tabletAt ? <Moment at={tabletAt} withSeconds /> : 'Can’t be read',
        },
        { label: 'Server’s estimate', value: <Moment at={estimatedAt} withSeconds /> },
        { label: 'Received', value: <Moment at={receivedAt} withSeconds /> },
      ]}
    />
  );
}
