// Who is selected in the list; never anybody who is not on the screen.
import { useState } from 'react';
import type { User } from '../../../contract/endpoints/users.ts';
import type { UsersView } from './users-view.ts';

const nobody: ReadonlySet<string> = new Set();

/** The selection belongs to one view of the list: another page, filter or search begins with nobody. */
export function useSelectedUsers(shown: readonly User[], view: UsersView) {
  const [chosen, setChosen] = useState<{ view: UsersView; ids: ReadonlySet<string> }>({ view, ids: nobody });
  const wanted = chosen.view === view ? chosen.ids : nobody;
  const users = shown.filter(({ id, editable }) => editable && wanted.has(id));
  return {
    users,
    ids: new Set(users.map(({ id }) => id)),
    select: (ids: ReadonlySet<string>) => setChosen({ view, ids }),
    clear: () => setChosen({ view, ids: nobody }),
  };
}
