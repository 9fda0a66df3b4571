// The events that somebody has decided on, with who and when.
import { reviewReasons } from '../../../contract/device-events.ts';
import type { ReviewEvent } from '../../../contract/endpoints/device-reviews.ts';
import { Moment } from '../../ui/admin/moment.tsx';
import { Badge } from '../../ui/badge.tsx';
import { ReviewTimes, ReviewTitle } from './review-event.tsx';

function Verdict({ verdict, verdictBy, verdictAt }: ReviewEvent) {
  return (
    <p className="fk-review-verdict">
      <Badge tone={verdict === 'accepted' ? 'success' : 'error'}>
        {verdict === 'accepted' ? 'Accepted' : 'Rejected'}
      </Badge>{' '}
      {verdictBy && (
        <>
          by <bdi>{verdictBy}</bdi>{' '}
        </>
      )}
      {verdictAt && <Moment at={verdictAt} />}
    </p>
  );
}

/** Shows nothing while nothing is decided. */
export function ReviewDecided({ events }: { events: readonly ReviewEvent[] }) {
  if (events.length === 0) return null;
  return (
    <section className="fk-review-group">
      <h3>Decided</h3>
      <ul className="fk-review-events">
        {events.map((event) => (
          <li key={event.position} className="fk-review-event">
            <div className="fk-review-head">
              <ReviewTitle event={event} />
              <Verdict {...event} />
            </div>
            <p className="fk-review-advice">{event.reasons.map((one) => reviewReasons[one]).join(' · ')}</p>
            <ReviewTimes event={event} />
          </li>
        ))}
      </ul>
    </section>
  );
}
