// @vitest-environment jsdom
// What lists show of people who were just changed, before the server is asked again.
import { expect, it } from 'vitest';
import { noFilters } from '../../src/app/admin/users/list/users-view.ts';
import { refreshUsers } from '../../src/app/admin/users/use-user-outcomes.ts';
import { usersQuery } from '../../src/app/admin/users/user-queries.ts';
import { queryClient } from '../../src/app/auth/server-state.tsx';
import { makeSession } from './make-session.ts';
import { makeUser } from './make-user.ts';

it('shows a user in the lists as they are now, so that nobody opens who they were, and keeps what is newer', () => {
  const { queryKey } = usersQuery({ ...noFilters, search: '', sort: 'name', order: 'up', page: 1 });
  const before = makeUser({ revision: 3 });
  const newer = { ...makeUser({ revision: 9 }), id: crypto.randomUUID() };
  queryClient.setQueryData(queryKey, {
    users: [before, newer],
    total: 2,
    isMore: false,
    page: 1,
    pageSize: 50,
  });
  const now = { ...before, revision: 4, suspendedBy: ['person' as const] };
  refreshUsers([now, { ...newer, revision: 8, firstName: 'Older' }], makeSession());
  expect(queryClient.getQueryData(queryKey)?.users).toEqual([now, newer]);
});
