// Tells on the page what came of adding or changing users, and brings up to date whatever shows them.
import { useState } from 'react';
import type { Session } from '../../../contract/endpoints/session.ts';
import type { User } from '../../../contract/endpoints/users.ts';
import { sessionQuery } from '../../auth/account-session.ts';
import { queryClient } from '../../auth/server-state.tsx';
import { showToast } from '../../ui/admin/toast.tsx';
import type { ShownOnce, UserOutcome } from './user-outcome.ts';

/** An invitation that was sent just now. */
export interface SentInvitation {
  readonly user: User;
  readonly isNew: boolean;
}

/** Brings everything up to date that may show users who were changed: what is known of them now at once, the rest by asking. */
export function refreshUsers(changed: readonly User[], session: Session): void {
  const now = (user: User) =>
    changed.find(({ id, revision }) => id === user.id && revision >= user.revision) ?? user;
  queryClient.setQueriesData<{ users: User[] }>(
    { queryKey: ['users', 'page'] },
    (list) => list && { ...list, users: list.users.map(now) },
  );
  void queryClient.invalidateQueries({ queryKey: ['users'] });
  if (changed.some(({ id }) => id === session.user.id))
    void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
}

/** Keeps the notice of the last invitation, and what is shown once. */
export function useUserOutcomes(session: Session) {
  const [invitation, setInvitation] = useState<SentInvitation | null>(null);
  const [shownOnce, setShownOnce] = useState<ShownOnce | null>(null);
  const report = ({ users, told, invited, shownOnce: shown }: UserOutcome) => {
    refreshUsers(users, session);
    const [user] = users;
    if (invited && user) {
      setInvitation({ user, isNew: invited.isNew });
      scrollTo(0, 0);
    } else {
      // A notice of somebody who was changed since would offer to undo what no longer holds.
      setInvitation((before) => (users.some(({ id }) => id === before?.user.id) ? null : before));
      showToast({ tone: 'success', title: told });
    }
    if (shown) setShownOnce(shown);
  };
  return { report, invitation, setInvitation, shownOnce, setShownOnce };
}
