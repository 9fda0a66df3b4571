// The apps of the organization, as their screen reads them.
import { queryOptions } from '@tanstack/react-query';
import { listAppSessions, listApps } from '../../../contract/endpoints/apps.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { queryClient } from '../../auth/server-state.tsx';

export const appsQuery = queryOptions({
  queryKey: ['apps'],
  queryFn: ({ signal }) => callSignedIn(listApps, {}, { signal }),
});

/** Who opened an app last. */
export const appSessionsQuery = (appId: string) =>
  queryOptions({
    queryKey: ['apps', appId, 'sessions'],
    queryFn: async ({ signal }) =>
      (await callSignedIn(listAppSessions, { params: { appId } }, { signal })).sessions,
  });

/** Brings the list up to date. */
export function showAppsChanged(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: appsQuery.queryKey });
}
