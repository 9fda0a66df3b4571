// What the server tells of one's own account besides the session.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { getAccount, listSessions } from '../../contract/endpoints/account.ts';
import { getOwnPin } from '../../contract/endpoints/own-pin.ts';
import { passwordLengthRange } from '../../contract/fields.ts';
import { callSignedIn } from './account-session.ts';

/** The rules for a password, and the change of address that is open. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => callSignedIn(getAccount, {}, { signal }),
});

/** Whether one has a PIN, and what a new one needs. */
export const ownPinQuery = queryOptions({
  queryKey: ['own-pin'],
  queryFn: ({ signal }) => callSignedIn(getOwnPin, {}, { signal }),
});

/** Where one is signed in. */
export const ownSessionsQuery = queryOptions({
  queryKey: ['own-sessions'],
  queryFn: async ({ signal }) => (await callSignedIn(listSessions, {}, { signal })).sessions,
});

/** How many characters a new password needs, as far as it is known yet; the server has the last word. */
export function usePasswordMinLength(): number {
  return useQuery(accountQuery).data?.passwordMinLength ?? passwordLengthRange.min;
}
