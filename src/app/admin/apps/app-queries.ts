// The apps of the organization, as their screen reads them.
import { queryOptions } from '@tanstack/react-query';
import { listApps } from '../../../contract/endpoints/apps.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { queryClient } from '../../auth/server-state.tsx';

export const appsQuery = queryOptions({
  queryKey: ['apps'],
  queryFn: ({ signal }) => callSignedIn(listApps, {}, { signal }),
});

/** Brings the list up to date. */
export function showAppsChanged(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: appsQuery.queryKey });
}
