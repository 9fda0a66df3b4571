// The events that wait for somebody who looks, by their reasons, with what to do about each.
import { reviewReasons } from '../../../contract/device-events.ts';
import { Checkbox } from '../../ui/admin/checkbox.tsx';
import { ReviewTimes, ReviewTitle } from './review-event.tsx';
import type { ReviewGroup } from './review-groups.ts';
import { reviewAdvice } from './review-words.ts';

export interface ReviewOpenProps {
  group: ReviewGroup;
  canDecide: boolean;
  selected: ReadonlySet<number>;
  onSelect: (positions: readonly number[], isSelected: boolean) => void;
}

/** All of one kind can be selected at once. */
export function ReviewOpen({ group, canDecide, selected, onSelect }: ReviewOpenProps) {
  const { reasons, events } = group;
  const positions = events.map(({ position }) => position);
  return (
    <section className="fk-review-group">
      {reasons.map((reason) => (
        <div key={reason}>
          <h3>{reviewReasons[reason]}</h3>
          <p className="fk-review-advice">{reviewAdvice[reason]}</p>
        </div>
      ))}
      {canDecide && events.length > 1 && (
        <Checkbox
          isSelected={positions.every((position) => selected.has(position))}
          onChange={(isSelected) => onSelect(positions, isSelected)}
        >
          All {events.length} of this kind
        </Checkbox>
      )}
      <ul className="fk-review-events">
        {events.map((event) => (
          <li key={event.position} className="fk-review-event">
            {canDecide ? (
              <Checkbox
                isSelected={selected.has(event.position)}
                onChange={(isSelected) => onSelect([event.position], isSelected)}
              >
                <ReviewTitle event={event} />
              </Checkbox>
            ) : (
              <ReviewTitle event={event} />
            )}
            <ReviewTimes event={event} />
          </li>
        ))}
      </ul>
    </section>
  );
}
