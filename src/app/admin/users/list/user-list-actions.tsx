// The actions on the whole list of users, at the head of its screen.
import { useState } from 'react';
import { exportUsers } from '../../../../contract/endpoints/users.ts';
import { Button } from '../../../ui/button.tsx';
import { PlusIcon } from '../../../ui/icons.tsx';
import { separatorHere } from '../../separator-here.ts';
import { ImportDialog } from '../import/import-dialog.tsx';
import { filterOf, type UsersView } from './users-view.ts';
import './users.css';

interface UserListActionsProps {
  view: UsersView;
  onAdd: () => void;
}

/** The main one stands last; quiet ones come before it. The export holds whom the list shows, on all its pages. */
export function UserListActions({ view, onAdd }: UserListActionsProps) {
  const [importing, setImporting] = useState(false);
  const narrowing = Object.entries(filterOf(view)).flatMap(([name, value]) => (value ? [[name, value]] : []));
  const query = new URLSearchParams([...narrowing, ['separator', separatorHere()]]);
  return (
    <div className="fk-row">
      <Button onClick={() => setImporting(true)}>Import</Button>
      {/* A plain link, so that the browser itself takes the file in. */}
      <a className="fk-button fk-button-secondary" href={`${exportUsers.path}?${query}`} download>
        <span className="fk-button-face">Export</span>
      </a>
      <Button variant="primary" icon={<PlusIcon />} onClick={onAdd}>
        Add user
      </Button>
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </div>
  );
}
