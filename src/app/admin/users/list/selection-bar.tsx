// What can be done with the users who are selected in the list; it stays in view below the table.
import { Button } from '../../../ui/button.tsx';
import { selectedMost } from './use-selected-users.ts';
import './selection-bar.css';

export interface SelectionBarProps {
  count: number;
  onDelete: () => void;
  onPrint: () => void;
  onClear: () => void;
}

/** Shows nothing while nobody is selected. */
export function SelectionBar({ count, onDelete, onPrint, onClear }: SelectionBarProps) {
  if (count === 0) return null;
  return (
    <section className="fk-selection" aria-label="Selected users">
      <p className="fk-selection-count" role="status">
        {count} selected{count === selectedMost && ', the most at once'}
      </p>
      <Button variant="quiet" onClick={onClear}>
        Clear selection
      </Button>
      <Button onClick={onPrint}>Print PIN cards</Button>
      <Button variant="danger" onClick={onDelete}>
        Delete
      </Button>
    </section>
  );
}
