// The partners of the organization, as their screens read them.
import { queryOptions } from '@tanstack/react-query';
import { listPartners, type Partner, textsOfPartner } from '../../../contract/endpoints/partners.ts';
import { findAmong } from '../../../contract/search-text.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { queryClient } from '../../auth/server-state.tsx';

export const partnersQuery = queryOptions({
  queryKey: ['partners', 'list'],
  queryFn: async ({ signal }) => (await callSignedIn(listPartners, { query: {} }, { signal })).partners,
  // Another admin may be at work, too.
  refetchInterval: 15_000,
});

/** Brings everything up to date that may show a partner or its users. */
export function refreshPartners(): void {
  for (const key of ['partners', 'users']) void queryClient.invalidateQueries({ queryKey: [key] });
}

/** Those that have a text in their name or contact; all of them for an empty one. */
export function findPartners(partners: readonly Partner[], text: string): readonly Partner[] {
  return findAmong(partners, text, textsOfPartner);
}
