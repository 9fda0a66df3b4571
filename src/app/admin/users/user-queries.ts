// The users of the organization, and what they are told apart by, as the screens read them.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { listPartners } from '../../../contract/endpoints/partners.ts';
import { listRoles } from '../../../contract/endpoints/roles.ts';
import { listUnits } from '../../../contract/endpoints/units.ts';
import { listUsers } from '../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { orderUnits } from './form/unit-choices.ts';
import { filterOf, type UsersView } from './list/users-view.ts';

/** One page of the users that a view asks for. The page before stays on the screen until the new one is there. */
export function usersQuery(view: UsersView) {
  const { sort, order, page } = view;
  const query = { ...filterOf(view), sort, order, page: String(page) };
  return queryOptions({
    queryKey: ['users', 'page', query],
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

export const unitChoicesQuery = queryOptions({
  queryKey: ['units', 'choices'],
  queryFn: async ({ signal }) => orderUnits((await callSignedIn(listUnits, {}, { signal })).units),
});

export const partnerChoicesQuery = queryOptions({
  queryKey: ['partners', 'choices'],
  queryFn: async ({ signal }) => (await callSignedIn(listPartners, { query: {} }, { signal })).partners,
});
