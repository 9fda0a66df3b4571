// The actions on the whole list of people, at the head of its screen.
import { Button } from '../../ui/button.tsx';
import { PlusIcon } from '../../ui/icons.tsx';
import './users.css';

/** The main one stands last; quiet ones come before it. */
export function UserListActions({ onAdd }: { onAdd: () => void }) {
  return (
    <div className="fk-list-actions">
      <Button variant="primary" icon={<PlusIcon />} onClick={onAdd}>
        Add user
      </Button>
    </div>
  );
}
