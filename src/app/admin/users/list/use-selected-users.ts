// Who is selected in the list, on all of its pages.
import { useState } from 'react';
import type { User } from '../../../../contract/endpoints/users.ts';
import { filterOf, type UsersView } from './users-view.ts';

/** So many can be deleted at once. */
export const selectedMost = 500;

type Chosen = ReadonlyMap<string, User>;

const nobody: Chosen = new Map();

/** Another page or order keeps the selection; another filter or search begins with nobody. */
export function useSelectedUsers(shown: readonly User[], view: UsersView) {
  const narrowing = JSON.stringify(filterOf(view));
  const [kept, setKept] = useState<{ narrowing: string; chosen: Chosen }>({ narrowing, chosen: nobody });
  // Whoever comes back to an earlier search begins anew, too.
  if (kept.narrowing !== narrowing) setKept({ narrowing, chosen: nobody });
  const wanted = kept.narrowing === narrowing ? kept.chosen : nobody;
  const newest = new Map(shown.map((user) => [user.id, user]));
  const users = [...wanted.values()]
    .map((user) => newest.get(user.id) ?? user)
    .filter(({ editable }) => editable);
  /** @param ids those of the shown users who are to be selected; on other pages nothing changes */
  const select = (ids: ReadonlySet<string>) => {
    const elsewhere = users.filter(({ id }) => !newest.has(id));
    const here = shown.filter(({ id, editable }) => editable && ids.has(id));
    const all = [...elsewhere, ...here].slice(0, selectedMost);
    setKept({ narrowing, chosen: new Map(all.map((user) => [user.id, user])) });
  };
  return {
    users,
    ids: new Set(users.map(({ id }) => id)),
    select,
    clear: () => setKept({ narrowing, chosen: nobody }),
  };
}
