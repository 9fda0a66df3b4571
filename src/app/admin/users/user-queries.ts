// The people and roles of the organization, as the screens read them.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { listRoles } from '../../../contract/endpoints/organization.ts';
import { listUsers } from '../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../auth/account-session.ts';

/** One page of the people that a search finds. The page before stays on the screen until the new one is there. */
export function usersQuery(search: string, page: number) {
  const query = { page: String(page), ...(search === '' ? {} : { search }) };
  return queryOptions({
    queryKey: ['users', query],
    queryFn: ({ signal }) => callSignedIn(listUsers, { query }, { signal }),
    placeholderData: keepPreviousData,
    // Another admin may be at work, too.
    refetchInterval: 15_000,
  });
}

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: async ({ signal }) => (await callSignedIn(listRoles, {}, { signal })).roles,
});
